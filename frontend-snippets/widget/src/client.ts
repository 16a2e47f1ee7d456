/** The API as the widget needs it. Every failure is an `ApiError` of a kind that can be told to a person. */

import { ApiError, type FailureKind } from "./failure";
import { JSON_TYPE } from "./profile";
import { readDecision } from "./reading";
import type { AreaOfSlot, Asked, Decision, Fetcher, Interview, Language, PictureDocument, Question } from "./types";

/** Milliseconds after which the service counts as not there. */
const PATIENCE = 20_000;
/** Lists are read in one page: no knowledge base has more slots than that. */
const PAGE = 500;

export interface ApiOptions {
  /** The address that `/v1/…` is joined to. */
  base: string;
  language: Language;
  fetch: Fetcher;
}

export class Api {
  constructor(private readonly options: ApiOptions) {}

  recommend(asked: Asked, signal?: AbortSignal): Promise<Decision> {
    return this.recommendText(JSON.stringify({ ...asked, language: this.options.language }), JSON_TYPE, signal);
  }

  /** A request as it stands in a file; the decision's receipt tells what it said. */
  async recommendText(body: string, type: string, signal?: AbortSignal): Promise<Decision> {
    return readDecision(await this.ask("/v1/recommendations", { method: "POST", body, type }, signal));
  }

  async decision(id: string, signal?: AbortSignal): Promise<Decision> {
    return readDecision(await this.ask(this.about(id), {}, signal));
  }

  async slots(signal?: AbortSignal): Promise<AreaOfSlot[]> {
    const path = `/v1/slots?lang=${this.options.language}&limit=${PAGE}`;
    return (await this.ask<{ items: AreaOfSlot[] }>(path, {}, signal)).items;
  }

  async products(signal?: AbortSignal): Promise<Map<string, string>> {
    const path = `/v1/products?lang=${this.options.language}&limit=${PAGE}`;
    const found = await this.ask<{ items: { id: string; name: string }[] }>(path, {}, signal);
    return new Map(found.items.map((one) => [one.id, one.name]));
  }

  async questions(signal?: AbortSignal): Promise<Map<string, Question>> {
    const path = `/v1/questionnaire?lang=${this.options.language}`;
    const found = await this.ask<{ sections: { questions: Question[] }[] }>(path, {}, signal);
    return new Map(found.sections.flatMap((section) => section.questions.map((one) => [one.id, one] as const)));
  }

  interview(asked: Asked, skipped: string[], signal?: AbortSignal): Promise<Interview> {
    const body = JSON.stringify({ ...asked, skipped, language: this.options.language });
    return this.ask("/v1/interviews", { method: "POST", body, type: JSON_TYPE }, signal);
  }

  picture(id: string, signal?: AbortSignal): Promise<PictureDocument> {
    return this.ask(this.about(id, "/picture"), {}, signal);
  }

  /** A file beside the page, such as a profile. */
  async text(address: string, signal?: AbortSignal): Promise<string> {
    return (await this.send(address, {}, signal)).text();
  }

  private about(decision: string, what = ""): string {
    return `/v1/decisions/${encodeURIComponent(decision)}${what}?lang=${this.options.language}`;
  }

  private async ask<T>(
    path: string,
    { type, ...init }: RequestInit & { type?: string },
    signal?: AbortSignal,
  ): Promise<T> {
    const headers: Record<string, string> = { Accept: JSON_TYPE, "Accept-Language": this.options.language };
    if (type) headers["Content-Type"] = type;
    const response = await this.send(this.options.base + path, { ...init, headers }, signal);
    let told: unknown;
    try {
      told = await response.json();
    } catch (error) {
      throw aborted(error, signal) ?? new ApiError("foreign", "");
    }
    signal?.throwIfAborted();
    return told as T;
  }

  private async send(address: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const late = AbortSignal.timeout(PATIENCE);
    let response: Response;
    try {
      response = await this.options.fetch(address, { ...init, signal: signal ? AbortSignal.any([signal, late]) : late });
    } catch (error) {
      throw aborted(error, signal) ?? new ApiError("offline", "");
    }
    // A client of the host's own need not heed the signal.
    signal?.throwIfAborted();
    if (!response.ok) throw await problem(response);
    return response;
  }
}

/** The error of a request that the widget itself gave up, which nobody needs to hear of. */
function aborted(error: unknown, signal?: AbortSignal): unknown {
  return signal?.aborted ? error : undefined;
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: { pointer: string; detail: string; hint?: string | null }[];
}

async function problem(response: Response): Promise<ApiError> {
  const told: Problem = await response.json().then((body: Problem | null) => body ?? {}, () => ({}));
  const details = (told.errors ?? []).map(({ pointer, detail, hint }) =>
    [pointer && `${pointer}: `, detail, hint && ` (${hint})`].filter(Boolean).join(""),
  );
  const message = told.detail ?? told.title ?? `HTTP ${response.status}`;
  const repeated = details.some((one) => one.startsWith(message.replace(/\.$/, "")));
  const made = new ApiError(kindOf(response.status), repeated ? "" : message, details.filter((one) => !message.includes(one)));
  if (made.kind === "limited" || made.kind === "unready") made.wait = waitOf(response);
  return made;
}

/** Seconds; a date, which the header may be as well, is of a clock that need not be ours. */
function waitOf(response: Response): number | undefined {
  const said = response.headers.get("Retry-After") ?? "";
  return /^\d+$/.test(said) ? Math.max(Number(said), 1) : undefined;
}

function kindOf(status: number): FailureKind {
  if (status === 401 || status === 403) return "denied";
  if (status === 404 || status === 410) return "missing";
  // A proxy says with these that nobody answered behind it.
  if (status === 502 || status === 504) return "offline";
  if (status === 429) return "limited";
  if (status === 503) return "unready";
  return status < 500 ? "refused" : "failed";
}
