/** What unfolds below a box: warnings, each product with its reasons, and the questions that could still change it. */

import { h, heard, sign } from "./dom";
import type { Box } from "./layout";
import { panelId, pickLine } from "./picture";
import { warningWord } from "./texts";
import type { Reason, Verdict, Warning } from "./types";
import { heading, type Actions, type View } from "./view";

/** `questions`: where those that bear on the slot are drawn. */
export function panel(box: Box, questions: Node, view: View, actions: Actions): HTMLElement {
  const { say } = view;
  const { slot } = box;
  const leave = () => actions.open(undefined);
  const need = slot.need?.because ?? [];
  return h(
    "section",
    {
      class: "panel",
      id: panelId(slot.slot),
      "aria-label": `${say.reasons}: ${slot.title}`,
      onkeydown: (event) => {
        if ((event as KeyboardEvent).key === "Escape") leave();
      },
    },
    h("header", {}, heading(view, 2, {}, slot.title), h("button", { type: "button", class: "plain", onclick: leave }, say.close)),
    box.warnings.length > 0 && warningList(box.warnings, view),
    slot.verdicts.length
      ? h("ul", { class: "verdicts" }, ...slot.verdicts.map((one) => verdictItem(one, slot.picks, view)))
      : h("p", { class: "faint" }, say.noPick),
    need.length > 0 && h("details", {}, h("summary", {}, say.needed), reasonList(need, view)),
    questions,
  );
}

export function warningList(warnings: Warning[], view: View): HTMLElement {
  return h(
    "ul",
    { class: "warnings" },
    ...warnings.map((one) =>
      h(
        "li",
        {},
        h("span", { class: "badge badge-warning" }, sign("⚠"), warningWord(one.kind, view.language)),
        one.date !== null && h("time", { datetime: one.date }, one.date),
        h("span", {}, one.text),
      ),
    ),
  );
}

function verdictItem(one: Verdict, picks: string[], view: View): HTMLElement {
  const { say, nameOf } = view;
  const names = (products: string[]) => products.map(nameOf).join(", ");
  const beside = [
    one.to?.length && say.to(names(one.to)),
    one.by_date && say.by(one.by_date),
    one.with.length > 0 && say.with(names(one.with)),
  ].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "details",
      { open: picks.includes(one.product) },
      h(
        "summary",
        {},
        pickLine(one, view),
        beside.length > 0 && h("span", { class: "faint" }, beside.join(" · ")),
      ),
      reasonList(one.because, view),
      one.defeated.length > 0 && setAside(one, view),
    ),
  );
}

function setAside(one: Verdict, view: View): HTMLElement {
  const items = one.defeated.map(({ rule, by }) =>
    h("li", {}, h("s", {}, ruleLink(rule, view)), " ← ", ruleLink(by, view)),
  );
  return h("div", { class: "aside" }, h("p", {}, view.say.setAside), h("ul", {}, ...items));
}

function reasonList(reasons: Reason[], view: View): HTMLElement {
  return h("ul", { class: "reasons" }, ...reasons.map((one) => reasonItem(one, view)));
}

function reasonItem(one: Reason, view: View): HTMLElement {
  const cites = one.cites.map((claim) => h("li", {}, link("claims", claim, view)));
  return h(
    "li",
    {},
    h("p", {}, one.text),
    ruleLink(one.rule, view),
    cites.length > 0 && h("details", { class: "cites" }, h("summary", {}, view.say.sources(cites.length)), h("ul", {}, ...cites)),
  );
}

const ruleLink = (rule: string, view: View): HTMLElement => link("rules", rule, view);

/** In a window of its own: the host's page is not to be left. */
function link(kind: "rules" | "claims", id: string, view: View): HTMLElement {
  const path = id.split("/").map(encodeURIComponent).join("/");
  const href = `${view.pages}/${kind}/${path}?lang=${view.language}`;
  return h("a", { class: "id", href, target: "_blank", rel: "noopener" }, id, heard(` (${view.say.newWindow})`));
}
