import type { CSSProperties } from 'react';
import type { SlotStatus, VerdictWord, Warning, WarningKind } from './api';

type Tone = 'success' | 'info' | 'warning' | 'danger';

/** A verdict is told by colour, sign and word. The signs are those of Portolan's pages: for, neither, leave, against. */
export const VERDICTS: Record<VerdictWord, { sign: string; tone: Tone }> = {
  adopt: { sign: '✓', tone: 'success' },
  keep: { sign: '✓', tone: 'success' },
  trial: { sign: '✓', tone: 'success' },
  consider: { sign: '–', tone: 'info' },
  migrate: { sign: '→', tone: 'warning' },
  avoid: { sign: '✕', tone: 'danger' },
};

export const STATUS_SIGNS: Record<SlotStatus, string> = {
  decided: '✓',
  open: '?',
  contested: '≠',
  unserved: '!',
  'not-needed': '–',
};

/** What has to be acted upon comes first; what is merely to be known comes after it. */
const WARNINGS: Record<WarningKind, { tone: Exclude<Tone, 'success'>; urgent: boolean }> = {
  'end-of-life': { tone: 'danger', urgent: true },
  deprecation: { tone: 'warning', urgent: true },
  licence: { tone: 'warning', urgent: true },
  conflict: { tone: 'warning', urgent: true },
  limit: { tone: 'info', urgent: false },
  'stale-premise': { tone: 'info', urgent: false },
};

export const warningTone = (kind: WarningKind) => WARNINGS[kind].tone;
export const isUrgent = (warning: Warning) => WARNINGS[warning.kind].urgent;

export const toneStyle = (tone: Tone): CSSProperties => ({
  background: `var(--bui-bg-${tone})`,
  color: `var(--bui-fg-${tone}-on-bg)`,
});
