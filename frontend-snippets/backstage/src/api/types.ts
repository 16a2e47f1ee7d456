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
  section_title: string;
  type: 'bool' | 'int' | 'number' | 'choice' | 'choices' | 'version' | 'products' | 'versions';
  text: string;
  help: string;
  options: { id: string; text: string }[];
  minimum: number | null;
}

/** A question of the interview, with what it could change. */
export interface NextQuestion extends Question {
  why: { text: string };
}

/** What is decided about: a profile, and the edition and the day where a file names them. */
export interface Request {
  profile: Profile;
  edition?: string;
  as_of?: string;
}

export interface Interview {
  edition: string;
  question: NextQuestion | null;
  progress: { answered: number; skipped: number; remaining: number; slots: number; settled: number; open: number; left: number };
  implied: { question: string; text: string }[];
  /** Every question as it stands, in its order. A Portolan that is older than the plugin does not tell. */
  questions?: QuestionStanding[];
}

export interface QuestionStanding {
  question: string;
  standing: 'open' | 'waiting' | 'settled' | 'beside' | 'skipped' | 'answered' | 'implied';
  /** Why it is asked, or why it is not any more. */
  text: string;
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
  /** What is new, judged otherwise or warned of; and what is gone. */
  products: Named[];
  instead_of: Named[];
  /** Of a verdict, or of a slot's status. */
  verdicts: { before: string | null; after: string | null } | null;
  warning: { kind: WarningKind; date: string | null } | null;
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

export type Badge = 'firm' | 'sensitive' | 'may-change';
export type ChangeKind = 'new' | 'changed' | 'gone';

export interface Named {
  product: string;
  name: string;
}

interface JudgedThen extends Named {
  verdict: VerdictWord;
  verdict_text: string;
}

export interface PicturePick extends JudgedThen {
  badge: Badge;
  badge_text: string;
  with: Named[];
  new: boolean;
}

export interface PictureSlot {
  slot: string;
  title: string;
  status: SlotStatus;
  status_text: string;
  needed: boolean;
  note: string | null;
  picks: PicturePick[];
  leaving: (JudgedThen & { to: Named[]; by_date: string | null; by_text: string | null })[];
  warnings: (Named & { kind: WarningKind; date: string | null; label: string; text: string; new: boolean })[];
  change: { kind: ChangeKind; word: string; before: JudgedThen[]; text: string | null } | null;
}

export interface PictureArea {
  area: string;
  title: string;
  columns: number;
  slots: PictureSlot[];
  not_needed: { slot: string; title: string }[];
}

/** A decision laid out: bands from top to bottom, in each its areas from left to right. Every word is in the language asked for. */
export interface Picture {
  decision: string;
  title: string;
  since: { edition: string; as_of: string; new: number; changed: number; gone: number; text: string } | null;
  bands: { columns: number; areas: PictureArea[] }[];
}

/** What a pick hangs on: answers that were given, and questions that were not answered. */
export interface Robustness {
  picks: (Named & { slot: string; badge: Badge; given: { text: string }[]; open: { text: string }[]; joined: { text: string }[] })[];
}

export type StandingWord = 'accepted' | 'overruled' | 'pending';

export interface Standing {
  decision: string;
  as_of: string;
  standing: StandingWord;
  counts: { accepted: number; overruled: number; pending: number; comments: number };
  slots: SlotStanding[];
}

export interface SlotStanding {
  slot: string;
  title: string;
  standing: StandingWord | 'not-needed';
  accepted: { by: string; at: string; whole: boolean } | null;
  overruled: Overruled[];
}

export interface Overruled {
  review: string;
  product: string;
  verdict: VerdictWord;
  instead: VerdictWord | null;
  until: string;
  by: string;
  text: string;
}

/** Whose reviews and waivers: those of one decision, or of an entity, by its ref, on whatever decisions. */
export type About = { decision: string } | { subject: string };

export interface Review {
  id: string;
  decision: string;
  kind: 'comment' | 'accept' | 'overrule' | 'withdraw';
  state: 'in-force' | 'expired' | 'withdrawn';
  by: string;
  at: string;
  text: string | null;
  slot: string | null;
  product: string | null;
  /** Of an overrule: what there shall be instead. */
  verdict: VerdictWord | null;
  until: string | null;
}

export interface Waiver {
  id: string;
  state: 'active' | 'expired' | 'reopened' | 'withdrawn';
  subject: string | null;
  slot: string;
  product: string;
  verdict: VerdictWord | null;
  reason: string;
  until: string;
  by: string;
}

/** What is said of a decision. Who says it comes from whoever is signed in, and from nothing else. */
export interface ReviewRequest {
  kind: Review['kind'];
  text?: string;
  slot?: string;
  product?: string;
  verdict?: VerdictWord;
  until?: string;
  review?: string;
}

export interface WaiverRequest {
  decision: string;
  slot: string;
  product: string;
  reason: string;
  until: string;
  subject?: string;
}

/** Who asks, as Portolan sees them, and what they may do. */
export interface Caller {
  caller: string;
  roles: string[];
}
