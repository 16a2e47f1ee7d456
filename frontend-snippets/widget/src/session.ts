/** One piece of advice over time: it is loaded, answered in place, and told anew. Knows nothing of how it is shown. */

import { ApiError, type Api } from "./client";
import { changedSlots } from "./layout";
import { answerIn, isAddress, readProfile, withAnswer } from "./profile";
import type { AreaOfSlot, Asked, Decision, Interview, Question, Robustness } from "./types";

/** Where the advice comes from: a decision that was made, or answers (as text, or the address of a text). */
export type Origin = { decision: string } | { profile: string; edition?: string; as_of?: string };

export interface Given {
  question: string;
  text: string;
  /** The answer before; undefined: none. */
  before: unknown;
}

export interface State {
  busy: boolean;
  failure: ApiError | undefined;
  decision: Decision | undefined;
  areas: AreaOfSlot[];
  changed: ReadonlySet<string>;
  answered: Given[];
  robustness: Robustness | undefined;
  interview: Interview | undefined;
  questions: Map<string, Question>;
  products: Map<string, string>;
}

export interface Listener {
  /** Something is to be drawn anew. */
  changed(): void;
  /** A decision has arrived, and was drawn. */
  decided(decision: Decision, asked: Asked): void;
}

export class Session {
  state: State = {
    busy: true,
    failure: undefined,
    decision: undefined,
    areas: [],
    changed: new Set(),
    answered: [],
    robustness: undefined,
    interview: undefined,
    questions: new Map(),
    products: new Map(),
  };
  private skipped: string[] = [];
  private pending = new AbortController();
  /** What is to be done again after a failure. */
  private last: () => Promise<void> = () => this.start();

  constructor(
    private readonly api: Api,
    private readonly origin: Origin,
    private readonly listener: Listener,
    /** What is asked, where that is known already. */
    private asked?: Asked,
  ) {}

  /** What was asked last, with the answers given here. */
  get said(): Asked | undefined {
    return this.asked;
  }

  end(): void {
    this.pending.abort();
  }

  start(): Promise<void> {
    return this.run(() => this.start(), (signal) => this.first(signal));
  }

  retry(): Promise<void> {
    return this.last();
  }

  answer(question: string, value: unknown): Promise<void> {
    const before = answerIn(this.asked?.profile ?? {}, question);
    const others = this.state.answered.filter((one) => one.question !== question);
    const first = this.state.answered.find((one) => one.question === question);
    const given = { question, text: this.textOf(question), before: first ? first.before : before };
    return this.ask(question, value, [...others, given]);
  }

  takeBack(question: string): Promise<void> {
    const given = this.state.answered.find((one) => one.question === question);
    return this.ask(question, given?.before, this.state.answered.filter((one) => one !== given));
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
    return answerIn(this.asked?.profile ?? {}, question);
  }

  /** The answers with one more, as a host may want to keep them. */
  profileWith(question: string, value: unknown): Asked["profile"] {
    return withAnswer(this.asked?.profile ?? {}, question, value);
  }

  private async first(signal: AbortSignal): Promise<void> {
    const [areas, decision] = await Promise.all([this.api.slots(signal), this.decide(signal)]);
    this.told(decision, { areas });
  }

  private async decide(signal: AbortSignal): Promise<Decision> {
    if (this.asked) return this.api.recommend(this.asked, signal);
    if ("decision" in this.origin) return this.api.decision(this.origin.decision, signal);
    const { profile, ...beside } = this.origin;
    const source = readProfile(isAddress(profile) ? await this.api.text(profile, signal) : profile);
    if (source.kind === "yaml") return this.api.recommendYaml(source.text, signal);
    this.asked = { ...source.asked, ...beside };
    return this.api.recommend(this.asked, signal);
  }

  private ask(question: string, value: unknown, answered: Given[]): Promise<void> {
    const profile = this.profileWith(question, value);
    return this.run(() => this.ask(question, value, answered), async (signal) => {
      const asked = { ...this.asked, profile };
      const decision = await this.api.recommend(asked, signal);
      const before = this.state.decision;
      this.asked = asked;
      this.told(decision, { answered, changed: before ? changedSlots(before, decision) : new Set() });
    });
  }

  private told(decision: Decision, more: Partial<State>): void {
    // An edition and a day that nobody named are those that were found: answers do not move them.
    const { profile, edition, as_of } = decision.receipt.request;
    this.asked = this.asked ?? { profile, edition, as_of };
    this.set({ ...more, decision, robustness: undefined, failure: undefined, busy: false });
    this.listener.decided(decision, this.asked);
    void this.quietly(() => this.nextQuestion());
    void this.quietly(async (signal) => this.set({ robustness: await this.api.robustness(decision.id, signal) }));
  }

  private async nextQuestion(): Promise<void> {
    const interview = await this.api.interview(this.asked ?? { profile: {} }, this.skipped, this.pending.signal);
    if (interview.question?.type === "products") await this.learnProducts();
    this.set({ interview });
  }

  private textOf(question: string): string {
    const asked = this.state.interview?.question;
    const open = this.state.decision?.open_questions.find((one) => one.question === question);
    return open?.text ?? (asked?.id === question ? asked.text : this.state.questions.get(question)?.text) ?? question;
  }

  /** Only the newest of what is asked counts. */
  private async run(again: () => Promise<void>, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.pending.abort();
    this.pending = new AbortController();
    const { signal } = this.pending;
    this.last = again;
    this.set({ busy: true, failure: undefined });
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof ApiError ? error : new ApiError("failed", "");
      this.set({ busy: false, failure });
    }
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
