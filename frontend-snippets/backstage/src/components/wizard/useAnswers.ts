import { useCallback, useEffect, useRef, useState } from 'react';
import { identityApiRef, storageApiRef, useApi, type StorageApi } from '@backstage/frontend-plugin-api';
import type { Answer, Profile, Request } from '../../api';
import { withAnswer, type ProfileFile } from '../../profile';

/** What was said so far. `asked`: the questions in the order in which they came, skipped ones among them. */
export interface Answers extends ProfileFile {
  skipped: string[];
  asked: string[];
}

export const NO_ANSWERS: Answers = { profile: {}, skipped: [], asked: [] };

export type AnswerStep =
  | { do: 'answer'; question: string; answer: Answer }
  | { do: 'skip'; question: string }
  | { do: 'load'; file: ProfileFile };

export function nextAnswers(before: Answers, step: AnswerStep): Answers {
  if (step.do === 'load') return { ...step.file, skipped: [], asked: questionsOf(step.file.profile) };
  const { question } = step;
  const skipped = before.skipped.filter(one => one !== question);
  return {
    ...before,
    profile: withAnswer(before.profile, question, step.do === 'answer' ? step.answer : undefined),
    skipped: step.do === 'answer' ? skipped : [...skipped, question],
    asked: before.asked.includes(question) ? before.asked : [...before.asked, question],
  };
}

/** The question before one that was asked, or before the next one; undefined where there was none. */
export function questionBefore({ asked }: Answers, question: string | undefined): string | undefined {
  const place = question === undefined ? -1 : asked.indexOf(question);
  return place < 0 ? asked.at(-1) : asked[place - 1];
}

export const requestOf = ({ profile, edition, as_of }: ProfileFile): Request => ({
  profile,
  ...(edition !== undefined && { edition }),
  ...(as_of !== undefined && { as_of }),
});

type Kept = Parameters<StorageApi['set']>[1];

const questionsOf = (profile: Profile): string[] =>
  Object.entries(profile).flatMap(([section, answers]) => Object.keys(answers).map(name => `${section}.${name}`));

/**
 * The answers of whoever is signed in, kept where the portal keeps what belongs to its users: in this browser, or with
 * the user-settings back end on every machine of theirs. Undefined until it is known who that is.
 */
export function useAnswers(): [Answers | undefined, (step: AnswerStep) => void] {
  const storage = useApi(storageApiRef);
  const identity = useApi(identityApiRef);
  const [answers, setAnswers] = useState<Answers>();
  const drawer = useRef<{ bucket: StorageApi; key: string }>();
  const touched = useRef(false);

  useEffect(() => {
    let current = true;
    let stop = () => {};
    const open = (user: string) => {
      if (!current) return;
      const bucket = storage.forBucket('portolan');
      const key = `answers-${user}`;
      drawer.current = { bucket, key };
      const kept = bucket.snapshot<never>(key);
      setAnswers(answersIn(kept.value));
      // A store on another machine answers later. What has been answered here in the meantime counts.
      const subscription = bucket.observe$<never>(key).subscribe(later => {
        if (later.presence === 'present' && !touched.current) setAnswers(answersIn(later.value));
      });
      stop = () => subscription.unsubscribe();
    };
    identity.getBackstageIdentity().then(
      ({ userEntityRef }) => open(userEntityRef),
      () => open('nobody'),
    );
    return () => {
      current = false;
      stop();
    };
  }, [storage, identity]);

  const held = useRef(NO_ANSWERS);
  if (answers) held.current = answers;
  const dispatch = useCallback((step: AnswerStep) => {
    touched.current = true;
    const next = nextAnswers(held.current, step);
    setAnswers(next);
    // Where nothing can be kept, as with a full disk, the answers still hold for as long as the page is open.
    drawer.current?.bucket.set(drawer.current.key, { ...next } as Kept).catch(() => {});
  }, []);
  return [answers, dispatch];
}

/** What was kept by an older version of the plugin, or by hand, may be anything. */
function answersIn(kept: unknown): Answers {
  const found = (typeof kept === 'object' && kept ? kept : {}) as Partial<Answers>;
  const listed = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  if (typeof found.profile !== 'object' || !found.profile) return NO_ANSWERS;
  return { ...found, profile: found.profile, skipped: listed(found.skipped), asked: listed(found.asked) };
}
