import { useEffect, useRef, useState, type Dispatch } from 'react';
import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import type { Answer, Interview, NextQuestion, Profile, Question } from '../api';
import { answerTo, profileFile } from '../profile';
import { AnswerField } from './AnswerField';
import { Faint } from './Faint';
import { Panel } from './Panel';
import { Refusal } from './Refusal';
import { lastAnswer, type Answers, type AnswerStep } from './useAnswers';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';

interface WizardProps {
  answers: Answers;
  dispatch: Dispatch<AnswerStep>;
  onShow: () => void;
}

/** The questionnaire, one question at a time: the service says which one still matters most, and why it is asked. */
export const Wizard = ({ answers, dispatch, onShow }: WizardProps) => {
  const { api, t, language } = usePortolan();
  const { profile, skipped } = answers;
  const interview = useLoaded(
    () => api.interview({ profile, skipped }, language),
    [api, JSON.stringify(profile), skipped.join(), language],
  );
  const questions = useLoaded(() => api.questions(language), [api, language]);
  // The answer that a step back takes away is offered again, and so is one that is to be changed.
  const [offered, setOffered] = useState<Answer>();
  const [changing, setChanging] = useState<string>();
  const changed = changing ? questions.value?.[changing] : undefined;
  const question = changed ?? interview.value?.question ?? undefined;
  const answered = answers.asked.length > 0;

  const step = (next: AnswerStep) => {
    setOffered(undefined);
    setChanging(undefined);
    dispatch(next);
  };
  const back = () => {
    const again = lastAnswer(answers);
    step({ do: 'back' });
    setOffered(again);
  };

  return (
    <Flex direction="column" gap="4">
      {interview.error && <Refusal error={interview.error} onRetry={interview.retry} />}
      {interview.error && answered && <Button onPress={back}>{t('wizard.back')}</Button>}
      {interview.value && <ProgressLine progress={interview.value.progress} />}
      {!interview.value && interview.loading && (
        <div role="status" aria-label={t('wizard.loading')}>
          <Skeleton width="100%" height={240} />
        </div>
      )}
      {!interview.error && interview.value && question && (
        <QuestionCard
          key={question.id}
          question={question}
          offered={changed ? answerTo(profile, question.id) : offered}
          busy={interview.loading}
          onAnswer={answer => step({ do: 'answer', question: question.id, answer })}
          onSkip={() => step({ do: 'skip', question: question.id })}
          onBack={changing ? () => setChanging(undefined) : answered ? back : undefined}
        />
      )}
      {!interview.error && interview.value && !question && (
        <Panel title={t('wizard.done')}>
          <Button onPress={back}>{t('wizard.back')}</Button>
        </Panel>
      )}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--bui-space-2)' }}>
        <Button variant={question ? 'secondary' : 'primary'} onPress={onShow}>
          {t('wizard.show')}
        </Button>
        {answered && (
          <>
            <Button variant="secondary" onPress={() => saveProfile(profile)}>
              {t('wizard.save')}
            </Button>
            <Button variant="tertiary" onPress={() => step({ do: 'load', profile: {} })}>
              {t('wizard.restart')}
            </Button>
          </>
        )}
      </div>
      {interview.value && <Followed implied={interview.value.implied} questions={questions.value ?? {}} />}
      {answered && questions.value && (
        <AnswerList profile={profile} questions={questions.value} onChange={setChanging} />
      )}
    </Flex>
  );
};

const ProgressLine = ({ progress }: { progress: Interview['progress'] }) => {
  const { t } = usePortolan();
  const { answered, skipped, remaining, settled, slots } = progress;
  const text = t('wizard.progress', {
    answered: String(answered),
    skipped: String(skipped),
    remaining: String(remaining),
  });
  return (
    <div>
      <Text as="p" role="status">
        {text} · {t('wizard.settled', { settled: String(settled), slots: String(slots) })}
      </Text>
      <progress
        aria-label={text}
        value={answered + skipped}
        max={Math.max(1, answered + skipped + remaining)}
        style={{ width: '100%', accentColor: 'var(--bui-bg-solid)' }}
      />
    </div>
  );
};

