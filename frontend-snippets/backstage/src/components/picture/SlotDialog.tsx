import { Button, Dialog, DialogBody, DialogFooter, DialogHeader, Flex, Text } from '@backstage/ui';
import type { Decision, Robustness, Slot, SlotStanding, Verdict } from '../../api';
import { BADGES } from '../../verdicts';
import { FAINT } from '../Faint';
import { VerdictBadge } from '../VerdictBadge';
import { WarningLine } from '../Warnings';
import { OverruledLine } from '../review/lines';
import { useLoaded } from '../useLoaded';
import { usePortolan } from '../usePortolan';

interface SlotDialogProps {
  decision: Decision;
  slot: Slot;
  standing: SlotStanding | undefined;
  onClose: () => void;
}

/** A slot with every verdict in it and the reasons behind each, for and against. */
export const SlotDialog = ({ decision, slot, standing, onClose }: SlotDialogProps) => {
  const { api, t, language } = usePortolan();
  const robustness = useLoaded(() => api.robustness(decision.id, language), [api, decision.id, language]);
  const firmness = robustness.value?.picks.filter(pick => pick.slot === slot.slot) ?? [];
  const warnings = decision.warnings.filter(warning => warning.slots.includes(slot.slot));
  return (
    <Dialog isOpen isDismissable width="min(46rem, 94vw)" onOpenChange={open => !open && onClose()}>
      <DialogHeader>{slot.title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {warnings.map(warning => (
            <WarningLine key={warning.text} warning={warning} />
          ))}
          {standing?.overruled.map(one => (
            <OverruledLine key={one.review} overruled={one} slot={slot} />
          ))}
          {slot.verdicts.map(verdict => (
            <Reasons
              key={verdict.product}
              verdict={verdict}
              picked={slot.picks.includes(verdict.product)}
              firmness={firmness.find(pick => pick.product === verdict.product)}
            />
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

interface ReasonsProps {
  verdict: Verdict;
  picked: boolean;
  firmness: Robustness['picks'][0] | undefined;
}

const Reasons = ({ verdict, picked, firmness }: ReasonsProps) => {
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
      {firmness && <Firmness firmness={firmness} />}
      {verdict.to && <Text as="p">{t('slot.to', named(verdict.to))}</Text>}
      {verdict.by_date && <Text as="p">{t('slot.by', { day: verdict.by_date })}</Text>}
      {verdict.with.length > 0 && <Text as="p">{t('slot.with', named(verdict.with))}</Text>}
      <ReasonList reasons={verdict.because} />
      {verdict.defeated.length > 0 && (
        <details>
          <summary style={{ cursor: 'pointer' }}>
            {t('slot.setAside')} ({verdict.defeated.length})
          </summary>
          <ReasonList reasons={verdict.defeated} />
        </details>
      )}
    </section>
  );
};

/** How firm a pick stands, and the questions whose answers it hangs on. */
const Firmness = ({ firmness }: { firmness: Robustness['picks'][0] }) => {
  const { t } = usePortolan();
  const hanging = [
    { key: 'given', title: t('slot.given'), questions: firmness.given },
    { key: 'open', title: t('slot.open'), questions: firmness.open },
    { key: 'joined', title: t('slot.joined'), questions: firmness.joined },
  ].filter(({ questions }) => questions.length > 0);
  const { sign } = BADGES[firmness.badge];
  return (
    <details>
      <summary style={{ cursor: 'pointer' }}>
        <strong>
          <span aria-hidden="true">{sign} </span>
          {t(`badge.${firmness.badge}`)}
        </strong>
        : {t(`means.badge.${firmness.badge}`)}
      </summary>
      {hanging.map(({ key, title, questions }) => (
        <div key={key}>
          {title}
          <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
            {questions.map(question => (
              <li key={question.text}>{question.text}</li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  );
};

/** Reasons, each with its rule; where Portolan's own pages can be reached, the rule leads there. */
export const ReasonList = ({ reasons }: { reasons: { rule: string; text: string }[] }) => {
  const { api, language } = usePortolan();
  return (
    <ul style={{ margin: 'var(--bui-space-1) 0 0', paddingInlineStart: '1.2rem' }}>
      {reasons.map(reason => {
        const page = api.page(`/rules/${reason.rule}`, language);
        const rule = <code style={{ fontSize: '0.75rem', color: FAINT, overflowWrap: 'anywhere' }}>{reason.rule}</code>;
        return (
          <li key={`${reason.rule} ${reason.text}`}>
            {reason.text}{' '}
            {page ? (
              <a href={page} target="_blank" rel="noreferrer" style={{ color: FAINT }}>
                {rule}
              </a>
            ) : (
              rule
            )}
          </li>
        );
      })}
    </ul>
  );
};
