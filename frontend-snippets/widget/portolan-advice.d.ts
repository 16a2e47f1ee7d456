/** `<portolan-advice>` for who writes TypeScript around it: the element, what it tells, and what it is told.
 *
 *  The widget itself is written against these types, and a test holds them to the service's OpenAPI document.
 *  A newer service may say more than is named here, a verdict or a warning of a new kind among it: the widget shows such
 *  a word as it stands.
 */

export type Language = "en" | "ko";
export type VerdictName = "keep" | "adopt" | "trial" | "consider" | "migrate" | "avoid";
export type SlotStatus = "decided" | "open" | "contested" | "unserved" | "not-needed";

export interface Reason {
  rule: string;
  text: string;
  cites: string[];
}

/** A rule whose conditions held, and the rule that won over it. */
export interface Defeat {
  rule: string;
  by: string;
}

export interface Verdict {
  product: string;
  name: string;
  verdict: VerdictName;
  because: Reason[];
  defeated: Defeat[];
  to: string[] | null;
  by_date: string | null;
  with: string[];
  ruled_out_by: string[];
  contested: boolean;
}

export interface DecidedSlot {
  slot: string;
  title: string;
  area: string;
  status: SlotStatus;
  picks: string[];
  verdicts: Verdict[];
  need: { needed: boolean; because: Reason[] };
}

export interface OpenQuestion {
  question: string;
  text: string;
  slots: string[];
}

export interface Warning {
  product: string;
  kind: string;
  date: string | null;
  text: string;
  rule: string;
  cites: string[];
  slots: string[];
}

/** Answers by section and name of the question. */
export type Profile = Record<string, Record<string, unknown>>;

/** What `POST /v1/recommendations` answers, as far as the widget reads it. */
export interface Decision {
  id: string;
  edition: string;
  as_of: string;
  slots: DecidedSlot[];
  open_questions: OpenQuestion[];
  warnings: Warning[];
  receipt: { request: { profile: Profile; edition: string; as_of: string } };
  links: { self: string; page: string };
}

/** How the API is asked. Only an address as text is passed, and an `init` with an AbortSignal. */
export type Fetcher = (input: string, init?: RequestInit) => Promise<Response>;

/** A recommendation has arrived, and is shown. */
export interface DecisionDetail {
  id: string;
  decision: Decision;
  /** The answers that it was made from. */
  profile: Profile;
}

/** Somebody answers, or takes an answer back. `preventDefault()` leaves what follows to the host. */
export interface AnswerDetail {
  /** Its section and its name: `section.name`. */
  question: string;
  /** As a profile has it; undefined: there is no answer to it any more. */
  value: unknown;
  /** The answers with this one among them. */
  profile: Profile;
}

export interface PortolanAdviceElement extends HTMLElement {
  /** Puts a client of the host's own in the place of `fetch`, such as one that signs requests. */
  fetcher: Fetcher;
  /** The recommendation that is shown; undefined until there is one. */
  readonly current: Decision | undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    "portolan-advice": PortolanAdviceElement;
  }
  // They bubble, and leave shadow trees: any element around may listen.
  interface GlobalEventHandlersEventMap {
    "portolan-decision": CustomEvent<DecisionDetail>;
    "portolan-answer": CustomEvent<AnswerDetail>;
  }
}
