/** The architecture picture as data: layers of slots, the foundation lowest, as in every picture of the service.
 *
 *  The service tells a picture too, in bands of a fixed width and once it knows how firm the picks stand. That takes it
 *  longer than the decision, and a widget has any width: so what lies where is read off the decision, and what the
 *  picture says beside it comes on top. Which slots are boxes and which are only named is the picture's rule.
 */

import { slotsIn } from "./reading";
import { isUrgent } from "./texts";
import type { AreaOfSlot, Badge, DecidedSlot, Decision, PictureDocument, PictureSlot, Verdict, Warning } from "./types";

export interface Box {
  slot: DecidedSlot;
  picks: Verdict[];
  /** What is in use, and to be left. */
  leaving: Verdict[];
  warnings: Warning[];
  /** How firm the picks stand, the shakiest first; undefined until it is known. */
  badge: Badge | undefined;
  /** What the service's picture says of it, once it is there. */
  told: PictureSlot | undefined;
  /** By an answer that was given here. */
  changed: boolean;
}

export interface Layer {
  area: string;
  title: string;
  boxes: Box[];
  /** Slots that are not needed, which take less room. */
  quiet: Box[];
}

export interface LayoutInput {
  decision: Decision;
  areas: AreaOfSlot[];
  /** Ids of slots or areas to show; empty: all. */
  wanted: string[];
  picture: PictureDocument | undefined;
  changed: ReadonlySet<string>;
}

const SHAKIEST: Badge[] = ["sensitive", "may-change", "firm"];
const FIRMEST: Badge[] = ["firm", "sensitive", "may-change"];

export function layers({ decision, areas, wanted, picture, changed }: LayoutInput): Layer[] {
  const titles = new Map(areas.map((one) => [one.area, one.area_title]));
  const told = slotsIn(picture);
  const found = new Map<string, Layer>();
  for (const slot of decision.slots) {
    if (wanted.length && !wanted.includes(slot.slot) && !wanted.includes(slot.area)) continue;
    let layer = found.get(slot.area);
    if (!layer) {
      layer = { area: slot.area, title: titles.get(slot.area) ?? slot.area, boxes: [], quiet: [] };
      found.set(slot.area, layer);
    }
    const box = boxOf(slot, decision, told.get(slot.slot), changed.has(slot.slot));
    (isQuiet(box) ? layer.quiet : layer.boxes).push(box);
  }
  return [...found.values()].reverse();
}

/** Neither needed, nor is there anything to do in it, nor was there before. */
function isQuiet({ slot, told }: Box): boolean {
  return !slot.need.needed && !slot.picks.length && !told && slot.verdicts.every((one) => one.verdict === "avoid");
}

function boxOf(slot: DecidedSlot, decision: Decision, told: PictureSlot | undefined, changed: boolean): Box {
  const byProduct = new Map(slot.verdicts.map((one) => [one.product, one]));
  const badges = told?.picks.map((one) => one.badge) ?? [];
  return {
    slot,
    picks: slot.picks.flatMap((product) => byProduct.get(product) ?? []),
    leaving: slot.verdicts.filter((one) => one.verdict === "migrate"),
    warnings: decision.warnings.filter((one) => one.slots.includes(slot.slot)).sort(byUrgency),
    badge: SHAKIEST.find((one) => badges.includes(one)),
    told,
    changed,
  };
}

/** What is to be acted upon comes first. */
export const byUrgency = (one: Warning, other: Warning): number => Number(isUrgent(other.kind)) - Number(isUrgent(one.kind));

/** How many picks stand how firm, of those that are shown. */
export function tally(shown: Layer[]): [Badge, number][] {
  const badges = shown.flatMap((layer) => layer.boxes.flatMap((box) => box.told?.picks.map((one) => one.badge) ?? []));
  const counts = FIRMEST.map((badge): [Badge, number] => [badge, badges.filter((one) => one === badge).length]);
  return counts.filter(([, count]) => count);
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
