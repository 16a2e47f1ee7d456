import { stringify } from 'yaml';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ButtonLink, Flex, Text } from '@backstage/ui';
import { PROFILE_ANNOTATION } from '../annotations';
import { Copied } from './Copied';
import { Panel } from './Panel';
import { usePagePath } from './usePagePath';
import { usePortolan } from './usePortolan';

/** An entity that has no profile yet: how it gets one. */
export const NoProfile = () => {
  const { t } = usePortolan();
  const { entity } = useEntity();
  const page = usePagePath();
  const { apiVersion, kind, metadata } = entity;
  const written = stringify({
    apiVersion,
    kind,
    metadata: { name: metadata.name, annotations: { [PROFILE_ANNOTATION]: 'platform: {production: true}\n' } },
  });
  return (
    <Panel title={t('entity.empty')}>
      <Flex direction="column" gap="3">
        <Text as="p">{t('entity.emptyWhy')}</Text>
        <div>
          <ButtonLink href={page} variant="primary">
            {t('home.start')}
          </ButtonLink>
        </div>
        <Copied label={t('entity.empty')} help={t('entity.emptyHow')} text={written} />
        <Text as="p">{t('entity.emptyFile', { annotation: PROFILE_ANNOTATION })}</Text>
      </Flex>
    </Panel>
  );
};
