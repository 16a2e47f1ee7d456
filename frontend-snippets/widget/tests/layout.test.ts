import { expect, test } from "vitest";
import { changedSlots, layers } from "../src/layout";
import { decision, slot } from "./service";

const areas = [
  { id: "engine", area: "base", area_title: "Base", products: [] },
  { id: "edge", area: "net", area_title: "Network", products: [] },
];
const input = { decision: decision({ profile: {} }), areas, wanted: [], robustness: undefined, changed: new Set<string>() };

test("slots lie in the layers of their areas, those without a pick apart", () => {
  const told = layers(input).map((one) => [one.title, one.boxes.map((box) => box.slot.slot), one.quiet.map((box) => box.slot.slot)]);
  expect(told).toEqual([
    ["Base", ["engine", "store"], []],
    ["Network", [], ["edge"]],
  ]);
});

test("slots and whole areas can be chosen", () => {
  expect(layers({ ...input, wanted: ["store", "net"] }).map((one) => [one.area, one.boxes.length, one.quiet.length])).toEqual([
    ["base", 1, 0],
    ["net", 0, 1],
  ]);
  expect(layers({ ...input, wanted: ["elsewhere"] })).toEqual([]);
});

test("a box carries its warnings and the shakiest of its badges", () => {
  const picks = [
    { slot: "engine", product: "a", badge: "firm" as const },
    { slot: "engine", product: "b", badge: "may-change" as const },
  ];
  const [box] = layers({ ...input, robustness: { picks } })[0]!.boxes;
  expect(box!.badge).toBe("may-change");
  expect(box!.warnings.map((one) => one.date)).toEqual(["2026-05-01"]);
});

test("a slot with nothing left to pick is not a quiet one", () => {
  const told = { ...input.decision, slots: [slot("engine", "base", null, { status: "unserved" })] };
  expect(layers({ ...input, decision: told })[0]!.boxes).toHaveLength(1);
});

test("what changed between two decisions is what is picked or judged otherwise", () => {
  const after = decision({ profile: { load: { large: true } } });
  expect([...changedSlots(input.decision, after)]).toEqual(["store"]);
  expect(changedSlots(after, after).size).toBe(0);
});
