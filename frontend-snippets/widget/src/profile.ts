/** Where the answers come from, and how one is added. */

import type { Asked, Profile } from "./types";

/** A request as an object, or as text that is sent as it is: the service knows YAML, and names the place of a mistake. */
export type Source = { kind: "asked"; asked: Asked } | { kind: "text"; text: string; type: string };

export const JSON_TYPE = "application/json";
export const YAML_TYPE = "application/yaml";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isAddress = (text: string): boolean => !/^\s*[{[]/.test(text) && !text.includes("\n");

/** Reads a profile, or a request with `profile` in it. */
export function readProfile(text: string): Source {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return { kind: "asked", asked: "profile" in value ? (value as unknown as Asked) : { profile: value as Profile } };
  } catch {
    // What is wrong with it is for the service to say.
  }
  return { kind: "text", text, type: /^\s*([{]\s*"|\[)/.test(text) ? JSON_TYPE : YAML_TYPE };
}

/** The profile with another answer; undefined takes it out. */
export function withAnswer(profile: Profile, question: string, value: unknown): Profile {
  const [section = "", name = ""] = question.split(".");
  const { [name]: _, ...others } = profile[section] ?? {};
  const answers = value === undefined ? others : { ...others, [name]: value };
  const { [section]: __, ...sections } = profile;
  return Object.keys(answers).length ? { ...sections, [section]: answers } : sections;
}

export function answerIn(profile: Profile, question: string): unknown {
  const [section = "", name = ""] = question.split(".");
  return profile[section]?.[name];
}

/** The words that stand in lists among the answers: products are some of them. */
export function namedIn(profile: Profile): Set<string> {
  const answers = Object.values(profile).flatMap((section) => Object.values(section ?? {}));
  return new Set(answers.filter(Array.isArray).flat().filter((one): one is string => typeof one === "string"));
}
