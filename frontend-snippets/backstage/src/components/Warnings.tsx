import { Alert, Flex, Text } from '@backstage/ui';
import type { Warning } from '../api';
import { isUrgent, warningTone } from '../verdicts';
import { usePortolan } from './usePortolan';

export const WarningLine = ({ warning }: { warning: Warning }) => {
  const { t } = usePortolan();
  return (
    <Alert
      status={warningTone(warning.kind)}
      icon
      title={[t(`warning.${warning.kind}`), warning.date].filter(Boolean).join(' · ')}
      description={warning.text}
    />
  );
};

/** What has to be acted upon; the rest is a click away. `most`: of the former, how many at most. */
export const Warnings = ({ warnings, most = Infinity }: { warnings: Warning[]; most?: number }) => {
  const { t } = usePortolan();
  const shown = warnings.filter(isUrgent).slice(0, most);
  const rest = warnings.filter(warning => !shown.includes(warning));
  if (warnings.length === 0) return <Text>{t('decision.noWarnings')}</Text>;
  return (
    <Flex direction="column" gap="2">
      <Lines warnings={shown} />
      {rest.length > 0 && (
        <details>
          <summary style={{ cursor: 'pointer' }}>{t('decision.moreWarnings', { number: String(rest.length) })}</summary>
          <Flex direction="column" gap="2">
            <Lines warnings={rest} />
          </Flex>
        </details>
      )}
    </Flex>
  );
};

const Lines = ({ warnings }: { warnings: Warning[] }) => (
  <>
    {warnings.map(warning => (
      <WarningLine key={`${warning.kind} ${warning.text}`} warning={warning} />
    ))}
  </>
);
