// What a plugin of a portal would write: it compiles only while the description tells the truth of names and types.
import createClient from 'openapi-fetch';

import type { components, paths } from './portolan';

const client = createClient<paths>({ baseUrl: 'http://127.0.0.1:8000' });

type Decision = components['schemas']['Decision'];
type Problem = components['schemas']['Problem'];

export async function decide(request: components['schemas']['Request']): Promise<Decision> {
  const { data, error } = await client.POST('/v1/recommendations', { body: request });
  if (data === undefined) {
    throw new Error(told(error));
  }
  return data;
}

/** Every mistake of a problem, with what would be right. */
export function told(problem: Problem): string {
  return problem.errors.map(one => `${one.pointer}: ${one.detail}${one.hint === null ? '' : ` (${one.hint})`}`).join('\n');
}

export async function picks(id: string): Promise<Map<string, string[]>> {
  const { data, error, response } = await client.GET('/v1/decisions/{decision_id}', {
    params: { path: { decision_id: id }, query: { lang: 'ko' }, header: { 'If-None-Match': 'W/"0"' } },
  });
  if (response.status === 304 || data === undefined) {
    throw new Error(error === undefined ? 'not modified' : error.title);
  }
  return new Map(data.slots.map(slot => [slot.slot, slot.picks]));
}

/** Every product, page by page. */
export async function products(offset = 0): Promise<components['schemas']['Product'][]> {
  const { data } = await client.GET('/v1/products', { params: { query: { limit: 100, offset, lang: 'en' } } });
  if (data === undefined) {
    return [];
  }
  return data.links.next === null ? data.items : [...data.items, ...(await products(offset + 100))];
}

/** Some answers come in several media types: as JSON unless Accept says otherwise. */
export async function whyNot(id: string, product: string): Promise<components['schemas']['WhyNot']> {
  const { data, error } = await client.GET('/v1/decisions/{decision_id}/why-not/{product_id}', {
    params: { path: { decision_id: id, product_id: product } },
  });
  if (data === undefined || typeof data === 'string') {
    throw new Error(error === undefined ? data : told(error));
  }
  return data;
}

export async function proof(id: string): Promise<string | undefined> {
  const { data } = await client.GET('/v1/decisions/{decision_id}/trace', {
    params: { path: { decision_id: id }, query: { format: 'mermaid' } },
    parseAs: 'text',
  });
  return data;
}

export async function compare(before: string, after: string): Promise<number> {
  const { data } = await client.POST('/v1/comparisons', {
    body: { before: { decision: before }, after: { decision: after }, language: 'en' },
  });
  return data === undefined || typeof data === 'string' ? 0 : data.slots.length;
}

// @ts-expect-error There is no such path.
void client.GET('/v1/nothing');
// @ts-expect-error There is no such parameter.
void client.GET('/v1/slots', { params: { query: { limt: 1 } } });
// @ts-expect-error A profile is not a word.
void decide({ profile: 'kubernetes' });
