import { Alert, Button } from '@backstage/ui';
import { PortolanError } from '../api';
import { usePortolan, type Translate } from './usePortolan';

/** Why Portolan did not answer, in words, and a way to ask again. */
export const Refusal = ({ error, onRetry }: { error: Error; onRetry?: () => void }) => {
  const { t } = usePortolan();
  const mistakes = error instanceof PortolanError ? error.mistakes : [];
  return (
    <div role="alert">
      <Alert
        status="danger"
        icon
        title={t('error.title')}
        description={
          <>
            {mistakes.length === 0 && <div>{explanation(error, t)}</div>}
            {mistakes.map(mistake => (
              <div key={mistake.pointer + mistake.detail}>
                <code>{mistake.pointer}</code> {mistake.detail}
                {mistake.hint && ` (${mistake.hint})`}
              </div>
            ))}
          </>
        }
        customActions={
          onRetry && (
            <Button size="small" variant="secondary" onPress={onRetry}>
              {t('error.retry')}
            </Button>
          )
        }
      />
    </div>
  );
};

function explanation(error: Error, t: Translate): string {
  if (!(error instanceof PortolanError)) return t('error.offline');
  if (error.status === 401) return t('error.signIn');
  if (error.status === 403) return t('error.forbidden');
  if (error.status === 404) return t('error.missing');
  if (error.status === 429) return t('error.limited');
  return error.status >= 500 ? t('error.unavailable') : error.message;
}
