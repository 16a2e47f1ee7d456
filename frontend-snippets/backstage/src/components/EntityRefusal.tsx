import { useEntity } from '@backstage/plugin-catalog-react';
import { DECISION_ANNOTATION, PROFILE_ANNOTATION } from '../annotations';
import { PortolanError } from '../api';
import { Refusal } from './Refusal';
import { usePortolan } from './usePortolan';

/** Why there is no advice for an entity, and what to mend in its catalog-info.yaml where that is the reason. */
export const EntityRefusal = ({ error, onRetry }: { error: Error; onRetry: () => void }) => {
  const { t } = usePortolan();
  const { entity } = useEntity();
  const { annotations = {} } = entity.metadata;
  const mistaken = error instanceof PortolanError && error.status === 422;
  const source = annotations['backstage.io/edit-url'] ?? annotations['backstage.io/view-url'];
  return (
    <>
      <Refusal
        error={error}
        onRetry={onRetry}
        title={mistaken ? t('error.mistaken') : undefined}
        remedy={remedyOf(error, annotations, t)}
      />
      {source && error instanceof PortolanError && error.mistakes.length > 0 && (
        <p>
          <a href={source} target="_blank" rel="noreferrer" style={{ color: 'inherit' }}>
            {t('entity.edit')}
          </a>
        </p>
      )}
    </>
  );
};

type Translate = ReturnType<typeof usePortolan>['t'];

function remedyOf(error: Error, annotations: Record<string, string>, t: Translate): string | undefined {
  if (!(error instanceof PortolanError) || error.by !== 'portolan') return undefined;
  const profile = annotations[PROFILE_ANNOTATION];
  if (profile === undefined) {
    return error.status === 404
      ? t('entity.noDecision', { annotation: DECISION_ANNOTATION, id: annotations[DECISION_ANNOTATION] })
      : undefined;
  }
  if (error.status !== 422) return undefined;
  return /^\s*\.{1,2}\/\S+\s*$/.test(profile) ? t('entity.useText', { file: profile.trim() }) : t('entity.mend');
}
