/** What the plugin reads of Portolan's answers. The whole of them: /v1/openapi.json of the service. */

export type VerdictWord = 'adopt' | 'keep' | 'trial' | 'consider' | 'migrate' | 'avoid';
export type SlotStatus = 'decided' | 'open' | 'contested' | 'unserved' | 'not-needed';
export type WarningKind = 'end-of-life' | 'deprecation' | 'licence' | 'limit' | 'conflict' | 'stale-premise';
export type Language = 'en' | 'ko';

export type Answer = boolean | number | string | string[] | Record<string, string>;
/** Section → question → answer, as a profile file has it. */
export type Profile = Record<string, Record<string, Answer>>;

export interface Reason {
  rule: string;
  text: string;
  cites: string[];
}

export interface Verdict {
  product: string;
  name: string;
  verdict: VerdictWord;
  because: Reason[];
  defeated: { rule: string; text: string }[];
  to: string[] | null;
  by_date: string | null;
  with: string[];
  contested: boolean;
}

export interface Slot {
  slot: string;
  title: string;
  area: string;
  status: SlotStatus;
  picks: string[];
  verdicts: Verdict[];
  need: { needed: boolean; because: Reason[] };
}

export interface Warning {
  product: string | null;
  kind: WarningKind;
  date: string | null;
  text: string;
  slots: string[];
}

export interface Decision {
  id: string;
  edition: string;
  as_of: string;
  slots: Slot[];
  warnings: Warning[];
  open_questions: { question: string; text: string; slots: string[] }[];
  receipt: { request: { profile: Profile; edition: string; as_of: string; language: Language } };
  links: { self: string; page: string };
}

export interface Question {
  id: string;
  type: 'bool' | 'int' | 'number' | 'choice' | 'choices' | 'version' | 'products' | 'versions';
  text: string;
  help: string;
  options: { id: string; text: string }[];
  minimum: number | null;
}

/** A question of the interview, with what it could change. */
export interface NextQuestion extends Question {
  section_title: string;
  why: { text: string };
}

export interface Interview {
  edition: string;
  question: NextQuestion | null;
  progress: { answered: number; skipped: number; remaining: number; slots: number; settled: number; open: number; left: number };
  implied: { question: string; text: string }[];
}

export interface Edition {
  id: string;
  title: string;
  published: string;
}

export interface StoryLine {
  kind: string;
  slot: string;
  title: string;
  text: string;
  reasons: { rule: string; text: string }[];
}

export interface Comparison {
  before: { id: string; edition: string };
  after: { id: string; edition: string };
  counts: { slots: number; changed: number; picks_added: number; picks_dropped: number; verdicts: number };
  story: StoryLine[];
}

export interface ListedDecision {
  id: string;
  made_at: string;
  subjects: string[];
  edition: string;
}

export interface EntityDecision {
  entity: string;
  decision: string;
}

/** Area → its title. */
export type AreaTitles = Record<string, string>;
