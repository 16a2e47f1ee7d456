import { useState } from 'react';
import { Flex, Select, Skeleton, Text } from '@backstage/ui';
import type { Comparison, Decision } from '../api';
import { Refusal } from './Refusal';
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
      <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
        {story.map(line => (
          <li key={`${line.slot} ${line.kind} ${line.text}`}>
            <strong>{line.title}</strong>: {line.text}
            {line.reasons.length > 0 && (
              <details>
                <summary>{t('slot.why')}</summary>
                {line.reasons.map(reason => (
                  <p key={reason.rule} style={{ margin: 'var(--bui-space-1) 0' }}>
                    {reason.text}
                  </p>
                ))}
              </details>
            )}
          </li>
        ))}
      </ul>
    </>
  );
};
