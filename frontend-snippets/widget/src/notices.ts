/** What is said where there is no picture, or in place of a new one. */

import { h } from "./dom";
import type { ApiError, FailureKind } from "./failure";
import type { Actions, View } from "./view";

export function loading(view: View): HTMLElement {
  const bones = [5, 3, 4].map((count) =>
    h("div", { class: "boxes" }, ...Array.from({ length: count }, () => h("div", { class: "bone" }))),
  );
  return h("div", { class: "skeleton" }, h("p", { class: "faint" }, view.say.loading), h("div", { "aria-hidden": "true" }, ...bones));
}

/** What happened, what the service says of it, and what to do. `kept`: an older picture is still there. */
export function failure(error: ApiError, kept: boolean, view: View, actions: Actions): HTMLElement {
  const { say } = view;
  const [title, remedy] = say.failures[error.kind];
  return h(
    "div",
    { class: `notice ${STYLES[error.kind] ?? "error"}${kept ? " kept" : ""}`, part: "notice", role: "alert" },
    h("p", {}, h("b", {}, title)),
    h("p", {}, [remedy, error.wait !== undefined && say.later(error.wait), kept && say.stale].filter(Boolean).join(" ")),
    error.about !== undefined && h("p", {}, say.inPlace(error.about)),
    ...(isTold(error.kind, view) ? saidOf(error, view) : []),
    h("button", { type: "button", "data-key": "retry", onclick: () => actions.retry() }, say.again),
  );
}

/** Kinds of which what the service says is what there is to mend; of the others the remedy tells enough. */
const TELLING: ReadonlySet<FailureKind> = new Set(["refused", "missing"]);

/** The service speaks English alone: who reads another language is spared what they need not know. */
const isTold = (kind: FailureKind, { language }: View): boolean => language === "en" || TELLING.has(kind);

/** What the service says, marked as the English that it is. */
export function saidOf({ message, details }: ApiError, { say }: View): HTMLElement[] {
  const lines = details.length ? [h("ul", { lang: "en" }, ...details.map((one) => h("li", {}, one)))] : [];
  return message || (details.length && say.said) ? [h("p", {}, say.said, h("span", { lang: "en" }, message)), ...lines] : lines;
}

/** Those that pass by themselves look milder. */
const STYLES: Partial<Record<FailureKind, string>> = { offline: "offline", limited: "later", unready: "later" };
