import { Alert, Flex, Text } from '@backstage/ui';
import type { Warning } from '../api';
import { WARNING_TONE } from '../verdicts';
import { usePortolan } from './usePortolan';

export const WarningLine = ({ warning }: { warning: Warning }) => {
  const { t } = usePortolan();
  return (
    <Alert
      status={WARNING_TONE[warning.kind]}
      icon
      title={[t(`warning.${warning.kind}`), warning.date].filter(Boolean).join(' · ')}
      description={warning.text}
    />
  );
};

export const Warnings = ({ warnings }: { warnings: Warning[] }) => {
  const { t } = usePortolan();
  if (warnings.length === 0) return <Text>{t('decision.noWarnings')}</Text>;
  return (
    <Flex direction="column" gap="2">
      {warnings.map(warning => (
        <WarningLine key={`${warning.kind} ${warning.text}`} warning={warning} />
      ))}
    </Flex>
  );
};
