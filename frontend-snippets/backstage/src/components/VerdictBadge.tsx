import type { ReactNode } from 'react';
import type { VerdictWord } from '../api';
import { VERDICTS, toneStyle, type Tone } from '../verdicts';
import { usePortolan } from './usePortolan';

const shape = {
  display: 'inline-block',
  padding: '0.05em 0.5em',
  borderRadius: 'var(--bui-radius-2)',
  fontSize: '0.8125rem',
  lineHeight: 1.5,
} as const;

/** What is told by a colour, a sign and a word. */
export const Mark = ({ sign, tone, children }: { sign: string; tone: Tone; children: ReactNode }) => (
  <span style={{ ...shape, ...toneStyle(tone) }}>
    <span aria-hidden="true">{sign} </span>
    {children}
  </span>
);

/** A verdict; with a name, on that product. */
export const VerdictBadge = ({ verdict, name }: { verdict: VerdictWord; name?: string }) => {
  const { t } = usePortolan();
  return (
    <Mark {...VERDICTS[verdict]}>
      {name && (
        <>
          <strong>{name}</strong>{' '}
        </>
      )}
      <span style={{ whiteSpace: 'nowrap' }}>{t(`verdict.${verdict}`)}</span>
    </Mark>
  );
};
