import type { Entity } from '@backstage/catalog-model';

/** The profile of an entity, as YAML or JSON text. */
export const PROFILE_ANNOTATION = 'portolan.io/profile';
/** The id of a decision that was made before, for an entity without a profile of its own. */
export const DECISION_ANNOTATION = 'portolan.io/decision';

/** What a platform is built of: the kinds that a profile may well be about, and whose tab says how to add one. */
const KINDS = ['component', 'system', 'domain'];

/** Does the entity say which profile, or which decision, is its own? */
export function isPortolanAvailable(entity: Entity): boolean {
  const annotations = entity.metadata.annotations ?? {};
  return PROFILE_ANNOTATION in annotations || DECISION_ANNOTATION in annotations;
}

/** Has the entity a tab: of advice, or of how to get it? */
export const hasPortolanTab = (entity: Entity): boolean =>
  isPortolanAvailable(entity) || KINDS.includes(entity.kind.toLocaleLowerCase('en-US'));
