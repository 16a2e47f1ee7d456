import { stringify } from 'yaml';
import type { Answer, Profile } from './api';
import { PROFILE_ANNOTATION } from './annotations';

/** What `portolan.yaml` holds. `others`: what checks read of it, which is kept and not looked into. */
export interface ProfileFile {
  profile: Profile;
  edition?: string;
  as_of?: string;
  others?: Record<string, unknown>;
}

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
export const profileFile = ({ profile, edition, as_of, others }: ProfileFile): string =>
  stringify({
    profile,
    ...(edition !== undefined && { edition }),
    ...(as_of !== undefined && { as_of }),
    ...others,
  });

/** What goes below `metadata:` of a catalog-info.yaml. */
export const profileAnnotation = (profile: Profile): string =>
  stringify({ annotations: { [PROFILE_ANNOTATION]: stringify(profile) } });

/** Hands the browser a file to keep. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export const saveProfile = (file: ProfileFile): void =>
  saveFile('portolan.yaml', new Blob([profileFile(file)], { type: 'application/yaml' }));
