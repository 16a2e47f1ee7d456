import { useEffect, useState } from 'react';
import { Checkbox, CheckboxGroup, NumberField, Radio, RadioGroup, Select, TextField } from '@backstage/ui';
import type { Answer, Question } from '../../api';
import { useLoaded } from '../useLoaded';
import { usePortolan } from '../usePortolan';

interface FieldProps {
  question: Question;
  value: Answer | undefined;
  onChange: (answer: Answer | undefined) => void;
}

/** The field that fits the type of a question, named by its text. */
export const AnswerField = (props: FieldProps) => {
  switch (props.question.type) {
    case 'bool':
      return <YesOrNo {...props} />;
    case 'choice':
      return <OneOf {...props} />;
    case 'choices':
      return <SomeOf {...props} />;
    case 'products':
      return <Products {...props} />;
    case 'int':
    case 'number':
      return <Figure {...props} />;
    case 'versions':
      return <Versions {...props} />;
    default:
      return <Version {...props} />;
  }
};

const YesOrNo = ({ question, value, onChange }: FieldProps) => {
  const { t } = usePortolan();
  return (
    <RadioGroup
      aria-label={question.text}
      value={value === undefined ? null : String(value)}
      onChange={chosen => onChange(chosen === 'true')}
    >
      <Radio value="true">{t('wizard.yes')}</Radio>
      <Radio value="false">{t('wizard.no')}</Radio>
    </RadioGroup>
  );
};

const OneOf = ({ question, value, onChange }: FieldProps) => (
  <RadioGroup aria-label={question.text} value={value === undefined ? null : String(value)} onChange={onChange}>
    {question.options.map(option => (
      <Radio key={option.id} value={option.id}>
        {option.text}
      </Radio>
    ))}
  </RadioGroup>
);

const SomeOf = ({ question, value, onChange }: FieldProps) => {
  const { t } = usePortolan();
  return (
    <>
      <CheckboxGroup aria-label={question.text} value={Array.isArray(value) ? value : []} onChange={onChange}>
        {question.options.map(option => (
          <Checkbox key={option.id} value={option.id}>
            {option.text}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <None label={t('wizard.noneOfThese')} value={value} onChange={onChange} />
    </>
  );
};

const Products = ({ question, value, onChange }: FieldProps) => {
  const { api, t, language } = usePortolan();
  const { value: names = {} } = useLoaded(() => api.products(language), [api, language]);
  const options = Object.entries(names).map(([id, label]) => ({ id, label }));
  options.sort((one, other) => one.label.localeCompare(other.label, language));
  return (
    <>
      <Select
        aria-label={question.text}
        selectionMode="multiple"
        placeholder={t('wizard.choose')}
        options={options}
        search={{ placeholder: t('wizard.search') }}
        value={Array.isArray(value) ? value : []}
        onChange={chosen => onChange(Array.isArray(chosen) ? chosen.map(String) : [])}
      />
      <None label={t('wizard.noneOfThese')} value={value} onChange={onChange} />
    </>
  );
};

/** That none applies is an answer too, and tells more than leaving the question out. */
const None = (props: { label: string; value: Answer | undefined; onChange: FieldProps['onChange'] }) => {
  const none = Array.isArray(props.value) && props.value.length === 0;
  return (
    <Checkbox isSelected={none} onChange={chosen => props.onChange(chosen ? [] : undefined)}>
      {props.label}
    </Checkbox>
  );
};

const Figure = ({ question, value, onChange }: FieldProps) => (
  <NumberField
    aria-label={question.text}
    minValue={question.minimum ?? undefined}
    formatOptions={{ maximumFractionDigits: question.type === 'int' ? 0 : 3 }}
    value={typeof value === 'number' ? value : NaN}
    onChange={figure => onChange(Number.isNaN(figure) ? undefined : figure)}
  />
);

const Version = ({ question, value, onChange }: FieldProps) => {
  const { t } = usePortolan();
  return (
    <TextField
      aria-label={question.text}
      description={t('wizard.version')}
      value={typeof value === 'string' ? value : ''}
      onChange={text => onChange(text.trim() || undefined)}
    />
  );
};

const Versions = ({ question, value, onChange }: FieldProps) => {
  const { t } = usePortolan();
  const written = typeof value === 'object' && !Array.isArray(value) ? versionsAsText(value) : '';
  const [text, setText] = useState(written);
  useEffect(() => setText(written), [question.id]); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <TextField
      aria-label={question.text}
      description={t('wizard.versions')}
      value={text}
      onChange={typed => {
        setText(typed);
        onChange(versionsOf(typed));
      }}
    />
  );
};

const versionsAsText = (versions: Record<string, string>): string =>
  Object.entries(versions)
    .map(([product, version]) => `${product} ${version}`)
    .join(', ');

/** `kafka 3.7, vault 1.15` → {kafka: '3.7', vault: '1.15'}; what has no version yet is passed on for the server to mind. */
export function versionsOf(text: string): Record<string, string> | undefined {
  const pairs = text
    .split(',')
    .map(part => part.trim().split(/\s+/))
    .filter(([product]) => product);
  return pairs.length ? Object.fromEntries(pairs.map(([product, version = '']) => [product, version])) : undefined;
}
