import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/index";
import type { PortolanAdvice } from "../src/element";
import { all, place, shown, text } from "./page";
import { decision, Service } from "./service";

let service: Service;

beforeEach(() => {
  service = new Service();
});

afterEach(() => document.body.replaceChildren());

test("shows the picks in their layers, with signs, badges and warnings", async () => {
  const element = place(service);
  await shown(element, ".badge-firm");
  expect(text(element, ".layer > h3")).toEqual(["Network", "Base"]);
  expect(text(element, "#box-engine .pick")).toEqual(["✓ALPHA adopt"]);
  expect(text(element, "#box-engine .badge")).toEqual(["⚠ 1 warning, 2026-05-01", " new since e0"]);
  expect(text(element, "#box-engine .standing, #box-store .standing")).toEqual(["✓", "?"]);
  expect(text(element, "#box-store .badges")).toEqual(["open"]);
  expect(text(element, "header li")).toEqual(["✓ 1 firm"]);
});

test("takes a decision, an address, JSON, or what stands inside", async () => {
  await shown(place(service, { decision: "d2" }), ".layer");
  expect(service.asked).toContain("GET /v1/decisions/d2");
  service.answers["/profile.json"] = () => Response.json({ load: { large: true } });
  await shown(place(service, { profile: "/profile.json" }), ".layer");
  await shown(place(service, { profile: '{"load": {"large": false}}' }), ".layer");
  await shown(place(service, {}, '{"profile": {"load": {"large": true}}, "edition": "e1"}'), ".layer");
  const asked = service.bodies.map((one) => JSON.parse(one)).filter((one) => !("skipped" in one));
  expect(asked).toEqual([
    { profile: { load: { large: true } }, language: "en" },
    { profile: { load: { large: false } }, language: "en" },
    { profile: { load: { large: true } }, edition: "e1", language: "en" },
  ]);
});

test("a question answered in place changes the picture, tells the host, and can be taken back", async () => {
  const element = place(service);
  const told: unknown[] = [];
  element.addEventListener("portolan-answer", (event) => told.push((event as CustomEvent).detail));
  element.addEventListener("portolan-decision", (event) => told.push((event as CustomEvent).detail.id));
  await shown(element, ".next form");
  all(element, '.next input[value="true"]')[0]!.click();
  all(element, ".next button[type=submit]")[0]!.click();
  await shown(element, "#box-store.changed");
  expect(text(element, "#box-store .pick")).toEqual(["✓GAMMA adopt"]);
  expect(all(element, "#box-engine.changed")).toEqual([]);
  expect(text(element, "[role=status]")).toEqual(["1 slot changed."]);
  expect(told).toEqual(["d1", { question: "load.large", value: true, profile: { load: { large: true } } }, "d2"]);
  await shown(element, ".answered button");
  all(element, ".answered button")[0]!.click();
  await vi.waitFor(() => expect(text(element, "#box-store .pick")).toEqual(["✓BETA adopt"]));
  expect(told.slice(3)).toEqual([{ question: "load.large", value: undefined, profile: {} }, "d1"]);
});

test("a host may take an answer over", async () => {
  const element = place(service);
  element.addEventListener("portolan-answer", (event) => event.preventDefault());
  await shown(element, ".next form");
  all(element, '.next input[value="true"]')[0]!.click();
  all(element, ".next button[type=submit]")[0]!.click();
  expect(service.asked.filter((one) => one === "POST /v1/recommendations")).toHaveLength(1);
});

test("what came of an answer is said beside it, and leads to the boxes", async () => {
  const element = place(service);
  await shown(element, ".next form");
  all(element, '.next input[value="true"]')[0]!.click();
  all(element, ".next button[type=submit]")[0]!.click();
  await shown(element, ".outcome");
  expect(text(element, ".outcome p")).toEqual(["1 slot changed."]);
  all(element, ".outcome button")[0]!.click();
  expect(element.shadowRoot!.activeElement?.id).toBe("box-store");
  expect(all(element, "#panel-store")).toHaveLength(1);
});

test("an answer that the service does not take is told where it was given", async () => {
  const element = place(service);
  await shown(element, ".next form");
  service.answers["/v1/recommendations"] = () => Response.json({ detail: "Too much.", errors: [] }, { status: 422 });
  all(element, '.next input[value="true"]')[0]!.click();
  all(element, ".next button[type=submit]")[0]!.click();
  await vi.waitFor(() => expect(text(element, ".next .complaint")).toEqual(["Too much."]));
  expect(all(element, ".notice, .answered")).toEqual([]);
  service.answers = {};
  all(element, ".next button[type=submit]")[0]!.click();
  await shown(element, "#box-store.changed");
  expect(text(element, ".complaint")).toEqual([]);
});

test("versions are given by product: those in use stand there, others can be chosen", async () => {
  service.question = { id: "stack.versions", type: "versions", text: "Which versions?", help: "", options: [], minimum: null };
  const element = place(service, { profile: '{"stack": {"in_use": ["beta"]}}' });
  await shown(element, ".next form");
  expect(all(element, ".versions input").map((one) => one.getAttribute("aria-label"))).toEqual(["Version of BETA"]);
  const other = all(element, ".next select")[0] as HTMLSelectElement;
  other.value = "gamma";
  other.dispatchEvent(new Event("change"));
  const inputs = all(element, ".versions input") as HTMLInputElement[];
  inputs[1]!.value = " 2.8 ";
  const told: unknown[] = [];
  element.addEventListener("portolan-answer", (event) => told.push(event.detail.value));
  all(element, ".next button[type=submit]")[0]!.click();
  expect(told).toEqual([{ gamma: "2.8" }]);
});

