/** A small service in memory: two layers, one question, whose answer changes one slot. */

import type { Asked, Badge, DecidedSlot, Decision, Interview, PictureDocument, Question } from "../src/types";

export function slot(id: string, area: string, product: string | null, more: Partial<DecidedSlot> = {}): DecidedSlot {
  const verdicts = product
    ? [
        {
          product,
          name: product.toUpperCase(),
          verdict: "adopt" as const,
          because: [{ rule: `${id}/standard`, text: `Take ${product}.`, cites: ["source/claim"] }],
          defeated: [],
          to: null,
          by_date: null,
          with: [],
          ruled_out_by: [],
          contested: false,
        },
      ]
    : [];
  return { slot: id, title: `The ${id}`, area, status: "open", picks: product ? [product] : [], verdicts, need: { needed: product !== null, because: [] }, ...more };
}

export function decision(asked: Asked): Decision {
  const large = asked.profile["load"]?.["large"] === true;
  const id = large ? "d2" : "d1";
  return {
    id,
    edition: "e1",
    as_of: "2026-04-01",
    slots: [slot("engine", "base", "alpha"), slot("store", "base", large ? "gamma" : "beta"), slot("edge", "net", null)],
    open_questions: large ? [] : [{ question: "load.large", text: "Is it large?", slots: ["store"] }],
    warnings: [
      { product: "alpha", kind: "end-of-life", date: "2026-05-01", text: "It ends.", rule: "r/w", cites: [], slots: ["engine"] },
    ],
    receipt: { request: { profile: asked.profile, edition: "e1", as_of: "2026-04-01" } },
    links: { self: `/v1/decisions/${id}`, page: `/decisions/${id}` },
  };
}

const QUESTION: Question = { id: "load.large", type: "bool", text: "Is it large?", help: "", options: [], minimum: null };

function interview(asked: Asked, question: Question): Interview {
  const done = asked.profile["load"] !== undefined;
  return { question: done ? null : { ...question, why: { text: "It bears on the store." } }, progress: { settled: 2, slots: 3 } };
}

/** A picture of one slot, with a pick for each badge. */
export function pictureOf(slot: string, badges: Badge[]): PictureDocument {
  const picks = badges.map((badge, at) => ({ product: `p${at}`, badge }));
  const change = { word: "new", text: null };
  return { since: { edition: "e0", text: "Since edition e0: 1 new" }, bands: [{ areas: [{ slots: [{ slot, note: null, picks, change }] }] }] };
}

/** What was asked of it, as "METHOD path". `answers` stands in for what it would say of a path. */
export class Service {
  readonly asked: string[] = [];
  readonly bodies: string[] = [];
  readonly signals: (AbortSignal | null | undefined)[] = [];
  /** What it asks next. */
  question = QUESTION;
  answers: Record<string, () => Response | Promise<Response>> = {};

  readonly fetch = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const path = address.replace("https://portolan.test", "").split("?")[0] ?? "";
    this.asked.push(`${init.method ?? "GET"} ${path}`);
    this.signals.push(init.signal);
    if (typeof init.body === "string") this.bodies.push(init.body);
    const instead = this.answers[path];
    return instead ? instead() : this.itself(path, init.body);
  };

  /** What it would say if nothing stood in for it. */
  itself(path: string, body?: unknown): Response {
    return Response.json(this.told(path, body));
  }

  private told(path: string, body: unknown): unknown {
    const asked = (typeof body === "string" && body.startsWith("{") ? JSON.parse(body) : { profile: {} }) as Asked;
    if (path === "/v1/recommendations") return decision(asked);
    if (path === "/v1/decisions/d2") return decision({ profile: { load: { large: true } } });
    if (path === "/v1/slots") {
      return {
        items: [
          { id: "engine", area: "base", area_title: "Base", products: ["alpha"] },
          { id: "store", area: "base", area_title: "Base", products: ["beta", "gamma"] },
          { id: "edge", area: "net", area_title: "Network", products: [] },
        ],
      };
    }
    if (path === "/v1/questionnaire") return { sections: [{ questions: [QUESTION] }] };
    if (path === "/v1/interviews") return interview(asked, this.question);
    if (path.endsWith("/picture")) return pictureOf("engine", ["firm"]);
    if (path === "/v1/products") return { items: ["alpha", "beta", "gamma"].map((id) => ({ id, name: id.toUpperCase() })) };
    throw new Error(`nothing at ${path}`);
  }
}
