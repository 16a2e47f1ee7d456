/** The element: attributes in, a picture and events out. */

import { Api, type Fetch } from "./client";
import { h, heard, sign } from "./dom";
import { layers, namesIn, type Box, type Layer } from "./layout";
import { failure, loading } from "./notices";
import { picture, type Opened } from "./picture";
import { questionForm } from "./questions";
import { panel, warningList } from "./reasons";
import { Session, type Listener, type Origin } from "./session";
import { sheet } from "./styles";
import { BADGE_SIGNS, BADGE_WORDS, TEXTS, VERDICT_SIGNS, VERDICT_WORDS } from "./texts";
import type { Asked, Decision, Language, Question } from "./types";
import { heading, type Actions, type AskedFor, type View } from "./view";

const ORIGIN = ["api", "profile", "decision", "edition", "as-of", "language"];
const LOOKS = ["slots", "pages", "heading"];
/** How many questions are asked of one slot. */
const ASKED_OF_SLOT = 2;

/** Where the script came from: the API is there, unless it is said otherwise. */
const SCRIPT = (document.currentScript as HTMLScriptElement | null)?.src;

export class PortolanAdvice extends HTMLElement implements Listener, Actions {
  static readonly observedAttributes = [...ORIGIN, ...LOOKS];

  private readonly regions = {
    head: h("header"),
    status: h("p", { class: "heard", role: "status" }),
    notice: h("div", { class: "notices" }),
    picture: h("div", { class: "region", tabindex: "-1" }),
    questions: h("div", { class: "region", tabindex: "-1" }),
    foot: h("footer"),
  };
  private readonly root = h("div", { class: "root", part: "root" }, ...Object.values(this.regions));
  private session: Session | undefined;
  private scheduled = false;
  private kept: Asked | undefined;
  private opened: string | undefined;
  private panel: { key: string; node: HTMLElement; asks: HTMLElement; asked: string } | undefined;
  private questionKey = "";
  private askedWith: Fetch = (input, init) => fetch(input, init);

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet()];
    shadow.append(this.root);
  }

  /** How the API is asked: a host that signs its requests puts its own in. */
  set fetcher(given: Fetch) {
    this.askedWith = given;
    this.restart();
  }

  get fetcher(): Fetch {
    return this.askedWith;
  }

  /** The decision that is shown. */
  get current(): Decision | undefined {
    return this.session?.state.decision;
  }

  connectedCallback(): void {
    // What a host set before the script was there hides the setter.
    const early = Object.getOwnPropertyDescriptor(this, "fetcher")?.value as Fetch | undefined;
    if (early) {
      Reflect.deleteProperty(this, "fetcher");
      this.fetcher = early;
    }
    addEventListener("online", this.reconnect);
    this.restart();
  }

  disconnectedCallback(): void {
    removeEventListener("online", this.reconnect);
    this.session?.end();
    this.session = undefined;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return;
    // In another language the same is told: answers that were given stay.
    if (name === "language") this.kept = this.session?.said;
    if (ORIGIN.includes(name)) this.restart();
    else this.changed();
  }

  // --- what a person does ---------------------------------------------------------------------------------------

  open(slot: string | undefined): void {
    const left = this.opened;
    this.opened = slot;
    this.changed();
    const at = slot ?? left;
    if (at) this.shadowRoot?.getElementById(`box-${at}`)?.focus();
    if (slot) void this.session?.learnQuestions();
  }

  answer(question: string, value: unknown): void {
    if (!this.session) return;
    const profile = this.session.profileWith(question, value);
    if (this.tell("portolan-answer", { question, value, profile })) void this.session.answer(question, value);
  }

  skip(question: string): void {
    void this.session?.skip(question);
  }

  retry(): void {
    void this.session?.retry();
  }

  // --- what a session tells -------------------------------------------------------------------------------------

  changed(): void {
    const session = this.session;
    if (!session) return;
    const view = this.view();
    const { state } = session;
    this.root.lang = view.language;
    this.root.setAttribute("aria-busy", String(state.busy));
    const error = state.failure;
    this.keepFocus(() => {
      this.drawHead(view);
      this.draw(this.regions.notice, error ? [failure(error, state.decision !== undefined, view, this)] : []);
      this.draw(this.regions.picture, this.pictureNodes(session, view));
      this.drawQuestions(session, view);
    });
  }

  decided(decision: Decision, asked: Asked): void {
    const { say } = this.view();
    const count = this.session?.state.changed.size ?? 0;
    const answered = this.session?.state.answered.length;
    this.regions.status.textContent = answered ? say.changedCount(count) : `${say.title}. ${say.edition(decision.edition, decision.as_of)}`;
    this.tell("portolan-decision", { id: decision.id, decision, profile: asked.profile });
  }

  /** False where a host has taken it over. */
  private tell(name: string, detail: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  // --- from attributes ------------------------------------------------------------------------------------------

  /** Once, however many attributes a framework sets. */
  private restart(): void {
    if (this.scheduled || !this.isConnected) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      if (!this.isConnected) return;
      this.session?.end();
      const api = new Api({ base: this.base(), language: this.language(), fetch: this.askedWith });
      this.session = new Session(api, this.origin(), this, this.kept);
      this.kept = undefined;
      this.questionKey = "";
      void this.session.start();
    });
  }

  private base(): string {
    const address = this.getAttribute("api") ?? (SCRIPT ? new URL(SCRIPT).origin : location.origin);
    return address.replace(/\/+$/, "");
  }

  private language(): Language {
    const named = this.getAttribute("language") ?? this.closest("[lang]")?.getAttribute("lang") ?? "en";
    return named.toLowerCase().split("-")[0] === "ko" ? "ko" : "en";
  }

  private origin(): Origin {
    const decision = this.getAttribute("decision");
    if (decision) return { decision };
    const inline = this.querySelector('script[type="application/json"], script[type="application/yaml"]')?.textContent;
    const [edition, asOf] = [this.getAttribute("edition"), this.getAttribute("as-of")];
    const profile = this.getAttribute("profile") || inline || "{}";
    return { profile, ...(edition && { edition }), ...(asOf && { as_of: asOf }) };
  }

  private view(): View {
    const language = this.language();
    const state = this.session?.state;
    const named = state?.decision ? namesIn(state.decision) : new Map<string, string>();
    return {
      language,
      say: TEXTS[language],
      pages: (this.getAttribute("pages") ?? this.base()).replace(/\/+$/, ""),
      level: Math.min(Math.max(Number(this.getAttribute("heading")) || 2, 1), 4),
      nameOf: (product) => named.get(product) ?? state?.products.get(product) ?? product,
    };
  }

  private readonly reconnect = (): void => {
    if (this.session?.state.failure?.kind === "offline") this.retry();
  };

  // --- drawing --------------------------------------------------------------------------------------------------

  private drawHead(view: View): void {
    const state = this.session?.state;
    const decision = state?.decision;
    const progress = state?.interview?.progress;
    this.draw(this.regions.head, [
      heading(view, 0, { class: "title" }, view.say.title),
      decision
        ? h(
            "p",
            { class: "faint" },
            view.say.edition(decision.edition, decision.as_of),
            progress ? ` · ${view.say.progress(progress.settled, progress.slots)}` : "",
          )
        : "",
    ]);
    this.draw(this.regions.foot, decision ? [legend(view), this.pageLink(decision, view)] : []);
  }

  private pageLink(decision: Decision, view: View): HTMLElement {
    const href = view.pages + decision.links.page;
    return h("a", { href, target: "_blank", rel: "noopener" }, view.say.page, heard(` (${view.say.newWindow})`));
  }

  private pictureNodes(session: Session, view: View): Node[] {
    const { decision, areas, robustness, changed, failure: error } = session.state;
    if (!decision) return error ? [] : [loading(view)];
    const wanted = (this.getAttribute("slots") ?? "").split(/[\s,]+/).filter(Boolean);
    const found = layers({ decision, areas, wanted, robustness, changed });
    if (!found.length) return [h("p", { class: "notice empty" }, view.say.empty)];
    const shown = found.flatMap((layer) => [...layer.boxes, ...layer.quiet]);
    const warnings = new Set(shown.flatMap((box) => box.warnings));
    return [
      ...(warnings.size
        ? [h("details", { class: "alarm", "data-key": "alarm" }, h("summary", {}, sign("⚠"), ` ${view.say.warnings(warnings.size)}`), warningList([...warnings], view))]
        : []),
      picture(found, this.openedPanel(found, session, view), view, this),
    ];
  }

  private openedPanel(found: Layer[], session: Session, view: View): Opened | undefined {
    const box = found.flatMap((layer) => [...layer.boxes, ...layer.quiet]).find((one) => one.slot.slot === this.opened);
    if (!box) return undefined;
    const { decision, questions, products } = session.state;
    // The focus in it, and what is typed into it, outlive what is drawn around it; its questions come later than it does.
    const key = [decision?.id, box.slot.slot, view.language].join();
    if (this.panel?.key !== key) {
      const asks = h("div");
      this.panel = { key, node: panel(box, asks, view, this), asks, asked: "" };
    }
    const asked = [questions.size, products.size].join();
    if (this.panel.asked !== asked) {
      this.panel.asked = asked;
      const forms = this.questionsOf(box, session).map((one) => questionForm(one, view, this, false));
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
    if (known.some((one) => one.type === "products")) void session.learnProducts();
    return known.map((question) => this.askedFor(question, "", session, box));
  }

  private askedFor(question: Question, why: string, session: Session, box?: Box): AskedFor {
    const { areas, products } = session.state;
    const own = areas.find((one) => one.id === box?.slot.slot)?.products ?? [];
    const all = [...new Set([...own, ...products.keys()])];
    return { question, why, value: session.valueOf(question.id), products: all };
  }

  private drawQuestions(session: Session, view: View): void {
    const { interview, answered, decision } = session.state;
    const question = interview?.question;
    const key = [question?.id, interview !== undefined, answered.length, decision !== undefined, view.language].join();
    if (key !== this.questionKey) {
      this.questionKey = key;
      const next = question ? questionForm(this.askedFor(question, question.why.text, session), view, this, true) : undefined;
      this.draw(this.regions.questions, [
        answered.length ? this.answeredList(session, view) : "",
        interview ? h("section", { class: "next" }, heading(view, 1, {}, view.say.question), next ?? h("p", {}, view.say.nothingOpen)) : "",
      ]);
    }
  }

  private answeredList(session: Session, view: View): HTMLElement {
    const items = session.state.answered.map((one) =>
      h(
        "li",
        {},
        h("span", {}, one.text),
        h("button", { type: "button", class: "plain", onclick: () => void session.takeBack(one.question) }, view.say.undo, heard(`: ${one.text}`)),
      ),
    );
    return h("section", { class: "answered" }, heading(view, 1, {}, view.say.answered), h("ul", {}, ...items));
  }

  /** What was unfolded stays so. */
  private draw(region: HTMLElement, content: (Node | string)[]): void {
    const unfolded = [...region.querySelectorAll<HTMLElement>("details[open][data-key]")].map((one) => one.dataset["key"]);
    region.replaceChildren(...content.filter((one) => one !== ""));
    for (const one of region.querySelectorAll<HTMLDetailsElement>("details[data-key]")) {
      if (unfolded.includes(one.dataset["key"])) one.open = true;
    }
  }

  /** After drawing, the focus is where it was: on the same element, on the one in its place, or in its region at least. */
  private keepFocus(draw: () => void): void {
    const focused = this.shadowRoot?.activeElement;
    const region = Object.values(this.regions).find((one) => one !== focused && one.contains(focused ?? null));
    draw();
    if (!region || !(focused instanceof HTMLElement)) return;
    const key = focused.dataset["key"];
    const again = focused.isConnected ? focused : key ? region.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) : null;
    const box = region === this.regions.picture && this.opened ? this.shadowRoot?.getElementById(`box-${this.opened}`) : null;
    const found = again ?? box ?? region;
    if (this.shadowRoot?.activeElement !== found) found.focus({ preventScroll: true });
  }
}

function legend(view: View): HTMLElement {
  const { language } = view;
  const entries = Object.entries(VERDICT_WORDS[language]) as [keyof typeof VERDICT_SIGNS, string][];
  const badges = Object.entries(BADGE_WORDS[language]) as [keyof typeof BADGE_SIGNS, string][];
  return h(
    "details",
    { class: "legend", "data-key": "legend" },
    h("summary", {}, view.say.legend),
    h(
      "ul",
      {},
      ...entries.map(([id, word]) =>
        h("li", { class: `pick verdict-${id}` }, sign(VERDICT_SIGNS[id]), h("span", { class: "word" }, word)),
      ),
      ...badges.map(([id, word]) => h("li", {}, h("span", { class: `badge badge-${id}` }, sign(BADGE_SIGNS[id]), word))),
    ),
  );
}
