import type { Entity } from '@backstage/catalog-model';
import type { ConfigApi, DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { DECISION_ANNOTATION, PROFILE_ANNOTATION } from '../annotations';
import type { PortolanApi } from './PortolanApi';
import { PortolanError } from './PortolanError';
import type {
  About,
  Caller,
  Comparison,
  Decision,
  Edition,
  EntityDecision,
  Interview,
  Language,
  ListedDecision,
  Picture,
  Question,
  Request,
  Review,
  ReviewRequest,
  Robustness,
  Standing,
  Waiver,
  WaiverRequest,
} from './types';

/** The endpoint of the portal's proxy behind which Portolan stands, unless `portolan.proxyPath` names another. */
const PROXY_PATH = '/portolan';
const PAGE = 100;
/** Who asks cannot be told while Portolan fetches the portal's keys, as after its start: nothing was done, ask again. */
const NOT_YET = 503;
const MOST_AGAIN = 2;
const PAUSE_MS = 1000;

/** Portolan behind the portal's proxy. The token of whoever is signed in travels with each request (FetchApi). */
export class PortolanClient implements PortolanApi {
  private readonly kept = new Map<string, Promise<unknown>>();

  constructor(private readonly apis: { discoveryApi: DiscoveryApi; fetchApi: FetchApi; configApi: ConfigApi }) {}

  interview(answers: Request & { skipped: string[] }, language: Language): Promise<Interview> {
    return this.post('/v1/interviews', { ...answers, language });
  }

  recommend(request: Request, language: Language): Promise<Decision> {
    return this.post('/v1/recommendations', { ...request, language });
  }

  decision(id: string, language: Language): Promise<Decision> {
    return this.get(`${decisionPath(id)}?lang=${language}`);
  }

  async decisionOfEntity(entity: Entity, language: Language): Promise<Decision> {
    const { name, namespace, annotations = {} } = entity.metadata;
    const profile = annotations[PROFILE_ANNOTATION];
    if (profile === undefined) return this.decision(annotations[DECISION_ANNOTATION], language);
    // Nothing of the entity but what says which profile is whose leaves the portal.
    const sent = {
      apiVersion: entity.apiVersion,
      kind: entity.kind,
      metadata: { name, namespace, annotations: { [PROFILE_ANNOTATION]: profile } },
    };
    const { items } = await this.post<{ items: EntityDecision[] }>('/v1/entities/recommendations', { entities: [sent] });
    return this.decision(items[0].decision, language);
  }

  async latestDecisions(limit: number): Promise<ListedDecision[]> {
    return (await this.get<{ items: ListedDecision[] }>(`/v1/decisions?limit=${limit}`)).items;
  }

  picture(id: string, language: Language): Promise<Picture> {
    return this.get(`${decisionPath(id)}/picture?format=json&lang=${language}`);
  }

  async pictureFile(id: string, language: Language): Promise<Blob> {
    return (await this.fetch(`${decisionPath(id)}/picture?format=svg&lang=${language}`, {})).blob();
  }

  robustness(id: string, language: Language): Promise<Robustness> {
    return this.keep(`robustness ${id} ${language}`, () => this.get(`${decisionPath(id)}/robustness?lang=${language}`));
  }

  async compareEditions(decision: Decision, edition: string, language: Language): Promise<Comparison> {
    const { profile, as_of } = decision.receipt.request;
    const ids = (await this.editions(language)).map(one => one.id);
    const here = { decision: decision.id };
    const there = { profile, edition, as_of };
    const older = ids.indexOf(edition) < ids.indexOf(decision.edition);
    const [before, after] = older ? [there, here] : [here, there];
    return this.post('/v1/comparisons', { before, after, language });
  }

  editions(language: Language): Promise<Edition[]> {
    return this.keep(`editions ${language}`, () => this.all<Edition>(`/v1/editions?lang=${language}`));
  }

  products(language: Language): Promise<Record<string, string>> {
    return this.keep(`products ${language}`, async () => {
      const products = await this.all<{ id: string; name: string }>(`/v1/products?lang=${language}`);
      return Object.fromEntries(products.map(product => [product.id, product.name]));
    });
  }

  questions(language: Language): Promise<Record<string, Question>> {
    return this.keep(`questions ${language}`, async () => {
      const path = `/v1/questionnaire?lang=${language}`;
      const { sections } = await this.get<{ sections: Section[] }>(path);
      const questions = sections.flatMap(({ title, questions: asked }) =>
        asked.map(one => ({ ...one, section_title: title })),
      );
      return Object.fromEntries(questions.map(one => [one.id, one]));
    });
  }

  standing(id: string, language: Language): Promise<Standing> {
    return this.get(`${decisionPath(id)}/standing?lang=${language}`);
  }

  reviews(of: About): Promise<Review[]> {
    return this.all(`/v1/reviews?${new URLSearchParams({ ...of })}`);
  }

  waivers(of: About): Promise<Waiver[]> {
    return this.all(`/v1/waivers?${new URLSearchParams({ ...of })}`);
  }

  review(id: string, said: ReviewRequest, key: string): Promise<Review> {
    return this.post(`${decisionPath(id)}/reviews`, said, { 'Idempotency-Key': key });
  }

  waive(asked: WaiverRequest, key: string): Promise<Waiver> {
    return this.post('/v1/waivers', asked, { 'Idempotency-Key': key });
  }

  withdrawWaiver(id: string): Promise<Waiver> {
    return this.post(`/v1/waivers/${encodeURIComponent(id)}/withdraw`, {});
  }

  caller(): Promise<Caller> {
    return this.get('/v1/caller');
  }

  page(path: string, language: Language): string | undefined {
    const base = this.apis.configApi.getOptionalString('portolan.publicUrl');
    return base && `${base.replace(/\/+$/, '')}${path}?lang=${language}`;
  }

  /** Lists that change only with the knowledge are asked for once; a failure is not kept. */
  private keep<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key) as Promise<T> | undefined;
    if (known) return known;
    const loading = load();
    this.kept.set(key, loading);
    loading.catch(() => this.kept.delete(key));
    return loading;
  }

  private async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let next: string | null = `${path}&limit=${PAGE}`;
    while (next) {
      const page: { items: T[]; links: { next: string | null } } = await this.get(next);
      items.push(...page.items);
      next = page.links.next;
    }
    return items;
  }

  private get<T>(path: string): Promise<T> {
    return this.call<T>(path, {});
  }

  private post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.call<T>(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  private async call<T>(path: string, init: Init): Promise<T> {
    const response = await this.fetch(path, {
      ...init,
      headers: { Accept: 'application/json, application/problem+json', ...init.headers },
    });
    return response.json().catch(() => {
      throw PortolanError.stranger(response.status);
    });
  }

  private async fetch(path: string, init: Init): Promise<Response> {
    const proxy = await this.apis.discoveryApi.getBaseUrl('proxy');
    const endpoint = this.apis.configApi.getOptionalString('portolan.proxyPath') ?? PROXY_PATH;
    const ask = () =>
      this.apis.fetchApi.fetch(`${proxy}${endpoint}${path}`, init).catch((cause: unknown) => {
        throw PortolanError.unreachable(cause);
      });
    let response = await ask();
    for (let again = 0; response.status === NOT_YET && again < MOST_AGAIN; again++) {
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
      response = await ask();
    }
    if (!response.ok) throw await PortolanError.fromResponse(response);
    return response;
  }
}

interface Section {
  title: string;
  questions: Omit<Question, 'section_title'>[];
}

type Init = Pick<RequestInit, 'method' | 'body'> & { headers?: Record<string, string> };

const decisionPath = (id: string): string => `/v1/decisions/${encodeURIComponent(id)}`;
