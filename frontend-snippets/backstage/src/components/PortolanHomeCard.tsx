import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Flex, ButtonLink, Link, Skeleton, Text } from '@backstage/ui';
import { rootRouteRef } from '../routes';
import { Faint } from './Faint';
import { Refusal } from './Refusal';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';

const LATEST = 5;

export const PortolanHomeCard = () => <HomeCard page={useRouteRef(rootRouteRef)?.() ?? '/portolan'} />;

/** On the home page: the way to the questions, and the latest decisions. `page` is where the app shows the page. */
export const HomeCard = ({ page }: { page: string }) => {
  const { api, t, language } = usePortolan();
  const { value, error, retry } = useLoaded(() => api.latestDecisions(LATEST), [api]);
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  return (
    <Flex direction="column" gap="3">
      <Text>{t('subtitle')}</Text>
      <div>
        <ButtonLink href={page} variant="primary">
          {t('home.start')}
        </ButtonLink>
      </div>
      <Text as="h3" variant="body-medium" weight="bold">
        {t('home.latest')}
      </Text>
      {error && <Refusal error={error} onRetry={retry} />}
      {!value && !error && <Skeleton width="100%" height={80} />}
      {value?.length === 0 && <Faint>{t('home.none')}</Faint>}
      {value && value.length > 0 && (
        <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
          {value.map(one => (
            <li key={one.id}>
              <Link href={`${page}?decision=${one.id}`}>{one.subjects.join(', ') || t('home.anybody')}</Link>{' '}
              <Faint>
                {t('home.line', { edition: one.edition, day: when.format(new Date(one.made_at)) })}
              </Faint>
            </li>
          ))}
        </ul>
      )}
    </Flex>
  );
};
