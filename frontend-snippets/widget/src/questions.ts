/** A question answered in place, whatever its type. */

import { h } from "./dom";
import type { Actions, AskedFor, View } from "./view";

type Field = { node: HTMLElement; read: () => unknown };

let made = 0;

/** `skippable`: offers another question in place of this one. */
export function questionForm(asked: AskedFor, view: View, actions: Actions, skippable: boolean): HTMLElement {
  const { question, why } = asked;
  const { say } = view;
  const id = `question-${++made}`;
  const field = FIELDS[question.type]?.(asked, view, id);
  const complaint = h("p", { class: "complaint", role: "alert" });
  const send = (event: Event) => {
    event.preventDefault();
    const value = field?.read();
    if (value === undefined) complaint.textContent = say.invalid;
    else actions.answer(question.id, value);
  };
  return h(
    "form",
    { class: "question", onsubmit: send },
    h(
      "fieldset",
      {},
      h("legend", {}, question.text),
      h("details", {}, h("summary", {}, say.why), why && h("p", {}, why), question.help && h("p", {}, question.help)),
      field ? field.node : h("p", {}, h("a", { href: `${view.pages}/?lang=${view.language}`, target: "_blank", rel: "noopener" }, say.onPage)),
      complaint,
      h(
        "div",
        { class: "actions" },
        field && h("button", { type: "submit", "data-key": `send-${question.id}` }, say.answer),
        skippable && h("button", { type: "button", class: "plain", "data-key": "skip", onclick: () => actions.skip(question.id) }, say.skip),
      ),
    ),
  );
}

type FieldOf = (asked: AskedFor, view: View, id: string) => Field;

const FIELDS: Partial<Record<AskedFor["question"]["type"], FieldOf>> = {
  bool: ({ value }, { say }, id) =>
    choices("radio", [["true", say.yes], ["false", say.no]], [String(value)], id, ([one]) => (one ? one === "true" : undefined)),
  choice: ({ question, value }, _, id) => choices("radio", options(question), [String(value)], id, ([one]) => one),
  choices: ({ question, value }, view, id) => several(options(question), value, view, id),
  products: ({ products, value }, view, id) => {
    const names = products.map((one) => [one, view.nameOf(one)] as [string, string]);
    return findable(several(names, value, view, id), view);
  },
  int: (asked, _, id) => number(asked, id, "1"),
  number: (asked, _, id) => number(asked, id, "any"),
  version: ({ question, value }, _, id) => {
    const input = h("input", { type: "text", id, value: String(value ?? ""), inputmode: "decimal", "aria-label": question.text, size: "12" });
    return { node: h("div", { class: "field" }, input), read: () => input.value.trim() || undefined };
  },
};

const options = (question: AskedFor["question"]): [string, string][] => question.options.map((one) => [one.id, one.text]);

function number({ question, value }: AskedFor, id: string, step: string): Field {
  const input = h("input", {
    type: "number",
    id,
    step,
    min: question.minimum === null ? undefined : String(question.minimum),
    value: String(value ?? ""),
    "aria-label": question.text,
  });
  const read = () => (input.value !== "" && input.validity.valid ? Number(input.value) : undefined);
  return { node: h("div", { class: "field" }, input), read };
}

const NONE = "";

/** None of them is an answer too, unlike no answer. */
function several(of: [string, string][], value: unknown, view: View, id: string): Field {
  const given = Array.isArray(value) ? (value.length ? value.map(String) : [NONE]) : [];
  const field = choices("checkbox", [...of, [NONE, view.say.none]], given, id, (chosen) =>
    chosen.length ? chosen.filter((one) => one !== NONE) : undefined,
  );
  field.node.addEventListener("change", (event) => {
    const changed = event.target as HTMLInputElement;
    if (!changed.checked) return;
    for (const input of field.node.querySelectorAll("input")) {
      if ((input.value === NONE) !== (changed.value === NONE)) input.checked = false;
    }
  });
  return field;
}

function choices(
  type: "radio" | "checkbox",
  of: [string, string][],
  given: string[],
  name: string,
  read: (chosen: string[]) => unknown,
): Field {
  const inputs = of.map(([value]) => h("input", { type, name, value, checked: given.includes(value) }));
  const labels = of.map(([, text], at) => h("label", {}, inputs[at], h("span", {}, text)));
  const chosen = () => inputs.filter((one) => one.checked).map((one) => one.value);
  return { node: h("div", { class: "options" }, ...labels), read: () => read(chosen()) };
}

/** How many choices need no looking for. */
const FEW = 12;

function findable(field: Field, view: View): Field {
  const labels = [...field.node.querySelectorAll("label")];
  if (labels.length <= FEW) return field;
  field.node.classList.add("many");
  const find = h("input", {
    type: "search",
    placeholder: view.say.find,
    "aria-label": view.say.find,
    oninput: () => {
      const wanted = find.value.trim().toLowerCase();
      for (const label of labels) {
        const chosen = label.querySelector("input")?.checked ?? false;
        label.hidden = !chosen && !label.textContent.toLowerCase().includes(wanted);
      }
    },
    onkeydown: (event) => {
      if ((event as KeyboardEvent).key === "Enter") event.preventDefault();
    },
  });
  return { node: h("div", { class: "field" }, find, field.node), read: field.read };
}
