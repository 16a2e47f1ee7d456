/** What is seen: a session's state in regions, each drawn anew only as far as it must be. */

import { h, heard, sign } from "./dom";
import { byUrgency, layers, namesIn, tally, type Box, type Layer } from "./layout";
import { failure, loading } from "./notices";
import { badge, boxId, picture, refresh, type Opened } from "./picture";
import { namedIn } from "./profile";
import { questionForm } from "./questions";
import { completePanel, panel, warningList } from "./reasons";
import type { Session } from "./session";
import { badgeOf, legendOf, TEXTS } from "./texts";
import type { Language, Question, Warning } from "./types";
import { heading, outward, type Actions, type AskedFor, type View } from "./view";

/** How many questions are asked of one slot. */
const ASKED_OF_SLOT = 2;

/** As the host wants it. `wanted`: ids of slots and areas; empty: all. */
export interface Look {
  language: Language;
  level: number;
  pages: string;
  wanted: string[];
  opened: string | undefined;
}

export class Surface {
  private readonly regions = {
    head: h("header", { part: "head" }),
    status: h("p", { class: "heard", role: "status" }),
    notice: h("div", { class: "notices" }),
    picture: h("div", { class: "region shown", tabindex: "-1" }),
    asking: h("div", { class: "region asking", tabindex: "-1" }, h("div", { class: "region", tabindex: "-1" }), h("div", { class: "region", tabindex: "-1" })),
    foot: h("footer", { part: "foot" }),
  };
  /** Its texts run from left to right, whatever the page does. */
  readonly root = h("div", { class: "root", part: "root", dir: "ltr" }, ...Object.values(this.regions));
  /** What each region was drawn from. */
  private readonly drawn = new Map<HTMLElement, unknown[]>();
  private panel: { key: string; node: HTMLElement; asks: HTMLElement; asked: string } | undefined;
  private refused: unknown;
  private told: unknown;

  constructor(private readonly actions: Actions) {}

  draw(session: Session, look: Look): void {
    const view = viewOf(session, look);
    const { state } = session;
    this.root.lang = view.language;
    this.root.setAttribute("aria-busy", String(state.busy));
    const found = state.decision ? layers({ ...state, decision: state.decision, wanted: look.wanted }) : [];
    const { head, notice, picture, foot } = this.regions;
    const { decision, areas, picture: told, changed, failure: error } = state;
    const looks = [look.language, look.level, look.pages];
    const layout = [decision, areas, changed, look.wanted.join(), ...looks];
    const quiet = found.flatMap((layer) => layer.quiet.map((box) => box.slot.slot)).join();
    this.keepFocus(look.opened, () => {
      this.once(head, [...layout, told, state.interview?.progress], () => headNodes(session, found, !look.wanted.length, view));
      this.once(notice, [error, decision, ...looks], () => (error ? [failure(error, decision !== undefined, view, this.actions)] : []));
      const opened = this.openedPanel(found, session, look, view);
      const drawn = this.once(picture, [...layout, error, quiet, look.opened], () => this.pictureNodes(found, session, opened, view));
      // What is known later is put into the boxes that are there: they keep the focus, and what is moving goes on moving.
      if (!drawn && told !== this.told) refresh(picture, found, view, this.actions);
      this.told = told;
      this.drawQuestions(session, found, looks, view);
      this.once(foot, [decision, ...looks], () => (decision ? [legend(view), outward(view.page, view.say.page, view)] : []));
    });
    this.complain(session, view);
  }

  /** For who hears the page. */
  announce(session: Session, look: Look): void {
    const { say } = viewOf(session, look);
    const { decision, answered, changed } = session.state;
    const first = decision ? `${say.title}. ${say.edition(decision.edition, decision.as_of)}` : "";
    this.regions.status.textContent = answered.length ? say.changedCount(changed.size) : first;
  }

  focusBox(slot: string): void {
    this.root.querySelector<HTMLElement>(`#${CSS.escape(boxId(slot))}`)?.focus();
  }

  // --- the picture ----------------------------------------------------------------------------------------------

  private pictureNodes(found: Layer[], session: Session, opened: Opened | undefined, view: View): Node[] {
    if (!session.state.decision) return session.state.failure ? [] : [loading(view)];
    if (!found.length) return [h("p", { class: "notice empty", part: "notice" }, view.say.empty)];
    const warnings = [...new Set(boxesOf(found).flatMap((box) => box.warnings))].sort(byUrgency);
    const drawn = picture(found, opened, view, this.actions);
    return warnings.length ? [alarm(warnings, view), drawn] : [drawn];
  }

