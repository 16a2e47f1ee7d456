import { useRef, useState } from 'react';
import { Button, DatePicker, Flex, Radio, RadioGroup, Select, Text, TextAreaField, TextField } from '@backstage/ui';
import type { Decision, ReviewRequest, Slot, Verdict, VerdictWord } from '../../api';
import { VERDICTS } from '../../verdicts';
import { Actions } from '../Actions';
import { Faint } from '../Faint';
import { Refusal } from '../Refusal';
import { usePortolan } from '../usePortolan';
import { Person } from './lines';

const KINDS = ['accept', 'comment', 'overrule', 'waive'] as const;
type Kind = (typeof KINDS)[number];

interface Fields {
  kind: Kind;
  slot?: string;
  product?: string;
  verdict?: VerdictWord;
  text?: string;
  until?: string;
  subject?: string;
}

const MUST: Record<Kind, (keyof Fields)[]> = {
  accept: [],
  comment: ['text'],
  overrule: ['slot', 'product', 'text', 'until'],
  waive: ['slot', 'product', 'text', 'until'],
};

interface ReviewFormProps {
  decision: Decision;
  subject: string | undefined;
  caller: string | undefined;
  onKept: () => void;
}

/** What a reviewer says: it is kept in the name of whoever is signed in, which is nothing that the form could say. */
export const ReviewForm = ({ decision, subject, caller, onKept }: ReviewFormProps) => {
  const { api, t } = usePortolan();
  const empty: Fields = { kind: 'accept', subject };
  const [fields, setFields] = useState<Fields>(empty);
  const [round, setRound] = useState(0);
  const [outcome, setOutcome] = useState<'busy' | 'kept' | Error>();
  const sent = useRef({ body: '', key: '' });
  const put = (more: Partial<Fields>) => setFields(before => ({ ...before, ...more }));
  const complete = MUST[fields.kind].every(name => fields[name]);

  const send = async () => {
    // Whoever got no answer sends the same under the same key, and it is kept once.
    const body = JSON.stringify(fields);
    if (sent.current.body !== body) sent.current = { body, key: newKey() };
    setOutcome('busy');
    try {
      await kept(api, decision.id, fields, sent.current.key);
      setOutcome('kept');
      setFields(empty);
      setRound(round + 1);
      onKept();
    } catch (error) {
      setOutcome(error as Error);
    }
  };

  return (
    <form
      key={round}
      aria-label={t('review.form')}
      onSubmit={event => {
        event.preventDefault();
        if (complete && outcome !== 'busy') void send();
      }}
    >
      <Flex direction="column" gap="3">
        <Text as="h4" variant="body-medium" weight="bold">
          {t('review.form')}
        </Text>
        <RadioGroup
          aria-label={t('review.form')}
          orientation="horizontal"
          value={fields.kind}
          onChange={kind => put({ kind: kind as Kind, slot: undefined, product: undefined })}
        >
          {KINDS.map(kind => (
            <Radio key={kind} value={kind}>
              {t(`review.kind.${kind}`)}
            </Radio>
          ))}
        </RadioGroup>
        <Faint small>{t(`review.means.${fields.kind}`)}</Faint>
        <FieldsOf decision={decision} fields={fields} onChange={put} />
        {caller && (
          <Faint small>
            {t('review.as')} <Person by={caller} />
          </Faint>
        )}
        {outcome instanceof Error && <Refusal error={outcome} title={t('error.refused')} />}
        <Actions>
          <Button type="submit" variant="primary" isDisabled={!complete || outcome === 'busy'}>
            {t(`review.send.${fields.kind}`)}
          </Button>
          {outcome === 'kept' && <span role="status">{t('review.kept')}</span>}
        </Actions>
      </Flex>
    </form>
  );
};

interface FieldsProps {
  decision: Decision;
  fields: Fields;
  onChange: (more: Partial<Fields>) => void;
}

const WHOLE = '*';

/** Does anything stand against the product in the slot? Of what is recommended outright the service takes no waiver. */
const isWaivable = ({ warnings }: Decision, { slot }: Slot, { product, verdict }: Verdict) =>
  !['adopt', 'keep'].includes(verdict) || warnings.some(one => one.product === product && one.slots.includes(slot));

const FieldsOf = ({ decision, fields, onChange }: FieldsProps) => {
  const { t } = usePortolan();
  const { kind } = fields;
  const offered = (slot: Slot) =>
    kind === 'waive' ? slot.verdicts.filter(verdict => isWaivable(decision, slot, verdict)) : slot.verdicts;
  const judged = decision.slots.filter(slot => offered(slot).length > 0);
  const slots = judged.map(slot => ({ id: slot.slot, label: slot.title }));
  const onProduct = kind === 'overrule' || kind === 'waive';
  const nothing = onProduct ? null : WHOLE;
  const chosen = judged.find(slot => slot.slot === fields.slot);
  const verdicts = chosen ? offered(chosen) : [];
  return (
    <>
      <Select
        label={t('review.slot')}
        isRequired={onProduct}
        placeholder={t('review.choose')}
        search={{ placeholder: t('wizard.search') }}
        options={onProduct ? slots : [{ id: WHOLE, label: t('review.whole') }, ...slots]}
        value={fields.slot ?? nothing}
        onChange={slot => onChange({ slot: slot === WHOLE ? undefined : String(slot), product: undefined })}
      />
      {onProduct && (
        <Select
          label={t('review.product')}
          isRequired
          isDisabled={!fields.slot}
          placeholder={t('review.choose')}
          options={verdicts.map(one => ({ id: one.product, label: `${one.name} – ${t(`verdict.${one.verdict}`)}` }))}
          value={fields.product ?? null}
          onChange={product => onChange({ product: String(product) })}
        />
      )}
      {kind === 'overrule' && (
        <Select
          label={t('review.instead')}
          placeholder={t('review.choose')}
          options={(Object.keys(VERDICTS) as VerdictWord[]).map(id => ({ id, label: t(`verdict.${id}`) }))}
          value={fields.verdict ?? null}
          onChange={verdict => onChange({ verdict: verdict as VerdictWord })}
        />
      )}
      <TextAreaField
        label={t(onProduct ? 'review.reason' : 'review.text')}
        isRequired={kind !== 'accept'}
        value={fields.text ?? ''}
        onChange={text => onChange({ text: text || undefined })}
      />
      {onProduct && (
        <DatePicker
          label={t('review.lastDay')}
          isRequired
          onChange={day => onChange({ until: day?.toString().slice(0, 10) })}
        />
      )}
      {kind === 'waive' && (
        <TextField
          label={t('review.subject')}
          description={t('review.subjectHelp')}
          value={fields.subject ?? ''}
          onChange={subject => onChange({ subject: subject || undefined })}
        />
      )}
    </>
  );
};

function kept(api: ReturnType<typeof usePortolan>['api'], decision: string, fields: Fields, key: string) {
  const { kind, slot, product, verdict, text, until, subject } = fields;
  if (kind === 'waive') {
    return api.waive({ decision, slot: slot!, product: product!, reason: text!, until: until!, subject }, key);
  }
  const said: ReviewRequest =
    kind === 'overrule' ? { kind, slot, product, verdict, text, until } : { kind, slot, text };
  return api.review(decision, said, key);
}

/** `randomUUID` is there on secure pages alone. */
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint32Array(4)), part => part.toString(36)).join('-');
