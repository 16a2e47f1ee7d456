import type { Entity } from '@backstage/catalog-model';
import { PROFILE_ANNOTATION } from '../annotations';
import type {
  Comparison,
  Decision,
  Interview,
  NextQuestion,
  Picture,
  PortolanApi,
  Profile,
  Question,
  Review,
  Robustness,
  Standing,
  Waiver,
} from '../api';

export const system: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: {
    name: 'shop',
    namespace: 'default',
    description: 'Web shop',
    annotations: { [PROFILE_ANNOTATION]: 'stack: {in_use: [old-thing]}\n' },
  },
  spec: { owner: 'group:default/platform' },
};

export const decision: Decision = {
  id: 'abc123',
  edition: '2',
  as_of: '2026-01-01',
  slots: [
    {
      slot: 'tracing',
      title: 'Tracing',
      area: 'observability',
      status: 'open',
      picks: ['new-thing'],
      need: { needed: true, because: [{ rule: 'tracing/asked-for', text: 'Traces are wanted.', cites: [] }] },
      verdicts: [
        verdict('new-thing', 'New Thing', 'adopt', 'It is the successor.'),
        { ...verdict('old-thing', 'Old Thing', 'migrate', 'Its support has ended.'), to: ['new-thing'], by_date: '2026-03-31' },
      ],
    },
    { slot: 'cd', title: 'Deployment', area: 'delivery', status: 'not-needed', picks: [], need: { needed: false, because: [] }, verdicts: [] },
  ],
  warnings: [
    { product: 'old-thing', kind: 'end-of-life', date: '2026-03-31', text: 'Support for Old Thing ends.', slots: ['tracing'] },
  ],
  open_questions: [{ question: 'platform.size', text: 'How large is it?', slots: ['tracing'] }],
  receipt: { request: { profile: { stack: { in_use: ['old-thing'] } }, edition: '2', as_of: '2026-01-01', language: 'en' } },
  links: { self: '/v1/decisions/abc123', page: '/decisions/abc123' },
};

export const comparison: Comparison = {
  before: { id: 'before', edition: '1' },
  after: { id: 'abc123', edition: '2' },
  counts: { slots: 2, changed: 1, picks_added: 1, picks_dropped: 0, verdicts: 1 },
  story: [
    {
      kind: 'replaced',
      slot: 'tracing',
      title: 'Tracing',
      text: 'Old Thing → New Thing',
      products: [{ product: 'new-thing', name: 'New Thing' }],
      instead_of: [{ product: 'old-thing', name: 'Old Thing' }],
      verdicts: null,
      warning: null,
      reasons: [{ rule: 'tracing/new', text: 'The successor arrived.' }],
    },
  ],
};

export const picture: Picture = {
  decision: 'abc123',
  title: 'Platform architecture',
  since: { edition: '1', as_of: '2025-11-30', new: 0, changed: 1, gone: 0, text: 'Since edition 1: 1 changed' },
  bands: [
    {
      columns: 2,
      areas: [
        {
          area: 'observability',
          title: 'Observability',
          columns: 1,
          not_needed: [],
          slots: [
            {
              slot: 'tracing',
              title: 'Tracing',
              status: 'open',
              status_text: 'open',
              needed: true,
              note: null,
              picks: [
                {
                  product: 'new-thing',
                  name: 'New Thing',
                  verdict: 'adopt',
                  verdict_text: 'adopt',
                  badge: 'sensitive',
                  badge_text: '! sensitive',
                  with: [],
                  new: true,
                },
              ],
              leaving: [
                {
                  product: 'old-thing',
                  name: 'Old Thing',
                  verdict: 'migrate',
                  verdict_text: 'migrate',
                  to: [{ product: 'new-thing', name: 'New Thing' }],
                  by_date: '2026-03-31',
                  by_text: 'by 2026-03-31',
                },
              ],
              warnings: [
                {
                  product: 'old-thing',
                  name: 'Old Thing',
                  kind: 'end-of-life',
                  date: '2026-03-31',
                  label: 'end of life, 2026-03-31',
                  text: 'Support for Old Thing ends.',
                  new: true,
                },
              ],
              change: {
                kind: 'changed',
                word: 'changed',
                before: [{ product: 'old-thing', name: 'Old Thing', verdict: 'adopt', verdict_text: 'adopt' }],
                text: 'before: Old Thing (adopt)',
              },
            },
          ],
        },
        { area: 'delivery', title: 'Delivery', columns: 1, slots: [], not_needed: [{ slot: 'cd', title: 'Deployment' }] },
      ],
    },
  ],
};

export const robustness: Robustness = {
  picks: [
    {
      slot: 'tracing',
      product: 'new-thing',
      name: 'New Thing',
      badge: 'sensitive',
      given: [{ text: 'What is in use?' }],
      open: [],
      joined: [],
    },
  ],
};

export const standing: Standing = {
  decision: 'abc123',
  as_of: '2026-01-01',
  standing: 'overruled',
  counts: { accepted: 0, overruled: 1, pending: 0, comments: 0 },
  slots: [
    {
      slot: 'tracing',
      title: 'Tracing',
      standing: 'overruled',
      accepted: null,
      overruled: [
        {
          review: 'r1',
          product: 'new-thing',
          verdict: 'adopt',
          instead: 'avoid',
          until: '2026-06-30',
          by: 'user:default/anna',
          text: 'Nobody here can run it.',
        },
      ],
    },
  ],
};

