import type { ReactNode } from 'react';
import { ButtonLink, Flex, Skeleton, Text } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import type { Decision } from '../api';
import { profileAnnotation } from '../profile';
import { ArchitecturePicture } from './ArchitecturePicture';
import { EditionComparison } from './EditionComparison';
import { Faint } from './Faint';
import { Panel } from './Panel';
import { Warnings } from './Warnings';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';

const MOST_QUESTIONS = 5;

/** A decision: what is recommended, as a picture with reasons behind it, warnings, and what another edition would say. */
export const DecisionView = ({ decision, actions }: { decision: Decision; actions?: ReactNode }) => {
  const { api, t, language } = usePortolan();
  // The picture does not wait for the titles of areas, nor fail for want of them.
  const areas = useLoaded(() => api.areas(language), [api, language]);
  const profile = decision.receipt.request.profile;
  return (
    <Flex direction="column" gap="4">
      <Summary decision={decision} actions={actions} />
      <Panel title={t('decision.picture')}>
        {areas.loading && !areas.value ? (
          <Skeleton width="100%" height={320} />
        ) : (
          <ArchitecturePicture decision={decision} areas={areas.value ?? {}} />
        )}
      </Panel>
      {decision.warnings.length > 0 && (
        <Panel title={t('decision.warnings')}>
          <Warnings warnings={decision.warnings} />
        </Panel>
      )}
      <Panel title={t('compare.title')}>
        <EditionComparison decision={decision} />
      </Panel>
      {decision.open_questions.length > 0 && (
        <Panel title={t('decision.questions')}>
          <OpenQuestions decision={decision} />
        </Panel>
      )}
      {Object.keys(profile).length > 0 && (
        <Panel title={t('decision.annotation')}>
          <Text as="p">{t('decision.annotationHelp')}</Text>
          <pre tabIndex={0} aria-label={t('decision.annotation')} style={{ overflowX: 'auto', margin: 0 }}>
            {profileAnnotation(profile)}
          </pre>
        </Panel>
      )}
    </Flex>
  );
};

export const Summary = ({ decision, actions }: { decision: Decision; actions?: ReactNode }) => {
  const { api, t, language } = usePortolan();
  const needed = decision.slots.filter(slot => slot.picks.length > 0);
  const open = decision.slots.filter(slot => slot.status === 'open').length;
  const page = api.reviewPage(decision, language);
  const picks = new Set(needed.flatMap(slot => slot.picks)).size;
  return (
    <Flex direction="column" gap="2">
      <Text as="p" variant="title-x-small">
        {t('decision.summary', { picks: String(picks), slots: String(needed.length) })}
      </Text>
      <Faint as="p">
        {t('decision.edition', { edition: decision.edition, day: decision.as_of })}
        {open > 0 && ` · ${t('decision.open', { number: String(open) })}`}
      </Faint>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--bui-space-2)' }}>
        {actions}
        {page && (
          <ButtonLink href={page} target="_blank" rel="noreferrer" variant="secondary" iconEnd={<RiExternalLinkLine />}>
            {t('decision.review')}
          </ButtonLink>
        )}
      </div>
    </Flex>
  );
};

const OpenQuestions = ({ decision }: { decision: Decision }) => {
  const { t } = usePortolan();
  const rest = decision.open_questions.length - MOST_QUESTIONS;
  return (
    <>
      <ol style={{ margin: 0, paddingInlineStart: '1.4rem' }}>
        {decision.open_questions.slice(0, MOST_QUESTIONS).map(question => (
          <li key={question.question}>{question.text}</li>
        ))}
      </ol>
      {rest > 0 && <Faint>{t('decision.moreQuestions', { number: String(rest) })}</Faint>}
    </>
  );
};
