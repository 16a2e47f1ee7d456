import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Container, Skeleton } from '@backstage/ui';
import { DECISION_ANNOTATION, PROFILE_ANNOTATION } from '../annotations';
import { DecisionView } from './DecisionView';
import { Refusal } from './Refusal';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';

/** The decision on the profile of the entity that is shown. */
export function useDecisionOfEntity() {
  const { entity } = useEntity();
  const { api, language } = usePortolan();
  const annotations = entity.metadata.annotations ?? {};
  return useLoaded(
    () => api.decisionOfEntity(entity, language),
    [api, language, stringifyEntityRef(entity), annotations[PROFILE_ANNOTATION], annotations[DECISION_ANNOTATION]],
  );
}

/** The tab of an entity: its decision in full. */
export const EntityPortolanContent = () => {
  const { t } = usePortolan();
  const { value, error, retry } = useDecisionOfEntity();
  return (
    <Container>
      {error && <Refusal error={error} onRetry={retry} />}
      {value && <DecisionView decision={value} />}
      {!value && !error && (
        <div role="status" aria-label={t('decision.loading')}>
          <Skeleton width="100%" height={320} />
        </div>
      )}
    </Container>
  );
};
