import { useState, type CSSProperties, type ReactNode } from 'react';
import { Flex, Select, Skeleton, Text } from '@backstage/ui';
import type { Comparison, Decision, SlotStatus, StoryLine, VerdictWord } from '../api';
import { STATUS_SIGNS, VERDICTS, warningTone } from '../verdicts';
import { Faint } from './Faint';
import { Refusal } from './Refusal';
import { Mark, VerdictBadge } from './VerdictBadge';
import { ReasonList } from './picture/SlotDialog';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';

/** What another edition would have said to the same profile on the same day, told slot by slot with its reasons. */
export const EditionComparison = ({ decision }: { decision: Decision }) => {
  const { api, t, language } = usePortolan();
  const [edition, setEdition] = useState<string>();
  const editions = useLoaded(() => api.editions(language), [api, language]);
  const others = (editions.value ?? []).filter(one => one.id !== decision.edition);
  if (editions.error) return <Refusal error={editions.error} onRetry={editions.retry} />;
  return (
    <Flex direction="column" gap="3">
      <Select
        label={t('compare.edition')}
        placeholder={t('compare.choose')}
        options={others.map(one => ({ id: one.id, label: `${one.id} · ${one.title}` }))}
        value={edition ?? null}
        onChange={chosen => setEdition(String(chosen))}
      />
      {edition && <Compared decision={decision} edition={edition} />}
    </Flex>
  );
};

const Compared = ({ decision, edition }: { decision: Decision; edition: string }) => {
  const { api, t, language } = usePortolan();
  const { value, error, loading, retry } = useLoaded(
    () => api.compareEditions(decision, edition, language),
    [api, decision.id, edition, language],
  );
  if (error) return <Refusal error={error} onRetry={retry} />;
  if (loading || !value) return <Skeleton width="100%" height={80} aria-label={t('compare.loading')} />;
  return <Story comparison={value} />;
};

/** What is told together: what is picked, how products are judged, what is warned of. */
const GROUPS: { key: 'picks' | 'verdicts' | 'warnings'; kinds: string[] }[] = [
  { key: 'picks', kinds: ['replaced', 'instead', 'added', 'dropped'] },
  { key: 'verdicts', kinds: ['leave', 'reassessed', 'status'] },
  { key: 'warnings', kinds: ['warned', 'unwarned'] },
];

const Story = ({ comparison }: { comparison: Comparison }) => {
  const { t } = usePortolan();
  const { before, after, counts, story } = comparison;
  if (counts.changed === 0) return <Text role="status">{t('compare.same')}</Text>;
  return (
    <>
      <Text role="status">
        {t('compare.counts', {
          before: before.edition,
          after: after.edition,
          changed: String(counts.changed),
          slots: String(counts.slots),
          added: String(counts.picks_added),
          dropped: String(counts.picks_dropped),
        })}
      </Text>
      {GROUPS.map(({ key, kinds }) => {
        const lines = story.filter(line => kinds.includes(line.kind));
        return lines.length === 0 ? null : (
          <section key={key} aria-label={t(`compare.${key}`)}>
            <Row title={<strong>{t(`compare.${key}`)}</strong>}>
              <Faint small>{before.edition}</Faint>
              <span />
              <Faint small>{after.edition}</Faint>
            </Row>
            {lines.map(line => (
              <Change key={`${line.slot} ${line.kind} ${line.text}`} line={line} />
            ))}
          </section>
        );
      })}
    </>
  );
};

const columns: CSSProperties = {
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) 1.5rem minmax(0, 1fr)',
  alignItems: 'baseline',
  flex: '3 1 min(100%, 20rem)',
};

/** One line: what it is about, before, an arrow, after. On a phone the title stands above. */
const Row = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: '0 var(--bui-space-3)' }}>
    <div style={{ flex: '1 1 min(100%, 10rem)' }}>{title}</div>
    <div style={columns}>{children}</div>
  </div>
);

const Change = ({ line }: { line: StoryLine }) => {
  const { t } = usePortolan();
  return (
    <div style={{ padding: 'var(--bui-space-2) 0', borderBlockStart: '1px solid var(--bui-border-1)' }}>
      <Row title={line.title}>
        <Side line={line} side="before" />
        <span role="img" aria-label={t('compare.becomes')}>
          →
        </span>
        <Side line={line} side="after" />
      </Row>
      {line.reasons.length > 0 && (
        <details>
          <summary style={{ cursor: 'pointer', fontSize: '0.8125rem' }}>{t('slot.why')}</summary>
          <ReasonList reasons={line.reasons} />
        </details>
      )}
    </div>
  );
};

const Side = ({ line, side }: { line: StoryLine; side: 'before' | 'after' }) => {
  const { t } = usePortolan();
  const names = (products: { name: string }[]) => products.map(one => one.name).join(', ');
  const none = <Faint>{t('compare.none')}</Faint>;
  if (line.kind === 'warned' || line.kind === 'unwarned') {
    const there = side === (line.kind === 'warned' ? 'after' : 'before');
    if (!there || !line.warning) return none;
    const { kind, date } = line.warning;
    return (
      <span>
        <Mark sign="▲" tone={warningTone(kind)}>
          <strong>{names(line.products)}</strong> {t(`warning.${kind}`)} {date}
        </Mark>
      </span>
    );
  }
  if (line.kind === 'status') {
    const status = line.verdicts?.[side] as SlotStatus | null | undefined;
    return status ? <span>{`${STATUS_SIGNS[status]} ${t(`status.${status}`)}`}</span> : none;
  }
  if (line.verdicts) {
    const verdict = line.verdicts[side] as VerdictWord | null;
    return verdict && verdict in VERDICTS ? (
      <span>
        <VerdictBadge verdict={verdict} name={names(line.products)} />
      </span>
    ) : (
      none
    );
  }
  const shown = side === 'before' ? line.instead_of : line.products;
  return shown.length > 0 ? <strong>{names(shown)}</strong> : none;
};