  private openedPanel(found: Layer[], session: Session, look: Look, view: View): Opened | undefined {
    const box = boxesOf(found).find((one) => one.slot.slot === look.opened);
    if (!box) return undefined;
    const { decision, questions, products } = session.state;
    // The focus in it, and what is typed into it, outlive what is drawn around it; its questions come later than it does.
    const key = [decision?.id, box.slot.slot, view.language, view.level, view.pages].join();
    if (this.panel?.key !== key) {
      const asks = h("div");
      this.panel = { key, node: panel(box, asks, view, this.actions), asks, asked: "" };
    }
    completePanel(this.panel.node, box, view);
    const asked = [questions.size, products.size].join();
    if (this.panel.asked !== asked) {
      this.panel.asked = asked;
      const forms = this.questionsOf(box, session).map((one) => questionForm(one, view, this.actions, false));
      this.panel.asks.replaceChildren(...(forms.length ? [heading(view, 3, { class: "asked" }, view.say.questions), ...forms] : []));
    }
    return { slot: box.slot.slot, panel: this.panel.node };
  }

  /** Those that are most about this slot come first. */
  private questionsOf(box: Box, session: Session): AskedFor[] {
    const { decision, questions } = session.state;
    const open = decision?.open_questions.filter((one) => one.slots.includes(box.slot.slot)) ?? []; // a copy, which may be sorted
    const known = open
      .sort((one, other) => one.slots.length - other.slots.length)
      .flatMap((one) => questions.get(one.question) ?? [])
      .slice(0, ASKED_OF_SLOT);
    if (known.some((one) => one.type === "products" || one.type === "versions")) void session.learnProducts();
    return known.map((question) => askedFor(question, "", session, box));
  }

  // --- questions ------------------------------------------------------------------------------------------------

  private drawQuestions(session: Session, found: Layer[], looks: unknown[], view: View): void {
    const { interview, answered, questions, decision, busy, failure: error } = session.state;
    const [given, next] = this.regions.asking.children as unknown as [HTMLElement, HTMLElement];
    this.once(given, [decision, answered, questions, busy && answered.length, error, ...looks], () =>
      answered.length ? [answeredList(session, found, view, this.actions)] : [],
    );
    // While no decision is shown there is nothing to ask about.
    const question = interview?.question;
    this.once(next, [question?.id, interview !== undefined, decision !== undefined, ...looks], () => {
      if (!interview || !decision) return [];
      const form = question ? questionForm(askedFor(question, question.why.text, session), view, this.actions, true) : undefined;
      return [h("section", { class: "next", part: "question" }, heading(view, 1, {}, view.say.question), form ?? h("p", {}, view.say.nothingOpen))];
    });
  }

  /** What the service did not take is said where it was answered, once. */
  private complain({ state: { refusal } }: Session, view: View): void {
    if (refusal === this.refused) return;
    this.refused = refusal;
    if (!refusal) return;
    const { question, error } = refusal;
    const told = h("span", { lang: "en" }, [error.message, ...error.details].filter(Boolean).join(" "));
    for (const form of this.root.querySelectorAll<HTMLElement>("form[data-question]")) {
      if (form.dataset["question"] === question) form.querySelector(".complaint")?.replaceChildren(view.say.notTaken, told.cloneNode(true));
    }
  }

  // --- drawing --------------------------------------------------------------------------------------------------

  /** Only where something that it is drawn from is another one. */
  private once(region: HTMLElement, from: unknown[], content: () => Node[]): boolean {
    const before = this.drawn.get(region);
    if (before && from.every((one, at) => one === before[at])) return false;
    this.drawn.set(region, from);
    this.fill(region, content());
    return true;
  }

  /** What was unfolded stays so. */
  private fill(region: HTMLElement, content: Node[]): void {
    const unfolded = [...region.querySelectorAll<HTMLElement>("details[open][data-key]")].map((one) => one.dataset["key"]);
    region.replaceChildren(...content);
    for (const one of region.querySelectorAll<HTMLDetailsElement>("details[data-key]")) {
      if (unfolded.includes(one.dataset["key"])) one.open = true;
    }
  }