interface QuestionCardProps {
  question: Question | NextQuestion;
  offered: Answer | undefined;
  busy: boolean;
  onAnswer: (answer: Answer) => void;
  onSkip: () => void;
  onBack?: () => void;
}

const QuestionCard = ({ question, offered, busy, onAnswer, onSkip, onBack }: QuestionCardProps) => {
  const { t } = usePortolan();
  const [answer, setAnswer] = useState(offered);
  const heading = useRef<HTMLHeadingElement>(null);
  // A new question takes the focus, so that whoever hears the page hears it. The first one leaves it where it is.
  useEffect(() => {
    if (document.activeElement !== document.body || onBack) heading.current?.focus();
  }, []); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (answer !== undefined && !busy) onAnswer(answer);
      }}
      style={{
        padding: 'var(--bui-space-4)',
        borderRadius: 'var(--bui-radius-3)',
        background: 'var(--bui-bg-neutral-1)',
      }}
    >
      <Flex direction="column" gap="4">
        {'section_title' in question && (
          <Faint small>
            {question.section_title}
          </Faint>
        )}
        <h2 ref={heading} tabIndex={-1} style={{ margin: 0, font: 'inherit', outline: 'none' }}>
          <Text as="span" variant="title-small">
            {question.text}
          </Text>
        </h2>
        <AnswerField question={question} value={answer} onChange={setAnswer} />
        <aside aria-label={t('wizard.why')}>
          <Text as="p" variant="body-small" weight="bold">
            {t('wizard.why')}
          </Text>
          <Faint as="p">
            {question.help}
          </Faint>
          {'why' in question && (
            <Faint as="p">
              {question.why.text}
            </Faint>
          )}
        </aside>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--bui-space-2)' }}>
          <Button type="submit" variant="primary" isDisabled={answer === undefined || busy}>
            {t('wizard.next')}
          </Button>
          <Button variant="secondary" isDisabled={busy} onPress={onSkip}>
            {t('wizard.skip')}
          </Button>
          {onBack && (
            <Button variant="tertiary" onPress={onBack}>
              {t('wizard.back')}
            </Button>
          )}
        </div>
      </Flex>
    </form>
  );
};

type Questions = Record<string, Question>;

const Followed = ({ implied, questions }: { implied: Interview['implied']; questions: Questions }) => {
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

const AnswerList = (props: { profile: Profile; questions: Questions; onChange: (question: string) => void }) => {
  const { api, t, language } = usePortolan();
  const { value: names = {} } = useLoaded(() => api.products(language), [api, language]);
  const given = Object.values(props.questions).filter(one => answerTo(props.profile, one.id) !== undefined);
  const word = (question: Question, one: string | number | boolean) =>
    question.options.find(option => option.id === one)?.text ?? names[String(one)] ?? String(one);
  const shown = (question: Question): string => {
    const answer = answerTo(props.profile, question.id)!;
    if (typeof answer === 'boolean') return t(answer ? 'wizard.yes' : 'wizard.no');
    if (Array.isArray(answer)) return answer.map(one => word(question, one)).join(', ') || t('wizard.noneOfThese');
    if (typeof answer === 'object') return Object.entries(answer).map(([id, version]) => `${names[id] ?? id} ${version}`).join(', ');
    return word(question, answer);
  };
  if (given.length === 0) return null;
  return (
    <Panel title={t('wizard.answers')}>
      <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {given.map(question => (
          <li key={question.id} style={{ padding: 'var(--bui-space-1) 0' }}>
            <Faint>{question.text}</Faint> <strong>{shown(question)}</strong>{' '}
            <Button
              size="small"
              variant="tertiary"
              aria-label={`${t('wizard.change')}: ${question.text}`}
              onPress={() => props.onChange(question.id)}
            >
              {t('wizard.change')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

/** Hands the browser `portolan.yaml`, as the command line and pipelines read it. */
export function saveProfile(profile: Profile): void {
  const address = URL.createObjectURL(new Blob([profileFile(profile)], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'portolan.yaml';
  link.click();
  URL.revokeObjectURL(address);
}
