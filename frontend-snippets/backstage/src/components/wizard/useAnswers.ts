import { useReducer } from 'react';
import type { Answer, Profile } from '../api';
import { answerTo, withAnswer } from '../profile';

/** What was said so far. `asked`: the questions in the order in which they came, skipped ones among them. */
export interface Answers {
  profile: Profile;
  skipped: string[];
  asked: string[];
}

export const NO_ANSWERS: Answers = { profile: {}, skipped: [], asked: [] };

export type AnswerStep =
  | { do: 'answer'; question: string; answer: Answer }
  | { do: 'skip'; question: string }
  | { do: 'back' }
  | { do: 'load'; profile: Profile };

export function nextAnswers(before: Answers, step: AnswerStep): Answers {
  const without = (ids: string[], id: string) => ids.filter(one => one !== id);
  switch (step.do) {
    case 'answer':
      return {
        profile: withAnswer(before.profile, step.question, step.answer),
        skipped: without(before.skipped, step.question),
        asked: before.asked.includes(step.question) ? before.asked : [...before.asked, step.question],
      };
    case 'skip':
      return {
        profile: withAnswer(before.profile, step.question, undefined),
        skipped: [...without(before.skipped, step.question), step.question],
        asked: before.asked.includes(step.question) ? before.asked : [...before.asked, step.question],
      };
    case 'back': {
      const last = before.asked.at(-1);
      if (last === undefined) return before;
      return {
        profile: withAnswer(before.profile, last, undefined),
        skipped: without(before.skipped, last),
        asked: before.asked.slice(0, -1),
      };
    }
    default:
      return { profile: step.profile, skipped: [], asked: questionsOf(step.profile) };
  }
}

const questionsOf = (profile: Profile): string[] =>
  Object.entries(profile).flatMap(([section, answers]) => Object.keys(answers).map(name => `${section}.${name}`));

export const useAnswers = () => useReducer(nextAnswers, NO_ANSWERS);

export const lastAnswer = ({ profile, asked }: Answers): Answer | undefined =>
  asked.length ? answerTo(profile, asked[asked.length - 1]) : undefined;
