import { readProfile } from './profileReader';
import type { Mistake, Question } from './api';

const question = (id: string, type: Question['type']): Question => ({
  id,
  section_title: '',
  type,
  text: id,
  help: '',
  options: [],
  minimum: null,
});
const QUESTIONS = Object.fromEntries(
  [question('platform.kubernetes_version', 'version'), question('stack.versions', 'versions'), question('stack.in_use', 'products')].map(
    one => [one.id, one],
  ),
);

const read = (text: string) => readProfile(text, QUESTIONS);
const file = (text: string) => {
  const found = read(text);
  return 'file' in found ? found.file : undefined;
};
const placed = (text: string, pointer: string, mistake: Partial<Mistake> = {}) => {
  const found = read(text);
  return 'place' in found ? found.place({ pointer, detail: 'no', ...mistake }) : undefined;
};

describe('a profile file', () => {
  it('is the profile alone, or has it among what checks read', () => {
    const profile = { stack: { in_use: ['a'] } };
    expect(file('stack: {in_use: [a]}')).toEqual({ profile });
    expect(file('profile: {stack: {in_use: [a]}}\nedition: "1"\nlanguage: ko\nfail_on: [error]\nwaivers: []')).toEqual({
      profile,
      edition: '1',
      others: { fail_on: ['error'], waivers: [] },
    });
    expect(file('')).toEqual({ profile: {} });
    expect(file('{"profile": {"stack": {"in_use": ["a"]}}}')).toEqual({ profile });
  });

  it('has versions as they are written', () => {
    expect(file('platform: {kubernetes_version: 1.30}\nstack: {versions: {a: 2.10}}')?.profile).toEqual({
      platform: { kubernetes_version: '1.30' },
      stack: { versions: { a: '2.10' } },
    });
  });

  it('tells what is no YAML, with its place', () => {
    expect(read('stack:\n  in_use: [a\n')).toMatchObject({ faults: [{ line: 3 }] });
    expect(read('a: 1\na: 2\n')).toMatchObject({ faults: [{ line: 2, text: 'Map keys must be unique' }] });
    expect(read('- a')).toMatchObject({ faults: [{ line: 1 }] });
  });

  it('shows where a mistake of the service is', () => {
    const wrapped = 'edition: "1"\nprofile:\n  stack:\n    in_use:\n      - a\n      - jager\n';
    expect(placed(wrapped, '/profile/stack/in_use/1', { hint: 'did you mean jaeger?' })).toEqual({
      line: 6,
      column: 9,
      path: 'profile.stack.in_use[1]',
      text: 'no',
      hint: 'did you mean jaeger?',
    });
    expect(placed('stack:\n  in_yuse: [a]\n', '/profile/stack/in_yuse')).toMatchObject({ line: 2, path: 'stack.in_yuse' });
    expect(placed(wrapped, '/edition')).toMatchObject({ line: 1, path: 'edition' });
  });
});
