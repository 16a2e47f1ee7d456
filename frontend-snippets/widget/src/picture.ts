/** The picture: a band for each layer, a box for each slot. A box is a button that unfolds its reasons below its row. */

import { h, heard, sign } from "./dom";
import type { Box, Layer } from "./layout";
import { badgeOf, statusOf, verdictOf, warningOf, type Word } from "./texts";
import type { Verdict } from "./types";
import { heading, type Actions, type View } from "./view";

export interface Opened {
  slot: string;
  panel: HTMLElement;
}

export const panelId = (slot: string): string => `panel-${slot}`;
export const boxId = (slot: string): string => `box-${slot}`;

export function picture(layers: Layer[], opened: Opened | undefined, view: View, actions: Actions): HTMLElement {
  const bands = layers.map((layer) => band(layer, opened, view, actions));
  return h("div", { class: "picture", part: "picture", role: "group", "aria-label": view.say.layers, onkeydown: move }, ...bands);
}

/** How many boxes a layer asks to have in a row. */
const WIDEST = 6;

function band(layer: Layer, opened: Opened | undefined, view: View, actions: Actions): HTMLElement {
  const id = `layer-${layer.area}`;
  const unfolded = (boxes: Box[], quiet: boolean) =>
    boxes.flatMap((box) => {
      const isOpen = opened?.slot === box.slot.slot;
      const made = quiet ? quietBox(box, isOpen, view, actions) : fullBox(box, isOpen, view, actions);
      return isOpen ? [made, opened.panel] : [made];
    });
  return h(
    "div",
    { role: "group", class: `layer count-${Math.min(Math.max(layer.boxes.length, 1), WIDEST)}`, part: "layer", "aria-labelledby": id },
    heading(view, 1, { id }, layer.title),
    h(
      "div",
      { class: "boxes" },
      ...unfolded(layer.boxes, false),
      layer.quiet.length > 0 && h("div", { class: "quiet" }, ...unfolded(layer.quiet, true)),
    ),
  );
}

function button(box: Box, isOpen: boolean, actions: Actions, style: string, ...children: (Node | false)[]): HTMLElement {
  const { slot } = box.slot;
  return h(
    "button",
    {
      type: "button",
      class: `box ${style}${box.changed ? " changed" : ""}`,
      part: `box ${style}`,
      id: boxId(slot),
      "data-key": boxId(slot),
      "aria-expanded": String(isOpen),
      "aria-controls": isOpen ? panelId(slot) : undefined,
      onclick: () => actions.open(isOpen ? undefined : slot),
    },
    ...children,
  );
}

function fullBox(box: Box, isOpen: boolean, view: View, actions: Actions): HTMLElement {
  const standing = standingOf(box, view);
  const isAmiss = AMISS.has(standing.id);
  return button(
    box,
    isOpen,
    actions,
    "full",
    h(
      "span",
      { class: "slot" },
      h("span", {}, box.slot.title, heard(":")),
      // What stands on nearly every box is said in words once, above them all: here a sign will do.
      !isAmiss && h("span", { class: `standing badge-${standing.id}`, part: "standing", title: standing.word }, sign(standing.sign)),
    ),
    h("span", { class: "picks" }, ...lines(box, view).flatMap((line) => [line, heard(", ")])),
    h(
      "span",
      { class: "badges" },
      !isAmiss && heard(standing.word),
      box.changed && badge("changed", { id: "changed", sign: "●", word: view.say.changed }),
      isAmiss && badge(standing.id, standing),
      warningBadge(box, view),
      !!box.told?.change && h("span", { class: "badge badge-since", part: "badge" }, heard(" "), view.say.since(view.since, box.told.change.word)),
    ),
  );
}

/** Puts into boxes that are there what has become known of them since. */
export function refresh(region: HTMLElement, layers: Layer[], view: View, actions: Actions): void {
  for (const box of layers.flatMap((layer) => layer.boxes)) {
    const found = region.querySelector(`#${CSS.escape(boxId(box.slot.slot))}`);
    found?.replaceChildren(...fullBox(box, false, view, actions).childNodes);
  }
}

const AMISS: ReadonlySet<string> = new Set(["contested", "unserved"]);

/** How firm the picks stand; before that is known, or where something is amiss, the status of the slot. */
export function standingOf({ badge, slot }: Box, { language }: View): Word {
  if (AMISS.has(slot.status) || !badge) return statusOf(slot.status, language);
  return badgeOf(badge, language);
}

/** The picks, and what is to be left; where there are none, what there is to say of that. */
function lines({ slot, picks, leaving, told }: Box, view: View): HTMLElement[] {
  const named = [...picks, ...leaving].map((one) => pickLine(one, view));
  // A badge says already what is amiss.
  const note = AMISS.has(slot.status) ? undefined : told?.note;
  return named.length ? named : [h("span", { class: "none" }, note ?? view.say.noPick)];
}

/** The first day that one of the warnings names, for there is little room; all of it is in the panel. */
function warningBadge(box: Box, view: View): HTMLElement | false {
  const [first] = box.warnings;
  if (!first) return false;
  const day = box.warnings.map((one) => one.date).find((one) => one !== null);
  const count = view.say.warnings(box.warnings.length);
  const { id, sign: mark } = warningOf(first.kind, view.language);
  return h("span", { class: `badge badge-${id}`, part: "badge" }, sign(mark), day ? heard(` ${count}, `) : " ", day ?? count);
}

export function pickLine(pick: Verdict, view: View): HTMLElement {
  const { id, sign: mark, word } = verdictOf(pick.verdict, view.language);
  return h(
    "span",
    { class: `pick verdict-${id}`, part: "pick" },
    sign(mark),
    h("span", {}, h("b", {}, pick.name), " ", h("span", { class: "word" }, word)),
  );
}

function quietBox(box: Box, isOpen: boolean, view: View, actions: Actions): HTMLElement {
  const { sign: mark, word } = statusOf("not-needed", view.language);
  return button(
    box,
    isOpen,
    actions,
    "small",
    sign(mark),
    h("span", {}, box.slot.title),
    heard(`: ${word}`),
    box.changed && h("span", { class: "badge badge-changed" }, view.say.changed),
  );
}

export function badge(style: string, { sign: mark, word }: Word): HTMLElement {
  return h("span", { class: `badge badge-${style}`, part: "badge" }, sign(mark), heard(" "), word);
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Arrows lead from box to box, Home and End to the first and the last; Tab does as everywhere. */
function move(event: Event): void {
  const { key } = event as KeyboardEvent;
  const target = event.target as HTMLElement;
  if (!target.classList.contains("box")) return;
  const boxes = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".box")];
  const step = STEPS[key];
  const next =
    key === "Home" ? boxes[0] : key === "End" ? boxes.at(-1) : step ? boxes[boxes.indexOf(target) + step] : undefined;
  if (!next) return;
  event.preventDefault();
  next.focus();
}
