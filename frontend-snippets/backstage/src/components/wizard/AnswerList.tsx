import { Button } from '@backstage/ui';
import type { Interview, Question } from '../../api';
import { answerTo } from '../../profile';
import { Faint } from '../Faint';
import { Panel } from '../Panel';
import { useLoaded } from '../useLoaded';
import { usePortolan } from '../usePortolan';
import type { Answers } from './useAnswers';

type Questions = Record<string, Question>;

/** What follows from the answers, and so is not asked. */
export const Followed = ({ implied, questions }: { implied: Interview['implied']; questions: Questions }) => {
  const { t } = usePortolan();
  if (implied.length === 0) return null;
  return (
    <Panel title={t('wizard.follows')}>
      <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
        {implied.map(one => (
          <li key={one.question}>
            {questions[one.question]?.text ?? one.question}: {one.text}
          </li>
        ))}
      </ul>
    </Panel>
  );
};

interface AnswerListProps {
  answers: Answers;
  questions: Questions;
  onChange: (question: string) => void;
}

/** The answers so far, those that nobody knew among them. Each can be changed. */
export const AnswerList = ({ answers, questions, onChange }: AnswerListProps) => {
  const { api, t, language } = usePortolan();
  const { value: names = {} } = useLoaded(() => api.products(language), [api, language]);
  const { profile, skipped } = answers;
  const told = Object.values(questions).filter(
    one => answerTo(profile, one.id) !== undefined || skipped.includes(one.id),
  );
  const word = (question: Question, one: string | number | boolean) =>
    question.options.find(option => option.id === one)?.text ?? names[String(one)] ?? String(one);
  const shown = (question: Question): string => {
    const answer = answerTo(profile, question.id);
    if (answer === undefined) return '';
    if (typeof answer === 'boolean') return t(answer ? 'wizard.yes' : 'wizard.no');
    if (Array.isArray(answer)) return answer.map(one => word(question, one)).join(', ') || t('wizard.noneOfThese');
    if (typeof answer !== 'object') return word(question, answer);
    const versions = Object.entries(answer).map(([id, version]) => `${names[id] ?? id} ${version}`);
    return versions.join(', ');
  };
  if (told.length === 0) return null;
  return (
    <Panel title={t('wizard.answers')}>
      <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {told.map(question => (
          <li
            key={question.id}
            style={{
              display: 'flex',
              alignItems: 'center',
              gap: 'var(--bui-space-2)',
              padding: 'var(--bui-space-1) 0',
              borderBlockEnd: '1px solid var(--bui-border-1)',
            }}
          >
            <span style={{ flex: 1 }}>
              <Faint>{question.text}</Faint> {answerTo(profile, question.id) === undefined ? (
                <Faint>{t('wizard.skip')}</Faint>
              ) : (
                <strong>{shown(question)}</strong>
              )}
            </span>
            <Button
              size="small"
              variant="tertiary"
              style={{ flex: 'none' }}
              aria-label={`${t('wizard.change')}: ${question.text}`}
              onPress={() => onChange(question.id)}
            >
              {t('wizard.change')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
};
