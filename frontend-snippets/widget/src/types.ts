/** The shapes of the API that the widget reads: the part of its OpenAPI document that is shown here. */

export type Language = "en" | "ko";
export type VerdictName = "keep" | "adopt" | "trial" | "consider" | "migrate" | "avoid";
export type SlotStatus = "decided" | "open" | "contested" | "unserved" | "not-needed";
export type Badge = "firm" | "sensitive" | "may-change";

export interface Reason {
  rule: string;
  text: string;
  cites: string[];
}

export interface Verdict {
  product: string;
  name: string;
  verdict: VerdictName;
  because: Reason[];
  /** Rules whose conditions held, and the rules that won over them. */
  defeated: { rule: string; by: string }[];
  to: string[] | null;
  by_date: string | null;
  with: string[];
  ruled_out_by: string[];
}

export interface DecidedSlot {
  slot: string;
  title: string;
  area: string;
  status: SlotStatus;
  picks: string[];
  verdicts: Verdict[];
  need: { needed: boolean | null; because: Reason[] } | null;
}

export interface OpenQuestion {
  question: string;
  text: string;
  slots: string[];
}

export interface Warning {
  product: string | null;
  kind: string;
  date: string | null;
  text: string;
  rule: string;
  cites: string[];
  slots: string[];
}

/** Answers by section and name of the question. */
export type Profile = Record<string, Record<string, unknown>>;

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

export interface AreaOfSlot {
  id: string;
  area: string;
  area_title: string;
  products: string[];
}

export type QuestionType = "bool" | "choice" | "choices" | "int" | "number" | "version" | "products" | "versions";

export interface Question {
  id: string;
  type: QuestionType;
  text: string;
  help: string;
  options: { id: string; text: string }[];
  minimum: number | null;
}

export interface Interview {
  question: (Question & { why: { text: string } }) | null;
  progress: { answered: number; remaining: number; open: number; settled: number; slots: number };
}

export interface Robustness {
  picks: { slot: string; product: string; badge: Badge }[];
}

/** What is asked: the body of a recommendation. */
export interface Asked {
  profile: Profile;
  edition?: string;
  as_of?: string;
}
