/** An element among others: moved, taken out and put back, told something else, twice on a page. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/index";
import { all, place, shown, text } from "./page";
import { decision, pictureOf, Service, slot } from "./service";

let service: Service;

beforeEach(() => {
  service = new Service();
});

afterEach(() => document.body.replaceChildren());

const decided = () => service.asked.filter((one) => one === "POST /v1/recommendations").length;

async function answerYes(element: ReturnType<typeof place>): Promise<void> {
  await shown(element, ".next form");
  all(element, '.next input[value="true"]')[0]!.click();
  all(element, ".next button[type=submit]")[0]!.click();
  await shown(element, "#box-store.changed");
}

test("what is asked is given up where the element is taken out, and asked anew where it comes back", async () => {
  const held: ((response: Response) => void)[] = [];
  service.answers["/v1/recommendations"] = () => new Promise((resolve) => held.push(resolve));
  const element = place(service);
  const told = vi.fn();
  element.addEventListener("portolan-decision", told);
  await vi.waitFor(() => expect(held).toHaveLength(1));
  element.remove();
  await vi.waitFor(() => expect(service.signals.every((one) => one?.aborted)).toBe(true));
  // A client that does not heed the signal answers all the same: too late.
  held[0]!(Response.json({ id: "late", slots: [] }));
  await new Promise((resolve) => setTimeout(resolve));
  expect(told).not.toHaveBeenCalled();
  service.answers = {};
  document.body.append(element);
  await shown(element, ".layer");
  expect(told).toHaveBeenCalledTimes(1);
});

test("one that is moved goes on as it was, with the answers given in it", async () => {
  const element = place(service);
  await answerYes(element);
  const asked = decided();
  const elsewhere = document.createElement("main");
  document.body.append(elsewhere);
  elsewhere.append(element);
  await new Promise((resolve) => setTimeout(resolve));
  expect(decided()).toBe(asked);
  expect(text(element, "#box-store .pick")).toEqual(["✓GAMMA adopt"]);
});

test("one that is put back later shows what it showed, and keeps the answers", async () => {
  const element = place(service);
  await answerYes(element);
  element.remove();
  await vi.waitFor(() => expect(element.current).toBeUndefined());
  document.body.append(element);
  await vi.waitFor(() => expect(element.current?.id).toBe("d2"));
  await shown(element, ".answered button");
  expect(all(element, ".skeleton")).toEqual([]);
});

test("another profile changes the picture without taking it away", async () => {
  const element = place(service);
  await shown(element, ".layer");
  const seen: number[] = [];
  service.answers["/v1/slots"] = () => {
    seen.push(all(element, ".layer").length);
    return service.itself("/v1/slots");
  };
  element.setAttribute("profile", '{"load": {"large": true}}');
  await vi.waitFor(() => expect(text(element, "#box-store .pick")).toEqual(["✓GAMMA adopt"]));
  expect(seen).toEqual([2]);
  expect(all(element, ".changed").map((one) => one.id)).toEqual(["box-store"]);
});

test("another decision takes the place of what was shown, and one that is not there leaves nothing of it", async () => {
  service.answers["/v1/decisions/none"] = () =>
    Response.json({ detail: "There is no decision 'none'.", errors: [{ pointer: "", detail: "There is no decision 'none'", hint: "ask again" }] }, { status: 404 });
  const element = place(service, { decision: "d2" });
  await shown(element, ".layer");
  element.setAttribute("decision", "none");
  await shown(element, ".notice.error");
  expect(all(element, ".layer")).toEqual([]);
  expect(text(element, ".notice li")).toEqual(["There is no decision 'none' (ask again)"]);
  element.setAttribute("decision", "d2");
  await shown(element, ".layer");
  expect(all(element, ".notice")).toEqual([]);
});

test("slots, heading and pages can change while it is shown, and nothing is asked again", async () => {
  const element = place(service);
  await shown(element, ".badge-firm");
  const asked = service.asked.length;
  element.setAttribute("slots", "net");
  element.setAttribute("heading", "3");
  element.setAttribute("pages", "https://pages.test/");
  expect(text(element, ".layer > h4")).toEqual(["Network"]);
  expect(all(element, "footer a")[0]!.getAttribute("href")).toBe("https://pages.test/decisions/d1");
  expect(service.asked).toHaveLength(asked);
});

test("two on a page each have their own", async () => {
  const [one, other] = [place(service), place(service, { language: "ko", slots: "store" })];
  await answerYes(one);
  await shown(other, ".layer");
  expect(text(other, "#box-store .pick")).toEqual(["✓BETA 도입"]);
});

test("answers that follow each other fast all count", async () => {
  const element = place(service);
  await shown(element, ".next form");
  element.answer("load.large", true);
  element.answer("load.users", 3);
  await vi.waitFor(() => expect(element.current?.id).toBe("d2"));
  expect(element.current?.receipt.request.profile).toEqual({ load: { large: true, users: 3 } });
});

test("words that a newer service has are shown as they stand", async () => {
  const told = (await (await service.itself("/v1/recommendations")).json()) as { slots: { verdicts: object[] }[] };
  Object.assign(told.slots[0]!.verdicts[0]!, { verdict: "celebrate" });
  service.answers["/v1/recommendations"] = () => Response.json(told);
  const element = place(service);
  await shown(element, ".layer");
  expect(text(element, "#box-engine .pick")).toEqual(["•ALPHA celebrate"]);
});

test("a service without pictures leaves out what they say", async () => {
  service.answers["/v1/decisions/d1/picture"] = () => new Response("", { status: 404 });
  const element = place(service);
  await shown(element, ".next form");
  expect(text(element, "#box-engine .badges")).toEqual(["open⚠ 1 warning, 2026-05-01"]);
  expect(all(element, ".notice, .tally")).toEqual([]);
});

test("an answer of something else than Portolan is told from one of Portolan", async () => {
  service.answers["/v1/recommendations"] = () => new Response("<!doctype html>", { headers: { "Content-Type": "text/html" } });
  const element = place(service);
  await shown(element, ".notice.error");
  expect(text(element, ".notice b")).toEqual(["Something else than Portolan answered"]);
});

const refusal = (status: number, detail: string, headers: Record<string, string> = {}) => () =>
  Response.json({ detail }, { status, headers });

test.each([429, 503])("a service that says when to come back (%i) is asked again then, by itself", async (status) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    service.answers["/v1/recommendations"] = refusal(status, "Wait 5 seconds.", { "Retry-After": "5" });
    const element = place(service);
    await vi.waitFor(() => expect(all(element, ".notice.later")).toHaveLength(1));
    expect(text(element, ".notice p")[1]).toContain("It is tried again in 5 seconds.");
    // Still not: it waits longer then.
    await vi.advanceTimersByTimeAsync(5000);
    await vi.waitFor(() => expect(text(element, ".notice p")[1]).toContain("in 10 seconds."));
    service.answers = {};
    await vi.advanceTimersByTimeAsync(9000);
    expect(all(element, ".layer")).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    await vi.waitFor(() => expect(all(element, ".layer")).not.toEqual([]));
    expect(all(element, ".notice")).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

test("one that is taken out does not come back by itself", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    service.answers["/v1/recommendations"] = refusal(429, "Wait.", { "Retry-After": "1" });
    const element = place(service);
    await vi.waitFor(() => expect(all(element, ".notice")).toHaveLength(1));
    element.remove();
    await vi.advanceTimersByTimeAsync(5000);
    expect(decided()).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test("who reads Korean is spared what the service says in English, but for what there is to mend", async () => {
  service.answers["/v1/recommendations"] = refusal(500, "Something went wrong inside.");
  const broken = place(service, { language: "ko" });
  await shown(broken, ".notice");
  expect(text(broken, ".notice")[0]).not.toContain("wrong");
  service.answers["/v1/recommendations"] = refusal(422, "There is no such section.");
  const refused = place(service, { language: "ko", profile: "{}" });
  await shown(refused, ".notice");
  expect(text(refused, ".notice p")).toContain("서비스 메시지(영어): There is no such section.");
  expect(text(refused, '.notice [lang="en"]')).toEqual(["There is no such section."]);
});

test("what is amiss in a slot is said once in its box", async () => {
  const word = "needed, but everything is ruled out";
  service.answers["/v1/recommendations"] = () => {
    const made = decision({ profile: {} });
    const slots = made.slots.map((one) => (one.slot === "store" ? slot("store", "base", null, { status: "unserved" }) : one));
    return Response.json({ ...made, slots });
  };
  service.answers["/v1/decisions/d1/picture"] = () => {
    const told = pictureOf("store", []);
    told.bands[0]!.areas[0]!.slots[0]!.note = word;
    return Response.json(told);
  };
  const element = place(service);
  await shown(element, "#box-store .badge-since");
  expect(text(element, "#box-store")[0]?.split(word)).toHaveLength(2);
});

test("while an answer is on its way, it is said so where it was given, and that nothing changed is not", async () => {
  const element = place(service);
  await answerYes(element);
  let come: (response: Response) => void = () => {};
  service.answers["/v1/recommendations"] = () => new Promise((resolve) => (come = resolve));
  all(element, ".answered li button")[0]!.click();
  // Taken back, nothing is answered any more: another answer is.
  await vi.waitFor(() => expect(all(element, ".answered")).toEqual([]));
  come(service.itself("/v1/recommendations", JSON.stringify({ profile: {} })));
  await shown(element, ".next input");
  all(element, '.next input[value="true"]')[0]!.click();
  all(element, ".next button[type=submit]")[0]!.click();
  await shown(element, ".answered .working");
  expect(text(element, ".answered .working")).toEqual(["Working out the recommendation…"]);
  come(refusal(500, "It broke.")());
  await shown(element, ".notice");
  expect(all(element, ".answered .working, .outcome")).toEqual([]);
});
