import { Button, Dialog, DialogBody, DialogFooter, DialogHeader, Flex, Text } from '@backstage/ui';
import type { Slot, Verdict, Warning } from '../api';
import { FAINT } from './Faint';
import { VerdictBadge } from './VerdictBadge';
import { WarningLine } from './Warnings';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';

/** A slot with every verdict in it and the reasons behind each, for and against. */
export const SlotDialog = (props: { slot: Slot; warnings: Warning[]; onClose: () => void }) => {
  const { t } = usePortolan();
  const { slot, warnings, onClose } = props;
  return (
    <Dialog isOpen isDismissable width="min(46rem, 94vw)" onOpenChange={open => !open && onClose()}>
      <DialogHeader>{slot.title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {warnings.map(warning => (
            <WarningLine key={warning.text} warning={warning} />
          ))}
          {slot.verdicts.map(verdict => (
            <Reasons key={verdict.product} verdict={verdict} picked={slot.picks.includes(verdict.product)} />
          ))}
          {slot.need.because.length > 0 && (
            <section>
              <Text as="h3" variant="body-medium" weight="bold">
                {t('slot.need')}
              </Text>
              <ReasonList reasons={slot.need.because} />
            </section>
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('slot.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};

const Reasons = ({ verdict, picked }: { verdict: Verdict; picked: boolean }) => {
  const { api, t, language } = usePortolan();
  const { value: names = {} } = useLoaded(() => api.products(language), [api, language]);
  const named = (products: string[]) => ({ products: products.map(id => names[id] ?? id).join(', ') });
  return (
    <section aria-label={verdict.name}>
      <Flex gap="2" align="center">
        <h3 style={{ margin: 0, font: 'inherit' }}>
          <VerdictBadge verdict={verdict.verdict} name={verdict.name} />
        </h3>
        {picked && <Text variant="body-small">{t('slot.pick')}</Text>}
        {verdict.contested && <Text variant="body-small">{t('status.contested')}</Text>}
      </Flex>
      {verdict.to && <Text as="p">{t('slot.to', named(verdict.to))}</Text>}
      {verdict.by_date && <Text as="p">{t('slot.by', { day: verdict.by_date })}</Text>}
      {verdict.with.length > 0 && <Text as="p">{t('slot.with', named(verdict.with))}</Text>}
      <ReasonList reasons={verdict.because} />
      {verdict.defeated.length > 0 && (
        <details>
          <summary>
            {t('slot.setAside')} ({verdict.defeated.length})
          </summary>
          <ReasonList reasons={verdict.defeated} />
        </details>
      )}
    </section>
  );
};

const ReasonList = ({ reasons }: { reasons: { rule: string; text: string }[] }) => (
  <ul style={{ margin: 'var(--bui-space-1) 0 0', paddingInlineStart: '1.2rem' }}>
    {reasons.map(reason => (
      <li key={reason.rule}>
        {reason.text}{' '}
        <code style={{ fontSize: '0.75rem', color: FAINT, overflowWrap: 'anywhere' }}>
          {reason.rule}
        </code>
      </li>
    ))}
  </ul>
);