test("no answer is no answer: it is asked for", async () => {
  const element = place(service);
  await shown(element, ".next form");
  all(element, ".next button[type=submit]")[0]!.click();
  expect(text(element, ".next .complaint")).toEqual(["Give an answer first, or ask for another question."]);
});

test("reasons unfold below a box, with what could still change it, and Escape folds them", async () => {
  const element = place(service);
  await shown(element, "#box-store");
  all(element, "#box-store")[0]!.click();
  await shown(element, "#panel-store form");
  expect(all(element, "#box-store")[0]!.getAttribute("aria-expanded")).toBe("true");
  expect(text(element, "#panel-store .reasons p")).toEqual(["Take beta."]);
  expect(all(element, "#panel-store .verdicts .aside a, #panel-store .more a").map((one) => one.getAttribute("href"))).toEqual([
    "https://portolan.test/decisions/d1/why/beta?lang=en",
    "https://portolan.test/decisions/d1#slot-store",
  ]);
  expect(all(element, "#panel-store a.id").map((one) => one.getAttribute("href"))).toEqual([
    "https://portolan.test/rules/store/standard?lang=en",
    "https://portolan.test/claims/source/claim?lang=en",
  ]);
  all(element, "#panel-store")[0]!.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(all(element, ".panel")).toEqual([]);
  expect(element.shadowRoot!.activeElement?.id).toBe("box-store");
});

test("what is to be left says where to, and by when: a day that has passed is overdue", async () => {
  const told = decision({ profile: {} });
  const verdicts = told.slots[0]!.verdicts;
  const leaving = (product: string, by_date: string) => ({ ...verdicts[0]!, product, name: product, verdict: "migrate" as const, to: ["alpha"], by_date });
  verdicts.push(leaving("old", "2026-03-31"), leaving("ageing", "2026-04-01"));
  service.answers["/v1/recommendations"] = () => Response.json(told);
  const element = place(service);
  await shown(element, "#box-engine");
  expect(text(element, "#box-engine .pick")).toEqual(["✓ALPHA adopt", "→old migrate", "→ageing migrate"]);
  all(element, "#box-engine")[0]!.click();
  expect(text(element, ".verdicts summary .faint")).toEqual(["to ALPHA · overdue since 2026-03-31", "to ALPHA · by 2026-04-01"]);
});

test("arrows lead from box to box", async () => {
  const element = place(service);
  await shown(element, "#box-engine");
  all(element, "#box-engine")[0]!.focus();
  const press = (key: string) =>
    element.shadowRoot!.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
  press("ArrowRight");
  expect(element.shadowRoot!.activeElement?.id).toBe("box-store");
  press("Home");
  expect(element.shadowRoot!.activeElement?.id).toBe("box-edge");
});

test("slots that are not there leave an empty picture, and says so", async () => {
  const element = place(service, { slots: "elsewhere" });
  await shown(element, ".empty");
});

test("what the service finds wrong is told, every mistake of it", async () => {
  service.answers["/v1/recommendations"] = () =>
    Response.json(
      { detail: "One thing is wrong.", errors: [{ pointer: "/profile/stak", detail: "there is no such section", hint: "stack" }] },
      { status: 422 },
    );
  const element = place(service, { profile: '{"stak": {}}' });
  await shown(element, ".notice.error");
  expect(text(element, ".notice p")).toContain("In the attribute “profile”");
  expect(text(element, ".notice li")).toEqual(["/profile/stak: there is no such section (stack)"]);
});

test("offline it waits, and goes on by itself", async () => {
  service.answers["/v1/recommendations"] = () => Promise.reject(new TypeError("Failed to fetch"));
  const element = place(service, { language: "ko" });
  await shown(element, ".notice.offline");
  expect(text(element, ".notice b")).toEqual(["Portolan에 연결할 수 없습니다"]);
  service.answers = {};
  window.dispatchEvent(new Event("online"));
  await shown(element, ".layer");
  expect(all(element, ".notice")).toEqual([]);
});

test("an older picture stays where a new one cannot be had", async () => {
  const element = place(service);
  await shown(element, ".next form");
  service.answers["/v1/recommendations"] = () => new Response("", { status: 500 });
  all(element, '.next input[value="false"]')[0]!.click();
  all(element, ".next button[type=submit]")[0]!.click();
  await shown(element, ".notice.error");
  expect(all(element, ".layer")).toHaveLength(2);
  service.answers = {};
  all(element, ".notice button")[0]!.click();
  await vi.waitFor(() => expect(all(element, ".notice")).toEqual([]));
});

test("in another language the answers given here stay", async () => {
  const element = place(service);
  await shown(element, ".next form");
  all(element, '.next input[value="true"]')[0]!.click();
  all(element, ".next button[type=submit]")[0]!.click();
  await shown(element, "#box-store.changed");
  element.setAttribute("language", "ko");
  await vi.waitFor(() => expect(text(element, ".title")).toEqual(["추천 플랫폼"]));
  await vi.waitFor(() => expect(text(element, "#box-store .pick")).toEqual(["✓GAMMA 도입"]));
});

test("what a host sets before the script is there counts", async () => {
  const element = document.createElement("portolan-advice") as PortolanAdvice;
  Object.defineProperty(element, "fetcher", { value: service.fetch, configurable: true, writable: true });
  element.setAttribute("api", "https://portolan.test");
  document.body.append(element);
  await shown(element, ".layer");
});

test("the focus in what is unfolded stays there while questions arrive", async () => {
  const element = place(service);
  await shown(element, "#box-store");
  all(element, "#box-store")[0]!.click();
  const close = all(element, "#panel-store button")[0]!;
  close.focus();
  await shown(element, "#panel-store form");
  expect(element.shadowRoot!.activeElement).toBe(close);
});
