/** What is said where there is no picture, or in place of a new one. */

import { h } from "./dom";
import type { ApiError } from "./failure";
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
    { class: `notice ${error.kind === "offline" ? "offline" : "error"}${kept ? " kept" : ""}`, part: "notice", role: "alert" },
    h("p", {}, h("b", {}, title)),
    h("p", {}, remedy, kept && ` ${say.stale}`),
    error.about !== undefined && h("p", {}, say.inPlace(error.about)),
    error.message !== "" && h("p", {}, error.message),
    error.details.length > 0 && h("ul", {}, ...error.details.map((one) => h("li", {}, one))),
    h("button", { type: "button", "data-key": "retry", onclick: () => actions.retry() }, say.again),
  );
}
