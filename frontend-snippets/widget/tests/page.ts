/** Elements on a page, and what is in them. */

import { expect, vi } from "vitest";
import type { PortolanAdvice } from "../src/element";
import type { Service } from "./service";

/** `inside`: what stands between its tags, as JSON. */
export function place(service: Service, attributes: Record<string, string> = {}, inside = ""): PortolanAdvice {
  const made = document.createElement("portolan-advice") as PortolanAdvice;
  made.fetcher = service.fetch;
  for (const [name, value] of Object.entries({ api: "https://portolan.test/", ...attributes })) made.setAttribute(name, value);
  if (inside) {
    const script = document.createElement("script");
    script.type = "application/json";
    script.textContent = inside;
    made.append(script);
  }
  document.body.append(made);
  return made;
}

type Element = HTMLElement;

export const all = (element: Element, selector: string): HTMLElement[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
export const text = (element: Element, selector: string): (string | null)[] => all(element, selector).map((one) => one.textContent);
export const shown = (element: Element, selector: string): Promise<void> => vi.waitFor(() => expect(all(element, selector)).not.toEqual([]));
