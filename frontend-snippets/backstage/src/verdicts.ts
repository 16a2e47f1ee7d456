import type { VerdictWord, WarningKind } from './api';

type Tone = 'success' | 'info' | 'warning' | 'danger' | 'neutral';

/** A verdict is told by colour and by sign: neither alone carries it. The signs are those of Portolan's pages. */
export const VERDICTS: Record<VerdictWord, { sign: string; tone: Tone }> = {
  adopt: { sign: '✓', tone: 'success' },
  keep: { sign: '●', tone: 'success' },
  trial: { sign: '◐', tone: 'info' },
  consider: { sign: '○', tone: 'info' },
  migrate: { sign: '→', tone: 'warning' },
  avoid: { sign: '✕', tone: 'danger' },
};

export const WARNING_TONE: Record<WarningKind, 'danger' | 'warning' | 'info'> = {
  'end-of-life': 'danger',
  deprecation: 'warning',
  licence: 'warning',
  conflict: 'warning',
  limit: 'info',
  'stale-premise': 'info',
};

export const toneStyle = (tone: Tone) =>
  tone === 'neutral'
    ? { background: 'var(--bui-bg-neutral-2)', color: 'var(--bui-fg-primary)' }
    : { background: `var(--bui-bg-${tone})`, color: `var(--bui-fg-${tone}-on-bg)` };
