/** What every part of the widget needs to draw itself. */

import { h, heard } from "./dom";
import type { Language, Question } from "./types";
import type { Texts } from "./texts";

export interface View {
  language: Language;
  say: Texts;
  /** Where the pages of Portolan are, without a slash at the end. */
  pages: string;
  /** The page of the decision that is shown, as an address; empty where there is none. */
  page: string;
  /** The day that is decided for; empty until it is known. */
  today: string;
  /** The edition that changes are marked from; empty until it is known. */
  since: string;
  nameOf(product: string): string;
  /** Of the heading of it all: those below it follow. */
  level: number;
}

/** What a person does, told to whoever keeps the state. */
export interface Actions {
  open(slot: string | undefined): void;
  answer(question: string, value: unknown): void;
  skip(question: string): void;
  takeBack(question: string): void;
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
  /** Those of them that the answers so far name. */
  named: string[];
}

/** A heading so many levels below that of it all. */
export function heading(view: View, below: number, properties: Record<string, string>, text: string): HTMLElement {
  const level = Math.min(view.level + below, 6) as 1 | 2 | 3 | 4 | 5 | 6;
  return h(`h${level}`, properties, text);
}

/** In a window of its own: the host's page is not to be left. */
export function outward(href: string, text: string, view: View, properties: Record<string, string> = {}): HTMLElement {
  return h("a", { ...properties, href, target: "_blank", rel: "noopener" }, text, heard(` (${view.say.newWindow})`));
}

/** The page of a rule, a claim or a product. */
export function pageOf(kind: "rules" | "claims" | "products", id: string, view: View): string {
  return `${view.pages}/${kind}/${id.split("/").map(encodeURIComponent).join("/")}?lang=${view.language}`;
}
