/** The element: attributes in, a picture and events out. */

import { Api } from "./client";
import { Session, type Kept, type Listener, type Origin } from "./session";
import { sheet } from "./styles";
import { Surface, type Look } from "./surface";
import { TEXTS } from "./texts";
import type { Asked, Decision, DecisionDetail, Fetcher, Language, PortolanAdviceElement } from "./types";
import type { Actions } from "./view";

const ORIGIN = ["api", "profile", "decision", "edition", "as-of", "language"];
const LOOKS = ["slots", "pages", "heading"];

/** Where the script came from: the API is there, unless it is said otherwise. */
const SCRIPT = (document.currentScript as HTMLScriptElement | null)?.src;

export class PortolanAdvice extends HTMLElement implements PortolanAdviceElement, Listener, Actions {
  static readonly observedAttributes = [...ORIGIN, ...LOOKS];

  private readonly surface = new Surface(this);
  private session: Session | undefined;
  /** What the session was started for: of another API, or in another language, nothing is worth keeping. */
  private startedFor = "";
  private scheduled = false;
  private kept: Kept = {};
  private opened: string | undefined;
  private askedWith: Fetcher = (input, init) => fetch(input, init);

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet()];
    shadow.append(this.surface.root);
  }

  /** How the API is asked: a host that signs its requests puts its own in. */
  set fetcher(given: Fetcher) {
    this.askedWith = given;
    this.kept = this.session?.said ?? this.kept;
    this.restart();
  }

  get fetcher(): Fetcher {
    return this.askedWith;
  }

  get current(): Decision | undefined {
    return this.session?.state.decision;
  }

  connectedCallback(): void {
    // What a host set before the script was there hides the setter.
    const early = Object.getOwnPropertyDescriptor(this, "fetcher")?.value as Fetcher | undefined;
    if (early) {
      Reflect.deleteProperty(this, "fetcher");
      this.fetcher = early;
    }
    addEventListener("online", this.reconnect);
    // One that is only moved goes on.
    if (!this.session || this.startedFor !== this.identity()) this.restart();
  }

  disconnectedCallback(): void {
    removeEventListener("online", this.reconnect);
    queueMicrotask(() => {
      if (this.isConnected || !this.session) return;
      this.kept = { ...this.session.said, shown: this.session.shown };
      this.session.end();
      this.session = undefined;
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (LOOKS.includes(name)) this.changed();
    // In another language the same is told: answers that were given stay.
    else if (name === "language") this.kept = this.session?.said ?? this.kept;
    else this.kept = {};
    if (ORIGIN.includes(name)) this.restart();
  }

  // --- what a person does ---------------------------------------------------------------------------------------

  open(slot: string | undefined): void {
    const at = slot ?? this.opened;
    this.opened = slot;
    this.changed();
    if (at) this.surface.focusBox(at);
    if (slot) void this.session?.learnQuestions();
  }

  answer(question: string, value: unknown): void {
    if (this.mayAnswer(question, value)) void this.session?.answer(question, value);
  }

  takeBack(question: string): void {
    if (this.mayAnswer(question, this.session?.valueBefore(question))) void this.session?.takeBack(question);
  }

  skip(question: string): void {
    void this.session?.skip(question);
  }

  retry(): void {
    void this.session?.retry();
  }

  // --- what a session tells -------------------------------------------------------------------------------------

  changed(): void {
    if (this.session) this.surface.draw(this.session, this.look());
  }

  decided(decision: Decision, asked: Asked): void {
    if (!this.session) return;
    this.surface.announce(this.session, this.look());
    const detail: DecisionDetail = { id: decision.id, decision, profile: asked.profile };
    this.dispatchEvent(new CustomEvent("portolan-decision", { detail, bubbles: true, composed: true }));
  }

  /** False where a host has taken it over. */
  private mayAnswer(question: string, value: unknown): boolean {
    if (!this.session) return false;
    const detail = { question, value, profile: this.session.profileWith(question, value) };
    return this.dispatchEvent(new CustomEvent("portolan-answer", { detail, bubbles: true, composed: true, cancelable: true }));
  }

  private readonly reconnect = (): void => {
    if (this.session?.state.failure?.kind === "offline") this.retry();
  };

  // --- from attributes ------------------------------------------------------------------------------------------

  /** Once, however many attributes a framework sets. */
  private restart(): void {
    if (this.scheduled || !this.isConnected) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      if (this.isConnected) this.begin();
    });
  }

  private begin(): void {
    const identity = this.identity();
    const shown = this.kept.shown ?? this.session?.shown;
    const { asked, answered = [] } = this.kept;
    const kept = this.startedFor === identity && shown ? { asked, answered, shown } : { asked, answered };
    this.kept = {};
    this.startedFor = identity;
    this.session?.end();
    const api = new Api({ base: this.base(), language: this.language(), fetch: this.askedWith });
    this.session = new Session(api, this.origin(), this, kept);
    void this.session.start();
  }

  /** A decision of another id, or one in the place of a profile, is another matter: what is shown does not stay. */
  private identity(): string {
    return [this.base(), this.language(), this.getAttribute("decision") ?? ""].join(" ");
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
    const say = TEXTS[this.language()];
    const given = this.getAttribute("profile");
    const inline = this.querySelector('script[type="application/json"], script[type="application/yaml"]')?.textContent;
    const [edition, asOf] = [this.getAttribute("edition"), this.getAttribute("as-of")];
    const place = given || !inline ? say.attribute("profile") : say.inside;
    return { profile: given || inline || "{}", place, ...(edition && { edition }), ...(asOf && { as_of: asOf }) };
  }

  private look(): Look {
    return {
      language: this.language(),
      level: Math.min(Math.max(Number(this.getAttribute("heading")) || 2, 1), 4),
      pages: (this.getAttribute("pages") ?? this.base()).replace(/\/+$/, ""),
      wanted: (this.getAttribute("slots") ?? "").split(/[\s,]+/).filter(Boolean),
      opened: this.opened,
    };
  }
}
