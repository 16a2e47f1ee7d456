/** The shapes of the API that the widget reads. Those that hosts meet too are in portolan-advice.d.ts. */

import type { Profile } from "../portolan-advice";

export type {
  AnswerDetail,
  DecidedSlot,
  Decision,
  DecisionDetail,
  Fetcher,
  Language,
  OpenQuestion,
  PortolanAdviceElement,
  Profile,
  Reason,
  SlotStatus,
  Verdict,
  VerdictName,
  Warning,
} from "../portolan-advice";

export type Badge = "firm" | "sensitive" | "may-change";

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
  progress: { settled: number; slots: number };
}

/** What a decision does not say by itself: how firm its picks stand, and what changed since the edition before. */
export interface PictureDocument {
  since: { edition: string; text: string } | null;
  bands: { areas: { slots: PictureSlot[] }[] }[];
}

export interface PictureSlot {
  slot: string;
  note: string | null;
  picks: { product: string; badge: Badge }[];
  change: { word: string; text: string | null } | null;
}

/** What is asked: the body of a recommendation. */
export interface Asked {
  profile: Profile;
  edition?: string;
  as_of?: string;
}
