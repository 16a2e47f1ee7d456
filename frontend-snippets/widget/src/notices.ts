/** What is said where there is no picture, or in place of a new one. */

import type { ApiError } from "./client";
import { h } from "./dom";
import type { Actions, View } from "./view";

export function loading(view: View): HTMLElement {
  const bones = [5, 3, 4].map((count) =>
    h("div", { class: "boxes" }, ...Array.from({ length: count }, () => h("div", { class: "bone" }))),
  );
  return h("div", { class: "skeleton" }, h("p", { class: "faint" }, view.say.loading), h("div", { "aria-hidden": "true" }, ...bones));
}

/** `kept`: an older picture is still there. */
export function failure(error: ApiError, kept: boolean, view: View, actions: Actions): HTMLElement {
  const { say } = view;
  const offline = error.kind === "offline";
  const title = offline ? say.offline : error.kind === "unread" ? say.unread : say.error;
  const help = offline ? say.offlineHelp : error.kind === "denied" ? say.denied : error.message || say.failed;
  return h(
    "div",
    { class: `notice ${offline ? "offline" : "error"}`, role: "alert" },
    h("p", {}, h("b", {}, title)),
    h("p", {}, help, kept && ` ${say.stale}`),
    error.details.length > 0 && h("ul", {}, ...error.details.map((one) => h("li", {}, one))),
    h("button", { type: "button", "data-key": "retry", onclick: () => actions.retry() }, say.again),
  );
}
