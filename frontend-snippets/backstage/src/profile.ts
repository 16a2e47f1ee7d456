import { stringify } from 'yaml';
import type { Answer, Profile } from './api';
import { PROFILE_ANNOTATION } from './annotations';

/** `section.name` of a question → the profile with that answer; undefined takes the answer away. */
export function withAnswer(profile: Profile, question: string, answer: Answer | undefined): Profile {
  const [section, name] = question.split('.', 2);
  const { [name]: _, ...others } = profile[section] ?? {};
  const answers = answer === undefined ? others : { ...others, [name]: answer };
  const { [section]: __, ...sections } = profile;
  return Object.keys(answers).length ? { ...sections, [section]: answers } : sections;
}

export function answerTo(profile: Profile, question: string): Answer | undefined {
  const [section, name] = question.split('.', 2);
  return profile[section]?.[name];
}

/** What `portolan.yaml` holds, for the command line and the pipeline. */
export const profileFile = (profile: Profile): string => stringify({ profile });

/** What goes below `metadata:` of a catalog-info.yaml. */
export const profileAnnotation = (profile: Profile): string =>
  stringify({ annotations: { [PROFILE_ANNOTATION]: stringify(profile) } });
