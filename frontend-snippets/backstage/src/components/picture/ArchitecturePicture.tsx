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
            <Area key={area.area} area={area} decision={decision} onOpen={setOpened} />
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
/** A box is as narrow as this at most, in rem: then a word like "OpenTelemetry" still fits. */
const NARROWEST = 10.5;

interface AreaProps {
  area: PictureArea;
  decision: Decision;
  onOpen: (slot: string) => void;
}

const Area = ({ area, decision, onOpen }: AreaProps) => (
  <section
    aria-label={area.title}
    style={{
      flex: `${area.columns} 1 min(100%, ${area.columns * NARROWEST}rem)`,
      display: 'flex',
      flexDirection: 'column',
      gap: 'var(--bui-space-2)',
      padding: 'var(--bui-space-3)',
      borderRadius: 'var(--bui-radius-3)',
      background: 'var(--bui-bg-neutral-2)',
    }}
  >
    <Text as="h4" variant="body-medium" weight="bold">
      {area.title}
    </Text>
    {area.slots.length > 0 && (
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${NARROWEST - 1}rem), 1fr))`,
          gap: 'var(--bui-space-2)',
        }}
      >
        {area.slots.map(slot => (
          <SlotBox key={slot.slot} slot={slot} onOpen={() => onOpen(slot.slot)} />
        ))}
      </div>
    )}
    <NotNeeded area={area} decision={decision} onOpen={onOpen} />
  </section>
);

const NotNeeded = ({ area, decision, onOpen }: AreaProps) => {
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
