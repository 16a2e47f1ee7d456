import { parse } from 'yaml';
import { versionsOf } from './components/wizard/AnswerField';
import { NO_ANSWERS, nextAnswers, questionBefore } from './components/wizard/useAnswers';
import { profileAnnotation, profileFile, withAnswer } from './profile';

describe('a profile', () => {
  const profile = { platform: { kubernetes_version: '1.30' }, stack: { in_use: ['a'] } };

  it('keeps a version a text in its file', () => {
    expect(parse(profileFile({ profile }))).toEqual({ profile });
    expect(profileFile({ profile })).toContain('"1.30"');
  });

  it('fits into an annotation', () => {
    expect(parse(parse(profileAnnotation(profile)).annotations['portolan.io/profile'])).toEqual(profile);
  });

  it('loses a section with its last answer', () => {
    expect(withAnswer(profile, 'stack.in_use', undefined)).toEqual({ platform: { kubernetes_version: '1.30' } });
  });

  it('reads versions as they are typed', () => {
    expect(versionsOf('kafka 3.7,  vault 1.15')).toEqual({ kafka: '3.7', vault: '1.15' });
    expect(versionsOf(' ')).toBeUndefined();
  });
});

describe('a step', () => {
  it('is gone back to, answered or skipped, and keeps what was said', () => {
    const one = nextAnswers(NO_ANSWERS, { do: 'answer', question: 'a.b', answer: true });
    const two = nextAnswers(one, { do: 'skip', question: 'a.c' });
    expect(questionBefore(two, 'a.d')).toBe('a.c');
    expect(questionBefore(two, 'a.c')).toBe('a.b');
    expect(questionBefore(two, 'a.b')).toBeUndefined();
    expect(two.profile).toEqual({ a: { b: true } });
  });
});
