/** One piece of advice over time: it is loaded, answered in place, and told anew. Knows nothing of how it is shown. */

import type { Api } from "./client";
import { ApiError } from "./failure";
import { changedSlots } from "./layout";
import { answerIn, isAddress, readProfile, withAnswer } from "./profile";
import type { AreaOfSlot, Asked, Decision, Interview, PictureDocument, Profile, Question } from "./types";

/** Where the advice comes from: a decision that was made, or answers (as text, or the address of a text).
 *
 *  `place`: where the text stands, for who has to mend it.
 */
export type Origin = { decision: string } | { profile: string; place: string; edition?: string; as_of?: string };

export interface Given {
  question: string;
  text: string;
  /** The answer before; undefined: none. */
  before: unknown;
}

export interface State {
  busy: boolean;
  failure: ApiError | undefined;
  /** An answer that the service did not take: it is told where it was given. */
  refusal: { question: string; error: ApiError } | undefined;
  decision: Decision | undefined;
  areas: AreaOfSlot[];
  changed: ReadonlySet<string>;
  answered: Given[];
  picture: PictureDocument | undefined;
  interview: Interview | undefined;
  questions: Map<string, Question>;
  products: Map<string, string>;
}

const NOTHING: State = {
  busy: true,
  failure: undefined,
  refusal: undefined,
  decision: undefined,
  areas: [],
  changed: new Set(),
  answered: [],
  picture: undefined,
  interview: undefined,
  questions: new Map(),
  products: new Map(),
};

/** What one session leaves to the next: with `shown` its picture stays until there is another one. */
export interface Kept {
  asked?: Asked | undefined;
  answered?: Given[];
  shown?: Shown | undefined;
}

/** Seconds: whoever is told to wait longer decides for themselves, and what fails again and again is asked ever less. */
const LONGEST_WAIT = 300;

type Shown = Pick<State, "decision" | "areas" | "picture" | "questions" | "products">;

export interface Listener {
  /** Something is to be drawn anew. */
  changed(): void;
  /** A decision has arrived, and was drawn. */
  decided(decision: Decision, asked: Asked): void;
}

export class Session {
  state: State;
  private asked: Asked | undefined;
  private skipped: string[] = [];
  private pending = new AbortController();
  /** What is to be done again after a failure. */
  private last: () => Promise<void> = () => this.start();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** How often it was tried again without success. */
  private failed = 0;

  constructor(
    private readonly api: Api,
    private readonly origin: Origin,
    private readonly listener: Listener,
    kept: Kept = {},
  ) {
    this.asked = kept.asked;
    this.state = { ...NOTHING, ...kept.shown, answered: kept.answered ?? [] };
  }

  /** What was answered here so far. */
  get said(): Kept {
    return this.state.answered.length ? { asked: this.asked, answered: this.state.answered } : {};
  }

  /** What may stay to be seen while the next session has nothing to show. */
  get shown(): Shown {
    const { decision, areas, picture, questions, products } = this.state;
    return { decision, areas, picture, questions, products };
  }

  get profile(): Profile {
    return this.asked?.profile ?? {};
  }

  end(): void {
    clearTimeout(this.timer);
    this.pending.abort();
  }

  start(): Promise<void> {
    return this.run(() => this.start(), (signal) => this.first(signal));
  }

  retry(): Promise<void> {
    return this.last();
  }

  answer(question: string, value: unknown): Promise<void> {
    const others = this.state.answered.filter((one) => one.question !== question);
    const first = this.state.answered.find((one) => one.question === question);
    const given = { question, text: this.textOf(question), before: first ? first.before : this.valueOf(question) };
    return this.ask(question, value, [...others, given]);
  }

  takeBack(question: string): Promise<void> {
    return this.ask(question, this.valueBefore(question), this.state.answered.filter((one) => one.question !== question));
  }

  async skip(question: string): Promise<void> {
    this.skipped.push(question);
    await this.quietly(() => this.nextQuestion());
  }

  /** What the questions of a slot are drawn from; asked for once, when the first slot is opened. */
  async learnQuestions(): Promise<void> {
    if (this.state.questions.size) return;
    await this.quietly(async (signal) => this.set({ questions: await this.api.questions(signal) }));
  }

  async learnProducts(): Promise<void> {
    if (this.state.products.size) return;
    await this.quietly(async (signal) => this.set({ products: await this.api.products(signal) }));
  }

  valueOf(question: string): unknown {
    return answerIn(this.profile, question);
  }

  /** The answer to a question before anything was answered here. */
  valueBefore(question: string): unknown {
    return this.state.answered.find((one) => one.question === question)?.before;
  }

