import { useState, type ReactNode } from 'react';
import { Button, ButtonLink, Flex, Text } from '@backstage/ui';
import { RiExternalLinkLine, RiImageLine } from '@remixicon/react';
import type { Badge, Decision, Picture, Standing } from '../api';
import { profileAnnotation, saveFile } from '../profile';
import { BADGES } from '../verdicts';
import { Actions } from './Actions';
import { Copied } from './Copied';
import { EditionComparison } from './EditionComparison';
import { Faint } from './Faint';
import { Panel } from './Panel';
import { Refusal } from './Refusal';
import { Waiting } from './Waiting';
import { Warnings } from './Warnings';
import { ArchitecturePicture } from './picture/ArchitecturePicture';
import { ReviewPanel } from './review/ReviewPanel';
import { StandingMark } from './review/lines';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';

const MOST_QUESTIONS = 5;

interface DecisionViewProps {
  decision: Decision;
  actions?: ReactNode;
  /** The entity whose decision it is. */
  subject?: string;
  /** Leads to a question, with the answers of this decision. */
  onAnswer?: (question: string) => void;
}

/** A decision: the picture with reasons behind it, warnings, how it stands with its reviewers, and other editions. */
export const DecisionView = ({ decision, actions, subject, onAnswer }: DecisionViewProps) => {
  const { api, t, language } = usePortolan();
  const picture = useLoaded(() => api.picture(decision.id, language), [api, decision.id, language]);
  const standing = useLoaded(() => api.standing(decision.id, language), [api, decision.id, language]);
  const profile = decision.receipt.request.profile;
  return (
    <Flex direction="column" gap="4">
      <Summary decision={decision} standing={standing.value} picture={picture.value} actions={actions} />
      <Panel title={t('decision.picture')}>
        {picture.error && <Refusal error={picture.error} onRetry={picture.retry} />}
        {!picture.value && !picture.error && <Waiting label={t('decision.loading')} height={320} />}
        {picture.value && (
          <ArchitecturePicture decision={decision} picture={picture.value} standing={standing.value} />
        )}
      </Panel>
      {decision.warnings.length > 0 && (
        <Panel title={t('decision.warnings')}>
          <Warnings warnings={decision.warnings} />
        </Panel>
      )}
      <Panel title={t('review.title')}>
        <ReviewPanel decision={decision} standing={standing} subject={subject} />
      </Panel>
      <Panel title={t('compare.title')}>
        <EditionComparison decision={decision} />
      </Panel>
      {decision.open_questions.length > 0 && (
        <Panel title={t('decision.questions')}>
          <OpenQuestions decision={decision} onAnswer={onAnswer} />
        </Panel>
      )}
      {Object.keys(profile).length > 0 && (
        <Panel title={t('decision.annotation')}>
          <Copied label={t('decision.annotation')} help={t('decision.annotationHelp')} text={profileAnnotation(profile)} />
        </Panel>
      )}
    </Flex>
  );
};

interface SummaryProps {
  decision: Decision;
  standing: Standing | undefined;
  picture: Picture | undefined;
  actions?: ReactNode;
}

export const Summary = ({ decision, standing, picture, actions }: SummaryProps) => {
  const { api, t, language } = usePortolan();
  const needed = decision.slots.filter(slot => slot.picks.length > 0);
  const open = decision.slots.filter(slot => slot.status === 'open').length;
  const page = api.page(decision.links.page, language);
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
      {picture && <Firmness picture={picture} />}
      {standing && (
        <div>
          {t('review.title')}: <StandingMark standing={standing.standing} />
        </div>
      )}
      <Actions>
        {actions}
        {page && (
          <ButtonLink href={page} target="_blank" rel="noreferrer" variant="secondary" iconEnd={<RiExternalLinkLine />}>
            {t('decision.review')}
          </ButtonLink>
        )}
        {actions && <SavePicture decision={decision} />}
      </Actions>
    </Flex>
  );
};

/** How many picks stand how firmly. */
const Firmness = ({ picture }: { picture: Picture }) => {
  const { t } = usePortolan();
  const picks = picture.bands.flatMap(band => band.areas.flatMap(area => area.slots.flatMap(slot => slot.picks)));
  const counted = (Object.keys(BADGES) as Badge[])
    .map(badge => ({ badge, number: picks.filter(pick => pick.badge === badge).length }))
    .filter(({ number }) => number > 0);
  return (
    <Faint as="p">
      {counted.map(({ badge, number }) => `${BADGES[badge].sign} ${number} ${t(`badge.${badge}`)}`).join(' · ')}
    </Faint>
  );
};

const SavePicture = ({ decision }: { decision: Decision }) => {
  const { api, t, language } = usePortolan();
  const [refused, setRefused] = useState<Error>();
  const save = () => {
    setRefused(undefined);
    api.pictureFile(decision.id, language).then(file => saveFile('architecture.svg', file), setRefused);
  };
  return (
    <>
      <Button variant="tertiary" iconStart={<RiImageLine />} onPress={save}>
        {t('decision.savePicture')}
      </Button>
      {refused && <Refusal error={refused} onRetry={save} />}
    </>
  );
};

const OpenQuestions = ({ decision, onAnswer }: Pick<DecisionViewProps, 'decision' | 'onAnswer'>) => {
  const { t } = usePortolan();
  const rest = decision.open_questions.length - MOST_QUESTIONS;
  return (
    <>
      <ol style={{ margin: 0, paddingInlineStart: '1.4rem' }}>
        {decision.open_questions.slice(0, MOST_QUESTIONS).map(question => (
          <li key={question.question}>
            {question.text}{' '}
            {onAnswer && (
              <Button
                size="small"
                variant="tertiary"
                aria-label={`${t('decision.answer')}: ${question.text}`}
                onPress={() => onAnswer(question.question)}
              >
                {t('decision.answer')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {rest > 0 && <Faint>{t('decision.moreQuestions', { number: String(rest) })}</Faint>}
    </>
  );
};
