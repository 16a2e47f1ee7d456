/** The picture: a band for each layer, a box for each slot. A box is a button that unfolds its reasons below its row. */

import { h, heard, sign } from "./dom";
import { heading } from "./view";
import type { Box, Layer } from "./layout";
import { BADGE_SIGNS, BADGE_WORDS, STATUS_SIGNS, STATUS_WORDS, VERDICT_SIGNS, VERDICT_WORDS } from "./texts";
import type { Verdict } from "./types";
import type { Actions, View } from "./view";

export interface Opened {
  slot: string;
  panel: HTMLElement;
}

export const panelId = (slot: string): string => `panel-${slot}`;
const boxId = (slot: string): string => `box-${slot}`;

export function picture(layers: Layer[], opened: Opened | undefined, view: View, actions: Actions): HTMLElement {
  const bands = layers.map((layer) => band(layer, opened, view, actions));
  return h("div", { class: "picture", role: "group", "aria-label": view.say.layers, onkeydown: move }, ...bands);
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
    "section",
    { class: `layer count-${Math.min(Math.max(layer.boxes.length, 1), WIDEST)}`, "aria-labelledby": id },
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
  const { say, language } = view;
  const status = box.slot.status;
  return button(
    box,
    isOpen,
    actions,
    "full",
    h("span", { class: "slot" }, box.slot.title, heard(":")),
    box.picks.length
      ? h("span", { class: "picks" }, ...box.picks.map((pick) => pickLine(pick, view)))
      : h("span", { class: "picks" }, h("span", { class: "none" }, say.noPick)),
    h(
      "span",
      { class: "badges" },
      box.changed && badge("changed", "●", say.changed),
      box.badge
        ? badge(box.badge, BADGE_SIGNS[box.badge], BADGE_WORDS[language][box.badge])
        : badge(`status-${status}`, STATUS_SIGNS[status], STATUS_WORDS[language][status]),
      warningBadge(box, view),
    ),
  );
}

/** The first day that one of the warnings names, for there is little room; all of it is in the panel. */
function warningBadge(box: Box, view: View): HTMLElement | false {
  const day = box.warnings.map((one) => one.date).find((one) => one !== null);
  const count = view.say.warnings(box.warnings.length);
  if (!box.warnings.length) return false;
  return h("span", { class: "badge badge-warning" }, sign("⚠"), day ? heard(` ${count}, `) : " ", day ?? count);
}

export function pickLine(pick: Verdict, view: View): HTMLElement {
  return h(
    "span",
    { class: `pick verdict-${pick.verdict}` },
    sign(VERDICT_SIGNS[pick.verdict]),
    h("span", {}, h("b", {}, pick.name), " ", h("span", { class: "word" }, VERDICT_WORDS[view.language][pick.verdict])),
  );
}

function quietBox(box: Box, isOpen: boolean, view: View, actions: Actions): HTMLElement {
  return button(
    box,
    isOpen,
    actions,
    "small",
    sign(STATUS_SIGNS[box.slot.status]),
    h("span", {}, box.slot.title),
    heard(`: ${view.say.noPick}, ${STATUS_WORDS[view.language][box.slot.status]}`),
    box.changed && h("span", { class: "badge badge-changed" }, view.say.changed),
  );
}

export function badge(style: string, mark: string, word: string): HTMLElement {
  return h("span", { class: `badge badge-${style}` }, sign(mark), heard(" "), word);
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
