import { parseEntityRef } from '@backstage/catalog-model';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import type { ReactNode } from 'react';
import type { Overruled, Review, Slot, StandingWord, Waiver } from '../../api';
import { STANDINGS, WAIVER_STATES } from '../../verdicts';
import { FAINT, Faint } from '../Faint';
import { Mark } from '../VerdictBadge';
import { usePortolan } from '../usePortolan';

export const StandingMark = ({ standing }: { standing: StandingWord }) => {
  const { t } = usePortolan();
  return <Mark {...STANDINGS[standing]}>{t(`standing.${standing}`)}</Mark>;
};

/** Whoever said something: a user of the portal by their name there, anybody else as Portolan calls them. */
export const Person = ({ by }: { by: string }) => (isRef(by) ? <EntityDisplayName entityRef={by} hideIcon /> : <>{by}</>);

function isRef(by: string): boolean {
  try {
    return by.includes('/') && Boolean(parseEntityRef(by));
  } catch {
    return false;
  }
}

const Line = ({ children }: { children: ReactNode }) => (
  <div
    style={{
      padding: 'var(--bui-space-2) 0',
      borderBlockEnd: '1px solid var(--bui-border-1)',
    }}
  >
    {children}
  </div>
);

const nameIn = (slot: Slot | undefined, product: string) =>
  slot?.verdicts.find(one => one.product === product)?.name ?? product;

/** A verdict that does not count, with what there is instead, until when, by whom and why. */
export const OverruledLine = (props: { overruled: Overruled; slot: Slot | undefined; children?: ReactNode }) => {
  const { t } = usePortolan();
  const { overruled, slot } = props;
  return (
    <Line>
      <Mark {...STANDINGS.overruled}>
        <strong>{nameIn(slot, overruled.product)}</strong> {t(`verdict.${overruled.verdict}`)}
        {overruled.instead && ` → ${t(`verdict.${overruled.instead}`)}`}
      </Mark>{' '}
      {slot && <Faint small>{slot.title}</Faint>}
      <div>{overruled.text}</div>
      <Faint small>
        {t('review.until', { day: overruled.until })} · <Person by={overruled.by} />
      </Faint>{' '}
      {props.children}
    </Line>
  );
};

/** Leave to use a product in spite of its verdict, with its last day and whether it still holds. */
export const WaiverLine = ({ waiver, slot, children }: { waiver: Waiver; slot: Slot | undefined; children?: ReactNode }) => {
  const { t } = usePortolan();
  return (
    <Line>
      <Mark {...WAIVER_STATES[waiver.state]}>
        <strong>{nameIn(slot, waiver.product)}</strong> {t(`waiver.${waiver.state}`)}
      </Mark>{' '}
      {slot && <Faint small>{slot.title}</Faint>}
      <div>{waiver.reason}</div>
      {waiver.state === 'reopened' && <div>{t('waiver.means.reopened')}</div>}
      <Faint small>
        {t('review.until', { day: waiver.until })} · <Person by={waiver.by} />
        {waiver.subject && ` · ${t('waiver.for', { subject: waiver.subject })}`}
      </Faint>{' '}
      {children}
    </Line>
  );
};

interface SaidLineProps {
  review: Review;
  slot: Slot | undefined;
  /** It is about another decision, which it leads to. */
  elsewhere?: boolean;
  children?: ReactNode;
}

/** A comment, an acceptance, or what was overruled in another decision. */
export const SaidLine = ({ review, slot, elsewhere, children }: SaidLineProps) => {
  const { api, t, language } = usePortolan();
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const page = elsewhere ? api.page(`/decisions/${review.decision}`, language) : undefined;
  return (
    <Line>
      <div>
        {review.kind === 'accept' && <StandingMark standing="accepted" />}
        {review.kind === 'overrule' && <StandingMark standing="overruled" />}{' '}
        <Faint small>
          {slot ? slot.title : t('review.whole')}
          {review.product && `: ${nameIn(slot, review.product)}`}
          {review.verdict && ` → ${t(`verdict.${review.verdict}`)}`}
        </Faint>
      </div>
      {review.text && <div style={{ whiteSpace: 'pre-wrap' }}>{review.text}</div>}
      <Faint small>
        {review.until && `${t('review.until', { day: review.until })} · `}
        <Person by={review.by} /> · {when.format(new Date(review.at))}
      </Faint>{' '}
      {page && (
        <a href={page} target="_blank" rel="noreferrer" style={{ color: FAINT, fontSize: '0.75rem' }}>
          {t('decision.review')}
        </a>
      )}{' '}
      {children}
    </Line>
  );
};
