import { expect, test } from "vitest";
import { changedSlots, layers, tally } from "../src/layout";
import { ApiError } from "../src/failure";
import { readDecision } from "../src/reading";
import type { Decision } from "../src/types";
import { decision, pictureOf, slot } from "./service";

const areas = [
  { id: "engine", area: "base", area_title: "Base", products: [] },
  { id: "edge", area: "net", area_title: "Network", products: [] },
];
const input = { decision: decision({ profile: {} }), areas, wanted: [], picture: undefined, changed: new Set<string>() };

test("slots lie in the layers of their areas, the foundation lowest; those that are not needed apart", () => {
  const told = layers(input).map((one) => [one.title, one.boxes.map((box) => box.slot.slot), one.quiet.map((box) => box.slot.slot)]);
  expect(told).toEqual([
    ["Network", [], ["edge"]],
    ["Base", ["engine", "store"], []],
  ]);
});

test("slots and whole areas can be chosen", () => {
  expect(layers({ ...input, wanted: ["store", "net"] }).map((one) => [one.area, one.boxes.length, one.quiet.length])).toEqual([
    ["net", 0, 1],
    ["base", 1, 0],
  ]);
  expect(layers({ ...input, wanted: ["elsewhere"] })).toEqual([]);
});

test("a box carries its warnings and the shakiest of its badges", () => {
  const picture = pictureOf("engine", ["firm", "may-change"]);
  const [box] = layers({ ...input, picture })[1]!.boxes;
  expect(box!.badge).toBe("may-change");
  expect(box!.warnings.map((one) => one.date)).toEqual(["2026-05-01"]);
});

test("a slot that is needed is a box, though there be nothing to pick", () => {
  const told = { ...input.decision, slots: [slot("engine", "base", null, { need: { needed: true, because: [] } })] };
  expect(layers({ ...input, decision: told })[0]!.boxes).toHaveLength(1);
});

test("what changed between two decisions is what is picked or judged otherwise", () => {
  const after = decision({ profile: { load: { large: true } } });
  expect([...changedSlots(input.decision, after)]).toEqual(["store"]);
  expect(changedSlots(after, after).size).toBe(0);
});

test("a warning to act upon comes before one that is to be known", () => {
  const [warning] = input.decision.warnings;
  const warnings = [{ ...warning!, kind: "stale-premise", date: null }, warning!];
  const [box] = layers({ ...input, decision: { ...input.decision, warnings } })[1]!.boxes;
  expect(box!.warnings.map((one) => one.kind)).toEqual(["end-of-life", "stale-premise"]);
});

test("how firm the picks stand is counted", () => {
  const picture = pictureOf("engine", ["may-change", "firm", "may-change"]);
  expect(tally(layers({ ...input, picture }))).toEqual([
    ["firm", 1],
    ["may-change", 2],
  ]);
});

test("what an older or a newer service says is read as far as it goes", () => {
  const slots = [{ slot: "engine", title: "The engine", area: "base", status: "asleep", picks: ["a"], verdicts: [{ product: "a" }], more: 1 }];
  const read = readDecision({ id: "d", slots } as unknown as Decision);
  expect(read.slots[0]!.verdicts[0]).toEqual({ product: "a", because: [], defeated: [], with: [], ruled_out_by: [] });
  expect(read.links.page).toBe("/decisions/d");
  expect(layers({ ...input, decision: read })[0]!.boxes).toHaveLength(1);
});

test("what is no decision is said to be none", () => {
  expect(() => readDecision({ status: "ok" } as unknown as Decision)).toThrow(ApiError);
  expect(() => readDecision(null)).toThrow(ApiError);
});