  /** The answers with one more, as a host may want to keep them. */
  profileWith(question: string, value: unknown): Profile {
    return withAnswer(this.profile, question, value);
  }

  private async first(signal: AbortSignal): Promise<void> {
    const [areas, decision] = await Promise.all([this.api.slots(signal), this.decide(signal)]);
    const before = this.state.decision;
    this.told(decision, { areas, changed: before ? changedSlots(before, decision) : new Set() });
    if (this.state.answered.length) void this.learnQuestions();
  }

  private async decide(signal: AbortSignal): Promise<Decision> {
    if (this.asked) return this.api.recommend(this.asked, signal);
    if ("decision" in this.origin) return this.api.decision(this.origin.decision, signal);
    const { profile, place, ...beside } = this.origin;
    try {
      const source = readProfile(isAddress(profile) ? await this.api.text(profile, signal) : profile);
      if (source.kind === "text") return await this.api.recommendText(source.text, source.type, signal);
      const asked = { ...source.asked, ...beside };
      const decision = await this.api.recommend(asked, signal);
      this.asked = asked;
      return decision;
    } catch (error) {
      if (error instanceof ApiError && (error.kind === "refused" || error.kind === "missing")) error.about = place;
      throw error;
    }
  }

  private ask(question: string, value: unknown, answered: Given[]): Promise<void> {
    const before = { asked: this.asked, answered: this.state.answered };
    // At once: another answer may follow before the service has said anything of this one.
    const asked = { ...this.asked, profile: this.profileWith(question, value) };
    this.asked = asked;
    this.state = { ...this.state, answered };
    return this.run(() => this.ask(question, value, answered), async (signal) => {
      try {
        const decision = await this.api.recommend(asked, signal);
        const shown = this.state.decision;
        this.told(decision, { changed: shown ? changedSlots(shown, decision) : new Set() });
      } catch (error) {
        if (!(error instanceof ApiError) || error.kind !== "refused") throw error;
        this.asked = before.asked;
        this.set({ busy: false, answered: before.answered, refusal: { question, error } });
      }
    });
  }

  private told(decision: Decision, more: Partial<State>): void {
    // An edition and a day that nobody named are those that were found: answers do not move them.
    const { profile, edition, as_of } = decision.receipt.request;
    this.asked = this.asked ?? { profile, edition, as_of };
    this.set({ ...more, decision, picture: undefined, failure: undefined, busy: false });
    this.listener.decided(decision, this.asked);
    void this.quietly(() => this.nextQuestion());
    void this.quietly(async (signal) => this.set({ picture: await this.api.picture(decision.id, signal) }));
  }

  private async nextQuestion(): Promise<void> {
    const { signal } = this.pending;
    const interview = await this.api.interview(this.asked ?? { profile: {} }, this.skipped, signal);
    if (NAMING.has(interview.question?.type)) await this.learnProducts();
    this.set({ interview });
  }

  private textOf(question: string): string {
    const asked = this.state.interview?.question;
    const open = this.state.decision?.open_questions.find((one) => one.question === question);
    return open?.text ?? (asked?.id === question ? asked.text : this.state.questions.get(question)?.text) ?? question;
  }

  /** Only the newest of what is asked counts. */
  private async run(again: () => Promise<void>, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    clearTimeout(this.timer);
    this.pending.abort();
    this.pending = new AbortController();
    const { signal } = this.pending;
    this.last = again;
    this.set({ busy: true, failure: undefined, refusal: undefined });
    try {
      await work(signal);
      this.failed = 0;
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof ApiError ? error : new ApiError("foreign", "");
      this.tryLater(failure);
      if (!(error instanceof ApiError)) console.error("portolan-advice", error);
      this.set({ busy: false, failure });
    }
  }

  private tryLater(failure: ApiError): void {
    if (failure.wait === undefined) return;
    failure.wait *= 2 ** this.failed++;
    if (failure.wait > LONGEST_WAIT) failure.wait = undefined;
    else this.timer = setTimeout(() => void this.last(), failure.wait * 1000);
  }

  /** For what makes the picture richer: where it fails, the picture stands without it. */
  private async quietly(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    try {
      await work(this.pending.signal);
    } catch (error) {
      if (!(error instanceof ApiError) && !this.pending.signal.aborted) console.debug("portolan-advice", error);
    }
  }

  private set(more: Partial<State>): void {
    this.state = { ...this.state, ...more };
    this.listener.changed();
  }
}

/** Types of questions whose answers name products. */
const NAMING: ReadonlySet<string | undefined> = new Set(["products", "versions"]);
