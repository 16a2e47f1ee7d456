import type { CSSProperties } from 'react';
import type { Badge, ChangeKind, SlotStatus, StandingWord, VerdictWord, Waiver, Warning, WarningKind } from './api';

export type Tone = 'success' | 'info' | 'warning' | 'danger';

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

/** How firm a pick stands. */
export const BADGES: Record<Badge, { sign: string; tone: Tone | undefined }> = {
  firm: { sign: '✓', tone: undefined },
  sensitive: { sign: '!', tone: 'warning' },
  'may-change': { sign: '?', tone: 'info' },
};

export const CHANGES: ChangeKind[] = ['new', 'changed', 'gone'];

export const STANDINGS: Record<StandingWord, { sign: string; tone: Tone }> = {
  accepted: { sign: '✓', tone: 'success' },
  overruled: { sign: '≠', tone: 'warning' },
  pending: { sign: '…', tone: 'info' },
};

export const WAIVER_STATES: Record<Waiver['state'], { sign: string; tone: Tone }> = {
  active: { sign: '✓', tone: 'success' },
  reopened: { sign: '!', tone: 'danger' },
  expired: { sign: '–', tone: 'warning' },
  withdrawn: { sign: '–', tone: 'info' },
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
export const isUrgent = (warning: Pick<Warning, 'kind'>) => WARNINGS[warning.kind].urgent;

/** The colours of the portal's theme in which a tone is told, in Backstage's own words for them. */
const COLOURS: Record<Tone, string> = {
  success: 'positive',
  info: 'announcement',
  warning: 'warning',
  danger: 'negative',
};

/** The colour of words on a card. */
export const toneInk = (tone: Tone): string => `var(--bui-${COLOURS[tone]}-fg-subdued)`;

/** A ground that forty marks on one screen can have: the theme's own one is for a single message. */
export const toneStyle = (tone: Tone): CSSProperties => ({
  background: `color-mix(in srgb, var(--bui-${COLOURS[tone]}-bg-subdued) 45%, var(--bui-bg-neutral-1))`,
  color: toneInk(tone),
});
