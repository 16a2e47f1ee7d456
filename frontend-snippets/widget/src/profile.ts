/** Where the answers come from, and how one is added. */

import { ApiError } from "./client";
import type { Asked, Profile } from "./types";

/** A request as text: JSON, or YAML, which is sent to the service as it is. */
export type Source = { kind: "asked"; asked: Asked } | { kind: "yaml"; text: string };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isAddress = (text: string): boolean => !/^\s*[{]/.test(text) && !text.includes("\n");

/** Reads a profile, or a request with `profile` in it. Throws an ApiError of the kind `unread`. */
export function readProfile(text: string): Source {
  if (!/^\s*[{[]/.test(text)) return { kind: "yaml", text };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError("unread", String((error as Error).message));
  }
  if (!isObject(value)) throw new ApiError("unread", "");
  return { kind: "asked", asked: "profile" in value ? (value as unknown as Asked) : { profile: value as Profile } };
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
