import { useState, type CSSProperties, type ReactNode } from 'react';
import { Flex, Text } from '@backstage/ui';
import type { AreaTitles, Decision, Slot, Warning } from '../api';
import { STATUS_SIGNS, VERDICTS, isUrgent } from '../verdicts';
import { FAINT } from './Faint';
import { SlotDialog } from './SlotDialog';
import { VerdictBadge } from './VerdictBadge';
import { usePortolan } from './usePortolan';

/** The slots of a decision in layers, one an area. Each slot opens its reasons; those that nobody asks for are small. */
export const ArchitecturePicture = ({ decision, areas }: { decision: Decision; areas: AreaTitles }) => {
  const [opened, setOpened] = useState<string>();
  const slot = decision.slots.find(one => one.slot === opened);
  return (
    <Flex direction="column" gap="2">
      {[...new Set(decision.slots.map(one => one.area))].map(area => (
        <Layer
          key={area}
          title={areas[area] ?? area}
          slots={decision.slots.filter(one => one.area === area)}
          warnings={decision.warnings}
          onOpen={setOpened}
        />
      ))}
      <Legend />
      {slot && (
        <SlotDialog slot={slot} warnings={of(decision.warnings, slot)} onClose={() => setOpened(undefined)} />
      )}
    </Flex>
  );
};

const of = (warnings: Warning[], slot: Slot): Warning[] =>
  warnings.filter(warning => warning.slots.includes(slot.slot));

/** The verdicts that a slot is drawn with: its picks, and what is in use and to be left. */
const drawn = (slot: Slot) => [
  ...slot.picks.map(pick => slot.verdicts.find(one => one.product === pick)).filter(one => one !== undefined),
  ...slot.verdicts.filter(one => one.verdict === 'migrate' && !slot.picks.includes(one.product)),
];

/** For who hears the page and does not see it. */
const heard: CSSProperties = { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' };

/** Whom a warning is about, where the slot shows anything else that it could be taken to be about. */
function warned(slot: Slot, { product }: Warning): string {
  const shown = drawn(slot).map(one => one.product);
  const name = slot.verdicts.find(one => one.product === product)?.name;
  return name && (shown.length !== 1 || shown[0] !== product) ? `${name}: ` : '';
}

const isIdle = (slot: Slot) => !slot.need.needed && drawn(slot).length === 0;

const wrapping: CSSProperties = { display: 'flex', flexWrap: 'wrap', gap: 'var(--bui-space-2)' };
const pressable: CSSProperties = {
  position: 'relative',
  font: 'inherit',
  textAlign: 'start',
  color: 'var(--bui-fg-primary)',
  borderRadius: 'var(--bui-radius-2)',
  cursor: 'pointer',
};

interface LayerProps {
  title: string;
  slots: Slot[];
  warnings: Warning[];
  onOpen: (slot: string) => void;
}

const Layer = ({ title, slots, warnings, onOpen }: LayerProps) => {
  const idle = slots.filter(isIdle);
  return (
    <section
      aria-label={title}
      style={{
        ...wrapping,
        padding: 'var(--bui-space-3)',
        borderRadius: 'var(--bui-radius-3)',
        background: 'var(--bui-bg-neutral-2)',
      }}
    >
      <div style={{ flex: '1 1 8rem' }}>
        <Text as="h4" variant="body-medium" weight="bold">
          {title}
        </Text>
      </div>
      <div style={{ flex: '10 1 min(100%, 30rem)', display: 'flex', flexDirection: 'column', gap: 'var(--bui-space-2)' }}>
        <div
          style={{
            display: 'grid',
            gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 11.5rem), 1fr))',
            gap: 'var(--bui-space-2)',
          }}
        >
          {slots.filter(slot => !isIdle(slot)).map(slot => (
            <SlotBox key={slot.slot} slot={slot} warnings={of(warnings, slot)} onOpen={() => onOpen(slot.slot)} />
          ))}
        </div>
        {idle.length > 0 && <Idle slots={idle} onOpen={onOpen} />}
      </div>
    </section>
  );
};

const Status = ({ slot }: { slot: Slot }) => {
  const { t } = usePortolan();
  if (slot.status === 'decided') return null;
  return (
    <>
      <span aria-hidden="true" title={t(`status.${slot.status}`)}>
        {`\u00a0${STATUS_SIGNS[slot.status]}`}
      </span>
      <span style={heard}>, {t(`status.${slot.status}`)}</span>
    </>
  );
};

const SlotBox = ({ slot, warnings, onOpen }: { slot: Slot; warnings: Warning[]; onOpen: () => void }) => {
  const { t } = usePortolan();
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-haspopup="dialog"
      style={{
        ...pressable,
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'flex-start',
        gap: 'var(--bui-space-1)',
        padding: 'var(--bui-space-2) var(--bui-space-3)',
        background: 'var(--bui-bg-neutral-1)',
        border: `1px ${slot.status === 'decided' ? 'solid' : 'dashed'} var(--bui-border-2)`,
      }}
    >
      <span style={{ fontSize: '0.8125rem', color: FAINT }}>
        {slot.title}
        <Status slot={slot} />
      </span>
      {drawn(slot).map(one => (
        <VerdictBadge key={one.product} verdict={one.verdict} name={one.name} />
      ))}
      {slot.picks.length === 0 && <span style={{ fontSize: '0.875rem' }}>{t('decision.nothing')}</span>}
      {warnings.filter(isUrgent).map(warning => (
        <span key={warning.text} style={{ fontSize: '0.8125rem', color: 'var(--bui-fg-warning-on-bg)' }}>
          <span aria-hidden="true">▲ </span>
          {warned(slot, warning)}
          {t(`warning.${warning.kind}`)} {warning.date}
        </span>
      ))}
    </button>
  );
};

const Idle = ({ slots, onOpen }: { slots: Slot[]; onOpen: (slot: string) => void }) => {
  const { t } = usePortolan();
  return (
    <div style={{ ...wrapping, fontSize: '0.8125rem', alignItems: 'baseline', color: FAINT }}>
      <span>{t('decision.idle')}</span>
      {slots.map(slot => (
        <button
          key={slot.slot}
          type="button"
          onClick={() => onOpen(slot.slot)}
          aria-haspopup="dialog"
          style={{ ...pressable, color: 'inherit', background: 'none', border: '1px dashed var(--bui-border-2)' }}
        >
          {slot.title}
          <Status slot={slot} />
        </button>
      ))}
    </div>
  );
};

const Legend = () => {
  const { t } = usePortolan();
  const listed = (key: string, shown: ReactNode) => <li key={key}>{shown}</li>;
  return (
    <ul
      aria-label={t('decision.legend')}
      style={{ ...wrapping, listStyle: 'none', padding: 0, margin: 0, fontSize: '0.8125rem' }}
    >
      {(Object.keys(VERDICTS) as (keyof typeof VERDICTS)[]).map(verdict =>
        listed(verdict, <VerdictBadge verdict={verdict} />),
      )}
      {(['open', 'contested', 'unserved'] as const).map(status =>
        listed(status, `${STATUS_SIGNS[status]} ${t(`status.${status}`)}`),
      )}
    </ul>
  );
};
