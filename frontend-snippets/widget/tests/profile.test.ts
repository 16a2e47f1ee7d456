import { expect, test } from "vitest";
import { ApiError } from "../src/client";
import { answerIn, isAddress, readProfile, withAnswer } from "../src/profile";

test("a profile may stand by itself or in a request", () => {
  const asked = { profile: { stack: { in_use: ["x"] } } };
  expect(readProfile('{"stack": {"in_use": ["x"]}}')).toEqual({ kind: "asked", asked });
  expect(readProfile('{"profile": {}, "edition": "e1"}')).toEqual({ kind: "asked", asked: { profile: {}, edition: "e1" } });
});

test("YAML is left to the service", () => {
  expect(readProfile("profile:\n  stack: {}\n")).toEqual({ kind: "yaml", text: "profile:\n  stack: {}\n" });
});

test("what is no profile is said to be none", () => {
  expect(() => readProfile('{"stack":')).toThrow(ApiError);
  expect(() => readProfile("[1]")).toThrow(ApiError);
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
