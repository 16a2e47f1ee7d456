import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity, useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Flex, Link, Skeleton } from '@backstage/ui';
import type { Decision } from '../api';
import { Summary } from './DecisionView';
import { useDecisionOfEntity } from './EntityPortolanContent';
import { Faint } from './Faint';
import { Panel } from './Panel';
import { Refusal } from './Refusal';
import { VerdictBadge } from './VerdictBadge';
import { Warnings } from './Warnings';
import { usePortolan } from './usePortolan';

const MOST_WARNINGS = 3;
const MOST_PICKS = 8;

/** What matters most of an entity's decision: what to leave, what to take up, what to be warned of. */
export const EntityPortolanCard = () => {
  const { t } = usePortolan();
  const { value, error, retry } = useDecisionOfEntity();
  return (
    <Panel title={t('entity.title')}>
      {error && <Refusal error={error} onRetry={retry} />}
      {value && <Short decision={value} />}
      {!value && !error && (
        <div role="status" aria-label={t('decision.loading')}>
          <Skeleton width="100%" height={120} />
        </div>
      )}
    </Panel>
  );
};

const Short = ({ decision }: { decision: Decision }) => {
  const { t } = usePortolan();
  const { entity } = useEntity();
  const tab = `${useEntityRefLink()(stringifyEntityRef(entity))}/portolan`;
  const leaving = decision.slots.flatMap(slot => slot.verdicts.filter(one => one.verdict === 'migrate'));
  const picks = decision.slots.flatMap(slot => slot.verdicts.filter(one => slot.picks.includes(one.product)));
  const told = [...new Map([...leaving, ...picks].map(one => [one.product, one])).values()];
  const rest = told.length - MOST_PICKS;
  return (
    <Flex direction="column" gap="3">
      <Summary decision={decision} />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--bui-space-1)' }}>
        {told.slice(0, MOST_PICKS).map(one => (
          <VerdictBadge key={one.product} verdict={one.verdict} name={one.name} />
        ))}
        {rest > 0 && <Faint>{t('entity.morePicks', { number: String(rest) })}</Faint>}
      </div>
      {decision.warnings.length > 0 && <Warnings warnings={decision.warnings} most={MOST_WARNINGS} />}
      <Link href={tab}>{t('entity.more')}</Link>
    </Flex>
  );
};
