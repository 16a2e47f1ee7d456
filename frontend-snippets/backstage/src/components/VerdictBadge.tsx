import { VERDICTS, toneStyle } from '../verdicts';
import type { VerdictWord } from '../api';
import { usePortolan } from './usePortolan';

const shape = {
  display: 'inline-block',
  padding: '0.05em 0.5em',
  borderRadius: 'var(--bui-radius-2)',
  fontSize: '0.8125rem',
  lineHeight: 1.5,
} as const;

/** A verdict by colour, sign and word; with a name, on that product. */
export const VerdictBadge = ({ verdict, name }: { verdict: VerdictWord; name?: string }) => {
  const { t } = usePortolan();
  const { sign, tone } = VERDICTS[verdict];
  return (
    <span style={{ ...shape, ...toneStyle(tone) }}>
      <span aria-hidden="true">{sign} </span>
      {name && (
        <>
          <strong>{name}</strong>{' '}
        </>
      )}
      <span style={{ whiteSpace: 'nowrap' }}>{t(`verdict.${verdict}`)}</span>
    </span>
  );
};
