import { useState } from 'react';
import { Flex, Text } from '@backstage/ui';
import type { AreaTitles, Decision, Slot, Warning } from '../api';
import { VERDICTS } from '../verdicts';
import { SlotDialog } from './SlotDialog';
import { VerdictBadge } from './VerdictBadge';
import { usePortolan } from './usePortolan';

/** The needed slots of a decision in layers, one an area. A slot opens its reasons. */
export const ArchitecturePicture = ({ decision, areas }: { decision: Decision; areas: AreaTitles }) => {
  const { t } = usePortolan();
  const [opened, setOpened] = useState<string>();
  const shown = decision.slots.filter(slot => slot.status !== 'not-needed');
  const left = decision.slots.filter(slot => slot.status === 'not-needed');
  const slot = decision.slots.find(one => one.slot === opened);
  return (
    <Flex direction="column" gap="2">
      {[...new Set(shown.map(one => one.area))].map(area => (
        <Layer key={area} title={areas[area] ?? area} slots={shown.filter(one => one.area === area)}>
          {one => <SlotBox key={one.slot} slot={one} warnings={of(decision, one)} onOpen={() => setOpened(one.slot)} />}
        </Layer>
      ))}
      {left.length > 0 && (
        <Text color="secondary" variant="body-small">
          {t('decision.notNeeded', { titles: left.map(one => one.title).join(', ') })}
        </Text>
      )}
      <Legend />
      {slot && <SlotDialog slot={slot} warnings={of(decision, slot)} onClose={() => setOpened(undefined)} />}
    </Flex>
  );
};

const of = (decision: Decision, slot: Slot): Warning[] =>
  decision.warnings.filter(warning => warning.slots.includes(slot.slot));

const Layer = (props: { title: string; slots: Slot[]; children: (slot: Slot) => React.ReactNode }) => (
  <section
    aria-label={props.title}
    style={{
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 13rem), 1fr))',
      gap: 'var(--bui-space-2)',
      padding: 'var(--bui-space-3)',
      borderRadius: 'var(--bui-radius-3)',
      background: 'var(--bui-bg-neutral-2)',
    }}
  >
    <div style={{ gridColumn: '1 / -1' }}>
      <Text as="h4" variant="body-medium" weight="bold">
        {props.title}
      </Text>
    </div>
    {props.slots.map(props.children)}
  </section>
);

const SlotBox = ({ slot, warnings, onOpen }: { slot: Slot; warnings: Warning[]; onOpen: () => void }) => {
  const { t } = usePortolan();
  const picks = slot.picks.map(pick => slot.verdicts.find(one => one.product === pick)).filter(one => one !== undefined);
  // What is in use and to be left is part of the picture, too.
  const leaving = slot.verdicts.filter(one => one.verdict === 'migrate' && !slot.picks.includes(one.product));
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-haspopup="dialog"
      style={{
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'flex-start',
        gap: 'var(--bui-space-1)',
        padding: 'var(--bui-space-2) var(--bui-space-3)',
        font: 'inherit',
        textAlign: 'start',
        color: 'var(--bui-fg-primary)',
        background: 'var(--bui-bg-neutral-1)',
        border: `1px ${slot.status === 'decided' ? 'solid' : 'dashed'} var(--bui-border-2)`,
        borderRadius: 'var(--bui-radius-2)',
        cursor: 'pointer',
      }}
    >
      <span style={{ fontSize: '0.8125rem', color: 'var(--bui-fg-secondary)' }}>
        {slot.title}
        {slot.status !== 'decided' && ` · ${t(`status.${slot.status}`)}`}
      </span>
      {[...picks, ...leaving].map(one => (
        <VerdictBadge key={one.product} verdict={one.verdict} name={one.name} />
      ))}
      {picks.length === 0 && <span style={{ fontSize: '0.875rem' }}>{t('decision.nothing')}</span>}
      {warnings.map(warning => (
        <span key={warning.text} style={{ fontSize: '0.8125rem', color: 'var(--bui-fg-warning-on-bg)' }}>
          <span aria-hidden="true">▲ </span>
          {t(`warning.${warning.kind}`)} {warning.date}
        </span>
      ))}
    </button>
  );
};

const Legend = () => {
  const { t } = usePortolan();
  return (
    <ul
      aria-label={t('decision.legend')}
      style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--bui-space-2)', listStyle: 'none', padding: 0, margin: 0 }}
    >
      {(Object.keys(VERDICTS) as (keyof typeof VERDICTS)[]).map(verdict => (
        <li key={verdict}>
          <VerdictBadge verdict={verdict} />
        </li>
      ))}
    </ul>
  );
};
