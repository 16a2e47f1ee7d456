/** What every part of the widget needs to draw itself. */

import { h } from "./dom";
import type { Language, Question } from "./types";
import type { Texts } from "./texts";

export interface View {
  language: Language;
  say: Texts;
  /** Where the pages of Portolan are, without a slash at the end. */
  pages: string;
  nameOf(product: string): string;
  /** Of the heading of it all: those below it follow. */
  level: number;
}

/** What a person does, told to whoever keeps the state. */
export interface Actions {
  open(slot: string | undefined): void;
  answer(question: string, value: unknown): void;
  skip(question: string): void;
  retry(): void;
}

export interface AskedFor {
  question: Question;
  /** Why it is asked; empty where nobody has worked that out. */
  why: string;
  /** The answer so far. */
  value: unknown;
  /** Products that may be chosen, the likeliest first. */
  products: string[];
}

/** A heading so many levels below that of it all. */
export function heading(view: View, below: number, properties: Record<string, string>, text: string): HTMLElement {
  const level = Math.min(view.level + below, 6) as 1 | 2 | 3 | 4 | 5 | 6;
  return h(`h${level}`, properties, text);
}
