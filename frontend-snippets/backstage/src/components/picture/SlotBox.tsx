import type { CSSProperties } from 'react';
import type { Badge, Overruled, PicturePick, PictureSlot } from '../../api';
import { BADGES, STANDINGS, STATUS_SIGNS, isUrgent, toneInk } from '../../verdicts';
import { FAINT } from '../Faint';
import { Mark, VerdictBadge } from '../VerdictBadge';
import { usePortolan } from '../usePortolan';

export const pressable: CSSProperties = {
  position: 'relative',
  font: 'inherit',
  textAlign: 'start',
  color: 'var(--bui-fg-primary)',
  borderRadius: 'var(--bui-radius-2)',
  cursor: 'pointer',
};

const small: CSSProperties = { fontSize: '0.8125rem' };

interface SlotBoxProps {
  slot: PictureSlot;
  /** Verdicts in it that reviewers do not let count. */
  overruled: Overruled[];
  onOpen: () => void;
}

/**
 * A slot: its picks with how firm they stand, what is to be left, what reviewers overruled, what is warned of, and what
 * it was before.
 */
export const SlotBox = ({ slot, overruled, onOpen }: SlotBoxProps) => (
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
      border: slot.change ? '2px solid var(--bui-fg-primary)' : '1px solid var(--bui-border-2)',
    }}
  >
    {slot.change && <Change word={slot.change.word} />}
    <span style={{ ...small, color: FAINT }}>
      {slot.title}
      <Status slot={slot} />
    </span>
    {slot.picks.map(pick => (
      <Pick key={pick.product} pick={pick} />
    ))}
    {slot.note && <span style={small}>{slot.note}</span>}
    {slot.leaving.map(one => (
      <span key={one.product}>
        <VerdictBadge verdict={one.verdict} name={one.name} />
        {one.by_text && <span style={{ ...small, display: 'block' }}>{one.by_text}</span>}
      </span>
    ))}
    {overruled.map(one => (
      <OverruledHere key={one.review} overruled={one} slot={slot} />
    ))}
    {slot.warnings.filter(isUrgent).map(warning => (
      <span key={warning.text} style={{ ...small, color: toneInk('warning') }}>
        <span aria-hidden="true">▲ </span>
        {isAlone(slot, warning.product) ? '' : `${warning.name}: `}
        {warning.label}
      </span>
    ))}
    {slot.change?.text && <span style={{ ...small, color: FAINT }}>{slot.change.text}</span>}
  </button>
);

/** Does the slot show nothing else that a warning could be taken to be about? */
const isAlone = ({ picks, leaving }: PictureSlot, product: string) =>
  [...picks, ...leaving].every(one => one.product === product);

/** Most slots are open, and a sign says it; what has to be settled by people is said in words. */
const Status = ({ slot }: { slot: PictureSlot }) => {
  if (slot.status === 'decided') return null;
  return (
    <>
      <span aria-hidden="true" title={slot.status_text}>
        {`\u00a0${STATUS_SIGNS[slot.status]}`}
      </span>
      {slot.status === 'open' ? <span style={heard}>, {slot.status_text}</span> : ` ${slot.status_text}`}
    </>
  );
};

/** For who hears the page and does not see it. */
const heard: CSSProperties = { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' };

/** In the frame, as a tab in its corner, so that it takes no room from the title. */
const Change = ({ word }: { word: string }) => (
  <span
    style={{
      position: 'absolute',
      insetBlockStart: '-0.6rem',
      insetInlineEnd: '0.5rem',
      padding: '0 0.4em',
      borderRadius: 'var(--bui-radius-1)',
      fontSize: '0.75rem',
      lineHeight: 1.4,
      background: 'var(--bui-fg-primary)',
      color: 'var(--bui-bg-neutral-1)',
    }}
  >
    {word}
  </span>
);

/** That a verdict does not count, and what counts instead; the reasons are a click away. */
const OverruledHere = ({ overruled, slot }: { overruled: Overruled; slot: PictureSlot }) => {
  const { t } = usePortolan();
  const { product, verdict, instead } = overruled;
  const name = [...slot.picks, ...slot.leaving].find(one => one.product === product)?.name ?? product;
  return (
    <Mark {...STANDINGS.overruled}>
      <strong>{name}</strong> {t('standing.overruled')}: {t(`verdict.${verdict}`)}
      {instead && ` → ${t(`verdict.${instead}`)}`}
    </Mark>
  );
};

const inkOf = (badge: Badge) => {
  const { tone } = BADGES[badge];
  return tone ? toneInk(tone) : FAINT;
};

const Pick = ({ pick }: { pick: PicturePick }) => (
  <span>
    <VerdictBadge verdict={pick.verdict} name={pick.name} />
    <span style={{ ...small, display: 'block', color: inkOf(pick.badge) }}>{pick.badge_text}</span>
  </span>
);
