/** A question answered in place, whatever its type. */

import { h } from "./dom";
import { outward, type Actions, type AskedFor, type View } from "./view";

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
    { class: "question", part: "question", "data-question": question.id, onsubmit: send },
    h(
      "fieldset",
      {},
      h("legend", {}, question.text),
      (why || question.help) !== "" &&
        h("details", {}, h("summary", {}, say.why), why && h("p", {}, why), question.help && h("p", {}, question.help)),
      // A type that is newer than this.
      field ? field.node : h("p", {}, outward(`${view.pages}/?lang=${view.language}`, say.onPage, view)),
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
  versions,
  int: (asked, _, id) => number(asked, id, "1"),
  number: (asked, _, id) => number(asked, id, "any"),
  version: ({ question, value }, _, id) => {
    const input = h("input", { type: "text", id, value: String(value ?? ""), inputmode: "decimal", "aria-label": question.text, size: "12" });
    return { node: h("div", { class: "field" }, input), read: () => input.value.trim() || undefined };
  },
};

const options = (question: AskedFor["question"]): [string, string][] => question.options.map((one) => [one.id, one.text]);

/** A version for each product that the answers name, and for others that are chosen. Those left empty are not known. */
function versions({ products, named, value }: AskedFor, view: View, id: string): Field {
  const known = Object.entries((value ?? {}) as Record<string, string>);
  const rows = [...known, ...named.filter((one) => !known.some(([product]) => product === one)).map((one) => [one, ""])];
  const list = h("ul", { class: "versions" }, ...rows.map(([product = "", version = ""]) => versionRow(product, version, view)));
  const rest = products.filter((one) => !rows.some(([product]) => product === one));
  const other = h(
    "select",
    { id, "aria-label": view.say.another, onchange: add },
    h("option", { value: "" }, view.say.choose),
    ...rest.map((one) => h("option", { value: one }, view.nameOf(one))),
  );
  function add(): void {
    if (!other.value) return;
    const row = versionRow(other.value, "", view);
    list.append(row);
    other.selectedOptions[0]?.remove();
    other.value = "";
    row.querySelector("input")?.focus();
  }
  const read = () => {
    const filled = [...list.querySelectorAll("input")].filter((one) => one.value.trim());
    return Object.fromEntries(filled.map((one) => [one.name, one.value.trim()]));
  };
  return { node: h("div", { class: "field" }, list, other), read };
}

function versionRow(product: string, version: string, view: View): HTMLElement {
  const name = view.nameOf(product);
  const label = view.say.version(name);
  return h(
    "li",
    {},
    h("label", {}, h("span", { "aria-hidden": "true" }, name), h("input", { type: "text", name: product, value: version, size: "10", "aria-label": label })),
  );
}

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
