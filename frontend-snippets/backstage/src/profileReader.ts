import { LineCounter, isCollection, isMap, isPair, isScalar, parseDocument, type Document, type Node } from 'yaml';
import type { Mistake, Profile, Question } from './api';
import type { ProfileFile } from './profile';

/** What a check reads of a file beside the profile: kept as it is. */
const OF_CHECKS = ['levels', 'fail_on', 'end_of_life_days', 'waivers'];
/** What the file says for itself and the portal says otherwise. */
const PASSED_OVER = ['language'];

/** A mistake in a file, with its place there. */
export interface Fault {
  line: number;
  column: number;
  /** What is there, as `stack.in_use[0]`; empty where the file is no YAML. */
  path: string;
  text: string;
  hint?: string;
}

export type ReadFile = { file: ProfileFile; place: (mistake: Mistake) => Fault } | { faults: Fault[] };

/**
 * The text of a profile file: the profile alone, or with edition and day and what checks read beside it. What cannot be
 * read is told with its place; what the answers mean is for the service to judge, and `place` says where its mistakes are.
 */
export function readProfile(text: string, questions: Record<string, Question>): ReadFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map(error => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { line, column: col, path: '', text: error.message.split(/ at line \d+/)[0] };
      }),
    };
  }
  if (document.contents !== null && !isMap(document.contents)) {
    return { faults: [{ line: 1, column: 1, path: '', text: 'a profile is a mapping of sections' }] };
  }
  keepVersions(document, questions);
  const { wrapped, file } = fileOf(document.toJS() ?? {});
  return {
    file,
    place: ({ pointer, detail, hint }) => {
      const steps = pointer.split('/').slice(1).map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'));
      const there = wrapped || steps[0] !== 'profile' ? steps : steps.slice(1);
      const { line, col } = lines.linePos(offsetOf(document, there));
      return { line, column: col, path: pathOf(there), text: detail, hint: hint ?? undefined };
    },
  };
}

function fileOf(data: Record<string, unknown>): { wrapped: boolean; file: ProfileFile } {
  if (!('profile' in data)) return { wrapped: false, file: { profile: data as Profile } };
  const { profile, ...rest } = data;
  const file: Record<string, unknown> = { profile: profile ?? {} };
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (OF_CHECKS.includes(name)) others[name] = value;
    else if (!PASSED_OVER.includes(name)) file[name] = value;
  }
  if (Object.keys(others).length > 0) file.others = others;
  return { wrapped: true, file: file as unknown as ProfileFile };
}

/** A version is a text, however it is written: 1.30 is not 1.3, and a day not a number. */
function keepVersions(document: Document, questions: Record<string, Question>): void {
  const asWritten = (node: unknown) => {
    if (isScalar(node) && typeof node.value === 'number' && node.source) node.value = node.source;
  };
  const base = document.has('profile') ? ['profile'] : [];
  for (const { id, type } of Object.values(questions)) {
    const node = document.getIn([...base, ...id.split('.', 2)], true);
    if (type === 'version') asWritten(node);
    if (type === 'versions' && isMap(node)) node.items.forEach(pair => asWritten(pair.value));
  }
  asWritten(document.get('edition', true));
}

/** Of the deepest part that is there: a mistake may be that something is missing. Of a member, its name. */
function offsetOf(document: Document, steps: string[]): number {
  let found = document.contents as Node | null;
  let offset = found?.range?.[0] ?? 0;
  for (const step of steps) {
    if (!isCollection(found)) break;
    const item = found.items.find((one, index) => (isPair(one) ? String(one.key) === step : String(index) === step));
    if (item === undefined) break;
    const named = (isPair(item) ? item.key : item) as Node;
    offset = named.range?.[0] ?? offset;
    found = (isPair(item) ? item.value : item) as Node | null;
  }
  return offset;
}

const pathOf = (steps: string[]): string =>
  steps
    .map(step => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
