// What the widget takes an answer to be: it compiles only while the description says no less.
import type { components, paths } from './portolan';
import type { Decision } from './widget/portolan-advice';
import type { AreaOfSlot, Asked, Interview, PictureDocument, Question } from './widget/src/types';

type Answer<Path extends keyof paths, Method extends keyof paths[Path]> =
  paths[Path][Method] extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never;
type Schemas = components['schemas'];

// A profile is a plain object in an answer: its sections are those of whatever knowledge there is.
type Told = Omit<Decision, 'receipt'> & { receipt: { request: { profile: object; edition: string; as_of: string } } };

export const decided = (told: Answer<'/v1/recommendations', 'post'>): Told => told;
export const found = (told: Answer<'/v1/decisions/{decision_id}', 'get'>): Told => told;
export const drawn = (told: Answer<'/v1/decisions/{decision_id}/picture', 'get'>): PictureDocument => told;
export const interviewed = (told: Answer<'/v1/interviews', 'post'>): Interview => told;
export const slots = (told: Answer<'/v1/slots', 'get'>): { items: AreaOfSlot[] } => told;
export const products = (told: Answer<'/v1/products', 'get'>): { items: { id: string; name: string }[] } => told;
export const questions = (told: Answer<'/v1/questionnaire', 'get'>): { sections: { questions: Question[] }[] } => told;
export const asked: (name: keyof Asked) => keyof Schemas['Request'] = name => name;
// An element that is made is what its types say.
export const listened = (): void => {
  const made = document.createElement('portolan-advice');
  made.fetcher = (address, init) => fetch(address, init);
  made.addEventListener('portolan-answer', event => event.detail.profile[event.detail.question]);
  document.addEventListener('portolan-decision', ({ detail }) => detail.decision.slots.length + detail.id.length);
};
