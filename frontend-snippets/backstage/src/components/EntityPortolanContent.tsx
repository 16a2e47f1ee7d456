import { ButtonLink } from '@backstage/ui';
import { DecisionView } from './DecisionView';
import { EntityRefusal } from './EntityRefusal';
import { NoProfile } from './NoProfile';
import { WRAPPING } from './Panel';
import { Waiting } from './Waiting';
import { useDecisionOfEntity } from './useDecisionOfEntity';
import { usePagePath } from './usePagePath';
import { usePortolan } from './usePortolan';

/** The tab of an entity: its decision in full, or how it gets one. The page of the entity gives it its margins. */
export const EntityPortolanContent = () => {
  const { t } = usePortolan();
  const page = usePagePath();
  const { value, error, retry, subject, annotated } = useDecisionOfEntity();
  return (
    <div style={WRAPPING}>
      {!annotated && <NoProfile />}
      {error && <EntityRefusal error={error} onRetry={retry} />}
      {value && !error && (
        <DecisionView
          decision={value}
          subject={subject}
          actions={
            <ButtonLink href={`${page}?decision=${value.id}`} variant="secondary">
              {t('entity.others')}
            </ButtonLink>
          }
        />
      )}
      {annotated && !value && !error && <Waiting label={t('decision.loading')} height={320} />}
    </div>
  );
};