export const waiver: Waiver = {
  id: 'w1',
  state: 'active',
  subject: 'system:default/shop',
  slot: 'tracing',
  product: 'old-thing',
  verdict: 'migrate',
  reason: 'The move is planned for spring.',
  until: '2026-05-31',
  by: 'user:default/ben',
};

export const review: Review = {
  id: 'r2',
  decision: 'abc123',
  kind: 'accept',
  state: 'in-force',
  by: 'user:default/anna',
  at: '2026-01-02T03:04:05Z',
  text: null,
  slot: null,
  product: null,
  verdict: null,
  until: null,
};

const QUESTIONS: Question[] = [
  question('platform.production', 'bool', 'Is it for production?'),
  {
    ...question('platform.size', 'choice', 'How large is it?'),
    options: [
      { id: 'small', text: 'Small' },
      { id: 'large', text: 'Large' },
    ],
  },
  question('stack.in_use', 'products', 'What is in use?'),
];

/** An interview of three questions, of which a small platform is not asked the last. */
export function interviewAfter(profile: Profile, skipped: string[]): Interview {
  const given = (one: Question) => {
    const [section, name] = one.id.split('.');
    return profile[section]?.[name] !== undefined;
  };
  const asked = QUESTIONS.filter(one => profile.platform?.size !== 'small' || one.id !== 'stack.in_use');
  const left = asked.filter(one => !given(one) && !skipped.includes(one.id));
  return {
    edition: '2',
    question: left.length ? next(left[0]) : null,
    progress: {
      answered: asked.filter(given).length,
      skipped: skipped.length,
      remaining: left.length,
      slots: 2,
      settled: left.length ? 0 : 2,
      open: left.length ? 2 : 0,
      left: 0,
    },
    implied: [],
    questions: left.map(one => ({ question: one.id, standing: 'open', text: 'It could change Tracing.' })),
  };
}

/** A Portolan of two slots, that answers at once. */
export const portolan = () =>
  ({
    interview: vi.fn<PortolanApi['interview']>(async ({ profile, skipped }) => interviewAfter(profile, skipped)),
    questions: vi.fn<PortolanApi['questions']>(async () => Object.fromEntries(QUESTIONS.map(one => [one.id, one]))),
    recommend: vi.fn<PortolanApi['recommend']>(async () => decision),
    decision: vi.fn<PortolanApi['decision']>(async () => decision),
    decisionOfEntity: vi.fn<PortolanApi['decisionOfEntity']>(async () => decision),
    latestDecisions: vi.fn<PortolanApi['latestDecisions']>(async () => [
      { id: 'abc123', made_at: '2026-01-02T03:04:05Z', subjects: ['system:default/shop'], edition: '2' },
    ]),
    compareEditions: vi.fn<PortolanApi['compareEditions']>(async () => comparison),
    editions: vi.fn<PortolanApi['editions']>(async () => [
      { id: '1', title: 'The first', published: '2024-12-01' },
      { id: '2', title: 'The second', published: '2025-12-01' },
    ]),
    picture: vi.fn<PortolanApi['picture']>(async () => picture),
    pictureFile: vi.fn<PortolanApi['pictureFile']>(async () => new Blob(['<svg/>'], { type: 'image/svg+xml' })),
    robustness: vi.fn<PortolanApi['robustness']>(async () => robustness),
    standing: vi.fn<PortolanApi['standing']>(async () => standing),
    reviews: vi.fn<PortolanApi['reviews']>(async () => []),
    waivers: vi.fn<PortolanApi['waivers']>(async () => [waiver]),
    review: vi.fn<PortolanApi['review']>(async () => review),
    waive: vi.fn<PortolanApi['waive']>(async () => waiver),
    withdrawWaiver: vi.fn<PortolanApi['withdrawWaiver']>(async () => ({ ...waiver, state: 'withdrawn' })),
    caller: vi.fn<PortolanApi['caller']>(async () => ({ caller: 'user:default/anna', roles: ['read', 'decide', 'review'] })),
    products: vi.fn<PortolanApi['products']>(async () => ({ 'old-thing': 'Old Thing', 'new-thing': 'New Thing' })),
    page: vi.fn<PortolanApi['page']>(path => `https://portolan.example.com${path}`),
  }) satisfies PortolanApi;

function verdict(product: string, name: string, word: Decision['slots'][0]['verdicts'][0]['verdict'], text: string) {
  return {
    product,
    name,
    verdict: word,
    because: [{ rule: `tracing/${product}`, text, cites: [] }],
    defeated: [],
    to: null,
    by_date: null,
    with: [],
    contested: false,
  };
}

function question(id: string, type: Question['type'], text: string): Question {
  return { id, section_title: 'Platform', type, text, help: `It matters: ${text}`, options: [], minimum: null };
}

const next = (one: Question): NextQuestion => ({
  ...one,
  why: { text: 'It bears on 2 slots.' },
});
