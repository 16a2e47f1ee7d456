import type { Entity } from '@backstage/catalog-model';

/** The profile of an entity, as YAML or JSON text. */
export const PROFILE_ANNOTATION = 'portolan.io/profile';
/** The id of a decision that was made before, for an entity without a profile of its own. */
export const DECISION_ANNOTATION = 'portolan.io/decision';

export function isPortolanAvailable(entity: Entity): boolean {
  const annotations = entity.metadata.annotations ?? {};
  return PROFILE_ANNOTATION in annotations || DECISION_ANNOTATION in annotations;
}
