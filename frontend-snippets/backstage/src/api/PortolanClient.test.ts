import { mockApis } from '@backstage/frontend-test-utils';
import { decision, system } from '../testing/fixtures';
import { PortolanClient } from './PortolanClient';

type Fetch = typeof globalThis.fetch;

function client(answer: (path: string, init?: RequestInit) => unknown, data: Record<string, string> = {}) {
  const fetch = vi.fn<Fetch>(async (input, init) => {
    const found = answer(String(input).replace('http://example.com/api/proxy', ''), init);
    return found instanceof Response ? found : Response.json(found);
  });
  const apis = {
    discoveryApi: mockApis.discovery(),
    fetchApi: mockApis.fetch({ baseImplementation: fetch as never }),
    configApi: mockApis.config({ data: { portolan: data } }),
  };
  return { client: new PortolanClient(apis), fetch };
}

describe('PortolanClient', () => {
  it('goes through the proxy, at the endpoint that the portal names', async () => {
    const { client: portolan, fetch } = client(() => ({ items: [] }), { proxyPath: '/advice' });
    await portolan.latestDecisions(5);
    expect(fetch.mock.calls[0][0]).toBe('http://example.com/api/proxy/advice/v1/decisions?limit=5');
  });

  it('asks again when Portolan cannot tell yet who asks', async () => {
    vi.useFakeTimers();
    const answers = [new Response(null, { status: 503 }), { items: [] }];
    const { client: portolan, fetch } = client(() => answers.shift());
    const latest = portolan.latestDecisions(5);
    await vi.runAllTimersAsync();
    await expect(latest).resolves.toEqual([]);
    expect(fetch).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it('sends of an entity nothing but what says which profile is whose', async () => {
    const sent: unknown[] = [];
    const { client: portolan } = client((path, init) => {
      if (init?.method !== 'POST') return decision;
      sent.push(JSON.parse(String(init.body)));
      return { items: [{ entity: 'system:default/shop', decision: 'abc123' }] };
    });
    await expect(portolan.decisionOfEntity(system, 'ko')).resolves.toEqual(decision);
    const { annotations } = system.metadata;
    expect(sent).toEqual([
      {
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'System',
            metadata: { name: 'shop', namespace: 'default', annotations },
          },
        ],
      },
    ]);
  });

  it('reads the decision that an entity names in place of a profile', async () => {
    const { client: portolan, fetch } = client(() => decision);
    const annotations = { 'portolan.io/decision': 'abc123' };
    await portolan.decisionOfEntity({ ...system, metadata: { ...system.metadata, annotations } }, 'en');
    expect(fetch.mock.calls.map(([url]) => url)).toEqual([
      'http://example.com/api/proxy/portolan/v1/decisions/abc123?lang=en',
    ]);
  });

  it('puts the older edition before the newer one', async () => {
    const bodies: { before: object; after: object }[] = [];
    const { client: portolan } = client((path, init) => {
      if (path.includes('/v1/editions')) return { items: [{ id: '1' }, { id: '2' }, { id: '3' }], links: { next: null } };
      bodies.push(JSON.parse(String(init?.body)));
      return {};
    });
    await portolan.compareEditions(decision, '1', 'en');
    await portolan.compareEditions(decision, '3', 'en');
    expect(bodies[0].after).toEqual({ decision: 'abc123' });
    expect(bodies[1].before).toEqual({ decision: 'abc123' });
  });

  it('reads every page of a list, once', async () => {
    const { client: portolan, fetch } = client(path =>
      path.includes('offset')
        ? { items: [{ id: 'b', name: 'B' }], links: { next: null } }
        : { items: [{ id: 'a', name: 'A' }], links: { next: '/v1/products?limit=1&offset=1' } },
    );
    await expect(portolan.products('en')).resolves.toEqual({ a: 'A', b: 'B' });
    await portolan.products('en');
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('tells a refusal with its mistakes', async () => {
    const problem = { title: 'Invalid', detail: 'Two mistakes', errors: [{ pointer: '/profile', detail: 'unknown' }] };
    const { client: portolan } = client(() => Response.json(problem, { status: 422 }));
    await expect(portolan.recommend({ profile: {} }, 'en')).rejects.toMatchObject({
      status: 422,
      message: 'Two mistakes',
      mistakes: problem.errors,
    });
  });

  it('knows the pages of Portolan only where the portal knows their public address', () => {
    expect(client(() => ({})).client.page('/decisions/abc123', 'en')).toBeUndefined();
    const { client: portolan } = client(() => ({}), { publicUrl: 'https://portolan.example.com/' });
    expect(portolan.page('/decisions/abc123', 'ko')).toBe('https://portolan.example.com/decisions/abc123?lang=ko');
  });

  it('says what is to be said under the key that it is given, so that it is kept once', async () => {
    const { client: portolan, fetch } = client(() => ({}));
    await portolan.review('abc123', { kind: 'accept' }, 'one-key');
    expect(fetch.mock.calls[0][0]).toBe('http://example.com/api/proxy/portolan/v1/decisions/abc123/reviews');
    expect(fetch.mock.calls[0][1]?.headers).toMatchObject({ 'Idempotency-Key': 'one-key' });
  });

  describe('tells apart who refuses', () => {
    const refusal = (answer: () => Response) => client(answer).client.recommend({ profile: {} }, 'en');

    it('Portolan, with the time to wait', async () => {
      const problem = { type: 'urn:portolan:problem:too-many', detail: 'Too many' };
      const answer = () => Response.json(problem, { status: 429, headers: { 'Retry-After': '7' } });
      await expect(refusal(answer)).rejects.toMatchObject({ status: 429, by: 'portolan', retryAfter: 7 });
    });

    it('the proxy, which has no such endpoint', async () => {
      const answer = () => Response.json({ error: { name: 'NotFoundError', message: 'Not found' } }, { status: 404 });
      await expect(refusal(answer)).rejects.toMatchObject({ status: 404, by: 'proxy', message: 'Not found' });
    });

    it('a page that asks to sign in, in place of an answer', async () => {
      const answer = () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } });
      await expect(refusal(answer)).rejects.toMatchObject({ by: 'stranger' });
    });

    it('the network', async () => {
      const answer = () => {
        throw new TypeError('Failed to fetch');
      };
      await expect(refusal(answer)).rejects.toMatchObject({ status: 0, by: 'network' });
    });
  });
});
