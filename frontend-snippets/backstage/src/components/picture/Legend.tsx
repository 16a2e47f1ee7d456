import type { ReactNode } from 'react';
import type { Badge, VerdictWord } from '../../api';
import { BADGES, CHANGES, STATUS_SIGNS, VERDICTS } from '../../verdicts';
import { VerdictBadge } from '../VerdictBadge';
import { usePortolan } from '../usePortolan';

const STATUSES = ['open', 'contested', 'unserved'] as const;

/** What the signs in the picture mean. */
export const Legend = ({ changes }: { changes: boolean }) => {
  const { t } = usePortolan();
  return (
    <details style={{ fontSize: '0.8125rem' }}>
      <summary style={{ cursor: 'pointer' }}>{t('decision.legend')}</summary>
      <dl style={{ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: 'var(--bui-space-1) var(--bui-space-3)' }}>
        {(Object.keys(VERDICTS) as VerdictWord[]).map(verdict => (
          <Row key={verdict} sign={<VerdictBadge verdict={verdict} />} meaning={t(`means.verdict.${verdict}`)} />
        ))}
        {(Object.keys(BADGES) as Badge[]).map(badge => (
          <Row
            key={badge}
            sign={`${BADGES[badge].sign} ${t(`badge.${badge}`)}`}
            meaning={t(`means.badge.${badge}`)}
          />
        ))}
        {STATUSES.map(status => (
          <Row
            key={status}
            sign={`${STATUS_SIGNS[status]} ${t(`status.${status}`)}`}
            meaning={t(`means.status.${status}`)}
          />
        ))}
        {changes && <Row sign={CHANGES.map(kind => t(`change.${kind}`)).join(' · ')} meaning={t('means.change')} />}
      </dl>
    </details>
  );
};

const Row = ({ sign, meaning }: { sign: ReactNode; meaning: string }) => (
  <>
    <dt>{sign}</dt>
    <dd style={{ margin: 0 }}>{meaning}</dd>
  </>
);
