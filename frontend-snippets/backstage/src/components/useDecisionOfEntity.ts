import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { DECISION_ANNOTATION, PROFILE_ANNOTATION, isPortolanAvailable } from '../annotations';
import type { Decision } from '../api';
import { useLoaded, type Loaded } from './useLoaded';
import { usePortolan } from './usePortolan';

/** The decision on the profile of the entity that is shown; with no profile there is nothing to ask for. */
export function useDecisionOfEntity(): Loaded<Decision | undefined> & { subject: string; annotated: boolean } {
  const { entity } = useEntity();
  const { api, language } = usePortolan();
  const annotations = entity.metadata.annotations ?? {};
  const annotated = isPortolanAvailable(entity);
  const subject = stringifyEntityRef(entity);
  const loaded = useLoaded<{ of: string; decision: Decision } | undefined>(
    async () => (annotated ? { of: subject, decision: await api.decisionOfEntity(entity, language) } : undefined),
    [api, language, subject, annotations[PROFILE_ANNOTATION], annotations[DECISION_ANNOTATION]],
  );
  // What is left of the entity that was shown before is not this one's.
  const value = loaded.value?.of === subject ? loaded.value.decision : undefined;
  return { ...loaded, value, subject, annotated };
}
