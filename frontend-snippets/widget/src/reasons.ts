/** What unfolds below a box: warnings, each product with its reasons, and the questions that could still change it. */

import { h, heard } from "./dom";
import type { Box } from "./layout";
import { badge, panelId, pickLine, standingOf } from "./picture";
import { warningOf } from "./texts";
import type { Reason, Verdict, Warning } from "./types";
import { heading, outward, pageOf, type Actions, type View } from "./view";

/** `questions`: where those that bear on the slot are drawn. */
export function panel(box: Box, questions: Node, view: View, actions: Actions): HTMLElement {
  const { say } = view;
  const { slot } = box;
  const leave = () => actions.open(undefined);
  const need = slot.need.because;
  return h(
    "section",
    {
      class: "panel",
      part: "panel",
      id: panelId(slot.slot),
      "aria-label": `${say.reasons}: ${slot.title}`,
      onkeydown: (event) => {
        if ((event as KeyboardEvent).key === "Escape") leave();
      },
    },
    h("header", {}, heading(view, 2, {}, slot.title), h("button", { type: "button", class: "plain", onclick: leave }, say.close)),
    h("p", { class: "since" }),
    box.warnings.length > 0 && warningList(box.warnings, view),
    slot.verdicts.length
      ? h("ul", { class: "verdicts" }, ...slot.verdicts.map((one) => verdictItem(one, slot.picks, view)))
      : h("p", { class: "faint" }, say.noPick),
    need.length > 0 && h("details", {}, h("summary", {}, say.needed), reasonList(need, view)),
    questions,
    h("p", { class: "faint more" }, outward(`${view.page}#slot-${slot.slot}`, say.onItsPage, view)),
  );
}

/** What may come later than the panel: how firm the picks stand, and what the edition before said of the slot. */
export function completePanel(panel: HTMLElement, box: Box, view: View): void {
  const change = box.told?.change;
  const standing = standingOf(box, view);
  const before = change ? [view.say.since(view.since, change.word), change.text].filter(Boolean).join(" · ") : "";
  panel.querySelector(".since")?.replaceChildren(badge(standing.id, standing), " ", before);
}

export function warningList(warnings: Warning[], view: View): HTMLElement {
  return h(
    "ul",
    { class: "warnings" },
    ...warnings.map((one) =>
      h(
        "li",
        {},
        warningBadge(one, view),
        one.date !== null && h("time", { datetime: one.date }, one.date),
        h("span", {}, one.text, " ", ruleLink(one.rule, view)),
      ),
    ),
  );
}

function warningBadge({ kind }: Warning, { language }: View): HTMLElement {
  const one = warningOf(kind, language);
  return badge(one.id, one);
}

function verdictItem(one: Verdict, picks: string[], view: View): HTMLElement {
  const { say, nameOf } = view;
  const names = (products: string[]) => products.map(nameOf).join(", ");
  const isPick = picks.includes(one.product);
  const beside = [
    one.to?.length && say.to(names(one.to)),
    one.by_date && (one.by_date < view.today ? say.overdue(one.by_date) : say.by(one.by_date)),
    one.with.length > 0 && say.with(names(one.with)),
  ].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "details",
      { open: isPick },
      h("summary", {}, pickLine(one, view), beside.length > 0 && h("span", { class: "faint" }, beside.join(" · "))),
      one.contested && h("p", { class: "aside" }, say.contested),
      reasonList(one.because, view),
      one.ruled_out_by.length > 0 && ruledOut(one, view),
      one.defeated.length > 0 && setAside(one, view),
      proofLink(one, isPick, view),
    ),
  );
}

function proofLink({ product, name }: Verdict, isPick: boolean, view: View): HTMLElement {
  const [way, text] = isPick ? ["why", view.say.stepByStep] : ["why-not", view.say.whyNot];
  const made = outward(`${view.page}/${way}/${encodeURIComponent(product)}?lang=${view.language}`, text, view);
  made.append(heard(`: ${name}`));
  return h("p", { class: "aside" }, made);
}

function ruledOut(one: Verdict, view: View): HTMLElement {
  const items = one.ruled_out_by.map((rule) => h("li", {}, ruleLink(rule, view)));
  return h("div", { class: "aside" }, h("p", {}, view.say.ruledOut), h("ul", {}, ...items));
}

function setAside(one: Verdict, view: View): HTMLElement {
  const items = one.defeated.map(({ rule, by }) =>
    h("li", {}, h("s", {}, ruleLink(rule, view)), ` ${view.say.setAsideBy} `, ruleLink(by, view)),
  );
  return h("div", { class: "aside" }, h("p", {}, view.say.setAside), h("ul", {}, ...items));
}

function reasonList(reasons: Reason[], view: View): HTMLElement {
  return h("ul", { class: "reasons" }, ...reasons.map((one) => reasonItem(one, view)));
}

function reasonItem(one: Reason, view: View): HTMLElement {
  const cites = one.cites.map((claim) => h("li", {}, idLink("claims", claim, view)));
  return h(
    "li",
    {},
    h("p", {}, one.text),
    ruleLink(one.rule, view),
    cites.length > 0 && h("details", { class: "cites" }, h("summary", {}, view.say.sources(cites.length)), h("ul", {}, ...cites)),
  );
}

const ruleLink = (rule: string, view: View): HTMLElement => idLink("rules", rule, view);

const idLink = (kind: "rules" | "claims", id: string, view: View): HTMLElement =>
  outward(pageOf(kind, id, view), id, view, { class: "id" });
