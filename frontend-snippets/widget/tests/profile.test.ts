import { expect, test } from "vitest";
import { answerIn, isAddress, namedIn, readProfile, withAnswer } from "../src/profile";

test("a profile may stand by itself or in a request", () => {
  const asked = { profile: { stack: { in_use: ["x"] } } };
  expect(readProfile('{"stack": {"in_use": ["x"]}}')).toEqual({ kind: "asked", asked });
  expect(readProfile('{"profile": {}, "edition": "e1"}')).toEqual({ kind: "asked", asked: { profile: {}, edition: "e1" } });
});

test("YAML is left to the service", () => {
  expect(readProfile("profile:\n  stack: {}\n")).toEqual({ kind: "text", text: "profile:\n  stack: {}\n", type: "application/yaml" });
});

test("what cannot be read is left to the service too, which names the place of the mistake", () => {
  const kinds = (text: string) => readProfile(text).kind === "text" && (readProfile(text) as { type: string }).type;
  expect(kinds('{"stack":')).toBe("application/json");
  expect(kinds("[1]")).toBe("application/json");
  expect(kinds("{profile: {}}")).toBe("application/yaml");
});

test("the words in lists are what the answers name", () => {
  expect([...namedIn({ stack: { in_use: ["x", "y"], versions: { z: "1" } }, load: { users: 3 } })]).toEqual(["x", "y"]);
});

test("an address is told from a profile", () => {
  expect(isAddress("/profiles/shop.json")).toBe(true);
  expect(isAddress(' {"stack": {}}')).toBe(false);
  expect(isAddress("profile:\n  stack: {}")).toBe(false);
});

test("an answer is put in and taken out, and the profile it came from stays", () => {
  const before = { load: { large: true } };
  expect(withAnswer(before, "load.users", 3)).toEqual({ load: { large: true, users: 3 } });
  expect(withAnswer(before, "load.large", undefined)).toEqual({});
  expect(before).toEqual({ load: { large: true } });
  expect(answerIn(before, "load.large")).toBe(true);
  expect(answerIn(before, "other.thing")).toBeUndefined();
});
