import { useEffect } from 'react';
import { Alert, Button } from '@backstage/ui';
import { PortolanError } from '../api';
import { usePortolan, type Translate } from './usePortolan';

interface RefusalProps {
  error: Error;
  onRetry?: () => void;
  /** What it means here, where it is more than that Portolan could not answer. */
  title?: string;
  /** What to do about it, where the place of the error tells more than the error does. */
  remedy?: string;
}

/** Why Portolan did not answer, in words, and a way to ask again. */
export const Refusal = ({ error, onRetry, title, remedy }: RefusalProps) => {
  const { t } = usePortolan();
  const mistakes = error instanceof PortolanError ? error.mistakes : [];
  const offline = error instanceof PortolanError && error.by === 'network';
  // Who was offline is not asked to press anything.
  useEffect(() => {
    if (!offline || !onRetry) return undefined;
    window.addEventListener('online', onRetry);
    return () => window.removeEventListener('online', onRetry);
  }, [offline, onRetry]);
  return (
    <div role="alert" style={{ whiteSpace: 'normal' }}>
      <Alert
        status="danger"
        icon
        title={title ?? t('error.title')}
        description={
          <>
            {(mistakes.length === 0 || isRole(error)) && <div>{explanation(error, t)}</div>}
            {mistakes.map(mistake => (
              // Told by the service, whose errors are English.
              <div key={mistake.pointer + mistake.detail} lang="en">
                {mistake.pointer && <code>{readable(mistake.pointer)}</code>} {mistake.detail}
                {mistake.hint && ` (${mistake.hint})`}
              </div>
            ))}
            {remedy && <div>{remedy}</div>}
          </>
        }
        customActions={
          onRetry && (
            <Button size="small" variant="secondary" onPress={onRetry} style={{ whiteSpace: 'nowrap' }}>
              {t('error.retry')}
            </Button>
          )
        }
      />
    </div>
  );
};

const isRole = (error: Error) => error instanceof PortolanError && [401, 403, 429].includes(error.status);

/** `/entities/0/metadata/annotations/portolan.io~1profile` → `metadata/annotations/portolan.io/profile`. */
const readable = (pointer: string) =>
  pointer
    .replace(/^\/(entities\/\d+\/)?/, '')
    .replace(/~1/g, '/')
    .replace(/~0/g, '~');

function explanation(error: Error, t: Translate): string {
  if (!(error instanceof PortolanError)) return error.message;
  const { status, by, retryAfter, message } = error;
  if (by === 'network') return t('error.offline');
  if (by === 'stranger') return t('error.stranger');
  if (status === 401) return t('error.signIn');
  if (status === 403) return t('error.forbidden');
  if (status === 404) return t(by === 'proxy' ? 'error.noEndpoint' : 'error.missing');
  if (status === 429) return retryAfter ? t('error.limitedFor', { seconds: String(retryAfter) }) : t('error.limited');
  if (status === 503 && by === 'portolan') return t('error.unavailable');
  if (status >= 500) return t(by === 'portolan' ? 'error.broken' : 'error.gateway', { status: String(status) });
  return message;
}
