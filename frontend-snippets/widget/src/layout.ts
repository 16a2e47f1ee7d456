/** The architecture picture as data: layers of slots, in the order of the architecture. */

import type { AreaOfSlot, Badge, DecidedSlot, Decision, Robustness, Verdict, Warning } from "./types";

export interface Box {
  slot: DecidedSlot;
  picks: Verdict[];
  warnings: Warning[];
  /** How firm the picks stand, the shakiest first; undefined until it is known. */
  badge: Badge | undefined;
  changed: boolean;
}

export interface Layer {
  area: string;
  title: string;
  boxes: Box[];
  /** Slots without a pick, which take less room. */
  quiet: Box[];
}

export interface LayoutInput {
  decision: Decision;
  areas: AreaOfSlot[];
  /** Ids of slots or areas to show; empty: all. */
  wanted: string[];
  robustness: Robustness | undefined;
  changed: ReadonlySet<string>;
}

const SHAKIEST: Badge[] = ["sensitive", "may-change", "firm"];

export function layers({ decision, areas, wanted, robustness, changed }: LayoutInput): Layer[] {
  const titles = new Map(areas.map((one) => [one.area, one.area_title]));
  const found = new Map<string, Layer>();
  for (const slot of decision.slots) {
    if (wanted.length && !wanted.includes(slot.slot) && !wanted.includes(slot.area)) continue;
    let layer = found.get(slot.area);
    if (!layer) {
      layer = { area: slot.area, title: titles.get(slot.area) ?? slot.area, boxes: [], quiet: [] };
      found.set(slot.area, layer);
    }
    const box = boxOf(slot, decision, robustness, changed);
    (isQuiet(slot) ? layer.quiet : layer.boxes).push(box);
  }
  return [...found.values()];
}

/** What has no pick but says something (every product is ruled out, one is to be left) takes its room as well. */
function isQuiet(slot: DecidedSlot): boolean {
  if (slot.picks.length) return false;
  return slot.status !== "unserved" && slot.status !== "contested" && !slot.verdicts.some((one) => one.verdict === "migrate");
}

function boxOf(
  slot: DecidedSlot,
  decision: Decision,
  robustness: Robustness | undefined,
  changed: ReadonlySet<string>,
): Box {
  const byProduct = new Map(slot.verdicts.map((one) => [one.product, one]));
  const badges = robustness?.picks.filter((one) => one.slot === slot.slot).map((one) => one.badge) ?? [];
  return {
    slot,
    picks: slot.picks.flatMap((product) => byProduct.get(product) ?? []),
    warnings: decision.warnings.filter((one) => one.slots.includes(slot.slot)),
    badge: SHAKIEST.find((one) => badges.includes(one)),
    changed: changed.has(slot.slot),
  };
}

/** The slots whose picks or verdicts differ between two decisions. */
export function changedSlots(before: Decision, after: Decision): Set<string> {
  const told = (slot: DecidedSlot) => JSON.stringify([slot.picks, slot.verdicts.map((one) => [one.product, one.verdict])]);
  const known = new Map(before.slots.map((slot) => [slot.slot, told(slot)]));
  return new Set(after.slots.filter((slot) => known.get(slot.slot) !== told(slot)).map((slot) => slot.slot));
}

/** What products are called, as far as a decision tells. */
export function namesIn(decision: Decision): Map<string, string> {
  return new Map(decision.slots.flatMap((slot) => slot.verdicts.map((one) => [one.product, one.name] as const)));
}
