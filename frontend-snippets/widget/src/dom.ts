/** Elements made in one expression. Text is always text: nothing that comes from the service is read as HTML. */

type Child = Node | string | false | null | undefined;
type Properties = Record<string, string | boolean | undefined | ((event: Event) => void)>;

/** Names beginning with `on` are listeners; `true` and `false` set an attribute or leave it out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((one): one is Node | string => one !== false && one !== null && one !== undefined));
  return made;
}

/** A sign for the eyes; the word beside it is for everybody. */
export const sign = (text: string): HTMLElement => h("span", { class: "sign", "aria-hidden": "true" }, text);

/** Text for who hears the page. */
export const heard = (text: string): HTMLElement => h("span", { class: "heard" }, text);
