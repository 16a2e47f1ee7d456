import { useState, type CSSProperties } from 'react';
import { Flex, Text } from '@backstage/ui';
import type { Decision, Picture, PictureArea, Standing } from '../../api';
import { STATUS_SIGNS } from '../../verdicts';
import { FAINT, Faint } from '../Faint';
import { usePortolan } from '../usePortolan';
import { Legend } from './Legend';
import { SlotBox, pressable } from './SlotBox';
import { SlotDialog } from './SlotDialog';

interface ArchitecturePictureProps {
  decision: Decision;
  /** The layout, the marks and the words in it come from the service. */
  picture: Picture;
  standing: Standing | undefined;
}

/** The slots of a decision in bands of areas. Each slot opens its reasons; those that nobody asks for are small. */
export const ArchitecturePicture = ({ decision, picture, standing }: ArchitecturePictureProps) => {
  const [opened, setOpened] = useState<string>();
  const slot = decision.slots.find(one => one.slot === opened);
  return (
    <Flex direction="column" gap="2">
      {picture.since && <Faint as="p">{picture.since.text}</Faint>}
      {picture.bands.map(band => (
        <div key={band.areas.map(area => area.area).join()} style={{ ...wrapping, alignItems: 'stretch' }}>
          {band.areas.map(area => (
            <Area key={area.area} area={area} decision={decision} standing={standing} onOpen={setOpened} />
          ))}
        </div>
      ))}
      <Legend changes={picture.since !== null} />
      {slot && (
        <SlotDialog
          decision={decision}
          slot={slot}
          standing={standing?.slots.find(one => one.slot === slot.slot)}
          onClose={() => setOpened(undefined)}
        />
      )}
    </Flex>
  );
};

const wrapping: CSSProperties = { display: 'flex', flexWrap: 'wrap', gap: 'var(--bui-space-2)' };
/** Widths in rem: a name of two words fits into the narrowest box, and the widest is not all air. */
const NARROWEST = 10.5;
const WIDEST = 22;
const GAP = 0.5;
const PADDING = 0.75;

/** As wide as its boxes side by side, which wrap where there is less room: in two even rows where there are many. */
const widthOf = (columns: number) => columns * NARROWEST + (columns - 1) * GAP + 2 * PADDING;
const EVEN = 5;
const columnsOf = (slots: number): CSSProperties => {
  const row = slots > EVEN ? Math.ceil(slots / 2) : slots;
  const share = `(100% - ${(row - 1) * GAP}rem) / ${row}`;
  return {
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, max(${NARROWEST}rem, ${share})), 1fr))`,
    gap: `${GAP}rem`,
    maxWidth: `${slots * WIDEST}rem`,
  };
};

interface AreaProps {
  area: PictureArea;
  decision: Decision;
  standing: Standing | undefined;
  onOpen: (slot: string) => void;
}

const Area = ({ area, decision, standing, onOpen }: AreaProps) => (
  <section
    aria-label={area.title}
    style={{
      flex: `${area.columns} 1 min(100%, ${widthOf(area.columns)}rem)`,
      // By itself a grid with a greatest width asks for all the columns that this could hold, and on a phone runs out of view.
      minWidth: 0,
      display: 'flex',
      flexDirection: 'column',
      gap: 'var(--bui-space-2)',
      boxSizing: 'border-box',
      padding: `${PADDING}rem`,
      borderRadius: 'var(--bui-radius-3)',
      background: 'var(--bui-bg-neutral-2)',
    }}
  >
    <Text as="h4" variant="body-medium" weight="bold">
      {area.title}
    </Text>
    {area.slots.length > 0 && (
      <div style={columnsOf(area.slots.length)}>
        {area.slots.map(slot => (
          <SlotBox
            key={slot.slot}
            slot={slot}
            overruled={standing?.slots.find(one => one.slot === slot.slot)?.overruled ?? []}
            onOpen={() => onOpen(slot.slot)}
          />
        ))}
      </div>
    )}
    <NotNeeded area={area} decision={decision} onOpen={onOpen} />
  </section>
);

const NotNeeded = ({ area, decision, onOpen }: Omit<AreaProps, 'standing'>) => {
  const { t } = usePortolan();
  if (area.not_needed.length === 0) return null;
  const sign = (slot: string) => {
    const status = decision.slots.find(one => one.slot === slot)?.status;
    return status === undefined || status === 'not-needed' ? null : ` ${STATUS_SIGNS[status]}`;
  };
  return (
    <div style={{ ...wrapping, gap: 'var(--bui-space-1)', fontSize: '0.8125rem', alignItems: 'baseline', color: FAINT }}>
      <span>{t('decision.idle')}</span>
      {area.not_needed.map(({ slot, title }) => (
        <button
          key={slot}
          type="button"
          onClick={() => onOpen(slot)}
          aria-haspopup="dialog"
          style={{ ...pressable, color: 'inherit', background: 'none', border: '1px dashed var(--bui-border-2)' }}
        >
          {title}
          {sign(slot)}
        </button>
      ))}
    </div>
  );
};