  /** After drawing, the focus is where it was: on the same element, on the one in its place, or in its region at least. */
  private keepFocus(opened: string | undefined, draw: () => void): void {
    const shadow = this.root.getRootNode() as Partial<ShadowRoot>;
    const focused = shadow.activeElement;
    const holders = [...this.regions.asking.querySelectorAll<HTMLElement>(":scope > .region"), ...Object.values(this.regions)];
    const region = holders.find((one) => one !== focused && one.contains(focused ?? null));
    draw();
    if (!region || !(focused instanceof HTMLElement)) return;
    const key = focused.dataset["key"];
    const again = focused.isConnected ? focused : key ? region.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) : null;
    const box = region === this.regions.picture && opened ? region.querySelector<HTMLElement>(`#${CSS.escape(boxId(opened))}`) : null;
    const found = again ?? box ?? region;
    if (shadow.activeElement !== found) found.focus({ preventScroll: true });
  }
}

const boxesOf = (found: Layer[]): Box[] => found.flatMap((layer) => [...layer.boxes, ...layer.quiet]);

function viewOf({ state }: Session, { language, level, pages }: Look): View {
  const named = state.decision ? namesIn(state.decision) : new Map<string, string>();
  return {
    language,
    say: TEXTS[language],
    pages,
    today: state.decision?.as_of ?? "",
    since: state.picture?.since?.edition ?? "",
    page: state.decision ? pages + state.decision.links.page : "",
    level,
    nameOf: (product) => named.get(product) ?? state.products.get(product) ?? product,
  };
}

function askedFor(question: Question, why: string, session: Session, box?: Box): AskedFor {
  const { areas, products } = session.state;
  const own = areas.find((one) => one.id === box?.slot.slot)?.products ?? [];
  const all = [...new Set([...own, ...products.keys()])];
  const named = namedIn(session.profile);
  return { question, why, value: session.valueOf(question.id), products: all, named: [...products.keys()].filter((one) => named.has(one)) };
}

/** The title, what was decided by, and how firm it all stands: what most boxes have in common is said here, once. */
function headNodes({ state }: Session, found: Layer[], isWhole: boolean, view: View): Node[] {
  const { decision, interview, picture: told } = state;
  const { say, language } = view;
  const title = heading(view, 0, { class: "title", part: "title" }, say.title);
  if (!decision) return [title];
  const progress = interview?.progress;
  const counts = tally(found).map(([id, count]) => {
    const one = badgeOf(id, language);
    return h("li", {}, badge(id, { ...one, word: say.tally(count, one.word) }));
  });
  const facts = [
    say.edition(decision.edition, decision.as_of),
    // Of all slots: where only some are shown, it would not be of them.
    ...(isWhole ? [progress && say.progress(progress.settled, progress.slots), told?.since?.text] : []),
  ];
  return [
    title,
    ...(counts.length ? [h("ul", { class: "tally", "aria-label": say.tallyOf }, ...counts)] : []),
    h("p", { class: "faint facts" }, facts.filter(Boolean).join(" · ")),
  ];
}

function alarm(warnings: Warning[], view: View): HTMLElement {
  return h(
    "details",
    { class: "alarm", part: "alarm", "data-key": "alarm" },
    h("summary", {}, sign("⚠"), ` ${view.say.warnings(warnings.length)}`),
    warningList(warnings, view),
  );
}

/** What was answered here, and what came of the last answer. */
function answeredList({ state }: Session, found: Layer[], view: View, actions: Actions): HTMLElement {
  const { say } = view;
  const items = state.answered.map(({ question, text }) => {
    const told = state.questions.get(question)?.text ?? text;
    const undo = h("button", { type: "button", class: "plain", onclick: () => actions.takeBack(question) }, say.undo, heard(`: ${told}`));
    return h("li", {}, h("span", {}, told), undo);
  });
  const changed = boxesOf(found).filter((box) => state.changed.has(box.slot.slot));
  const links = changed.map(({ slot }) =>
    h("button", { type: "button", class: "plain", onclick: () => actions.open(slot.slot) }, slot.title),
  );
  return h(
    "section",
    { class: "answered", part: "answered" },
    heading(view, 1, {}, say.answered),
    h("ul", {}, ...items),
    state.busy
      ? h("p", { class: "faint working" }, say.loading)
      : !state.failure && h("div", { class: "outcome" }, h("p", {}, say.changedCount(state.changed.size)), ...links),
  );
}

function legend(view: View): HTMLElement {
  const { verdicts, badges } = legendOf(view.language);
  return h(
    "details",
    { class: "legend", "data-key": "legend" },
    h("summary", {}, view.say.legend),
    h(
      "ul",
      {},
      ...verdicts.map((one) => h("li", { class: `pick verdict-${one.id}` }, sign(one.sign), h("span", { class: "word" }, one.word))),
      ...badges.map((one) => h("li", {}, badge(one.id, one))),
    ),
  );
}
