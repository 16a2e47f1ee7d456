import { useEffect, useRef } from 'react';
import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import type { Interview } from '../../api';
import { answerTo, saveProfile } from '../../profile';
import { Actions } from '../Actions';
import { Panel } from '../Panel';
import { Refusal } from '../Refusal';
import { useLoaded } from '../useLoaded';
import { usePortolan } from '../usePortolan';
import { AnswerList, Followed } from './AnswerList';
import { LoadProfile } from './LoadProfile';
import { OtherQuestions } from './OtherQuestions';
import { QuestionCard } from './QuestionCard';
import { faultyAnswer } from './faultyAnswer';
import { questionBefore, requestOf, type AnswerStep, type Answers } from './useAnswers';

interface WizardProps {
  answers: Answers;
  dispatch: (step: AnswerStep) => void;
  /** The question that the address names. */
  asked: string | undefined;
  /** Puts a question into the address; undefined: whichever matters most. */
  onGo: (question: string | undefined, how?: { replace: boolean }) => void;
  onShow: () => void;
}

/** The questionnaire, one question at a time: the service says which one still matters most, and why it is asked. */
export const Wizard = ({ answers, dispatch, asked, onGo, onShow }: WizardProps) => {
  const { api, t, language } = usePortolan();
  const interview = useLoaded(
    () => api.interview({ ...requestOf(answers), skipped: answers.skipped }, language),
    [api, JSON.stringify(requestOf(answers)), answers.skipped.join(), language],
  );
  const questions = useLoaded(() => api.questions(language), [api, language]);
  const next = interview.value?.question ?? undefined;
  const named = asked === undefined || asked === next?.id ? undefined : questions.value?.[asked];
  const faulty = faultyAnswer(interview.error, questions.value ?? {});
  const question = faulty?.question ?? named ?? (interview.error ? undefined : next);
  // The address follows the questions, so that each can be linked to, and the browser's own "back" goes one back.
  const follow = asked === undefined && !interview.loading && !interview.error ? next?.id : undefined;
  useEffect(() => {
    if (follow !== undefined) onGo(follow, { replace: true });
  }, [follow, onGo]);

  // A new question takes the focus, so that whoever hears the page hears it. The first one leaves it where it is.
  const begun = useRef(false);
  useEffect(() => {
    if (question) begun.current = true;
  }, [question]);

  const step = (taken: AnswerStep) => {
    dispatch(taken);
    onGo(undefined);
  };
  const before = questionBefore(answers, question?.id);
  const back = before === undefined ? undefined : () => onGo(before);
  const waiting = interview.loading || (named === undefined && asked !== undefined && questions.loading);
  const unknown = asked !== undefined && !named && asked !== next?.id && !questions.loading && !interview.loading;

  return (
    <Flex direction="column" gap="4">
      {interview.value && <ProgressLine progress={interview.value.progress} />}
      {interview.error && !faulty && <Refusal error={interview.error} onRetry={interview.retry} />}
      {unknown && !questions.error && <Text role="status">{t('wizard.unknown', { question: asked })}</Text>}
      {!question && waiting && (
        <div role="status" aria-label={t('wizard.loading')}>
          <Skeleton width="100%" height={240} />
        </div>
      )}
      {question && (
        <QuestionCard
          key={question.id}
          question={question}
          standing={interview.value?.questions?.find(one => one.question === question.id)?.text}
          offered={answerTo(answers.profile, question.id)}
          mistake={faulty?.text}
          busy={interview.loading}
          focus={begun.current}
          onAnswer={answer => step({ do: 'answer', question: question.id, answer })}
          onSkip={() => step({ do: 'skip', question: question.id })}
          onBack={back}
        />
      )}
      {!question && !waiting && !interview.error && <Done focus={begun.current} onBack={back} />}
      <Actions>
        <Button variant={question ? 'secondary' : 'primary'} onPress={onShow}>
          {t('wizard.show')}
        </Button>
        <LoadProfile questions={questions.value ?? {}} onLoad={file => step({ do: 'load', file })}>
          {answers.asked.length > 0 && (
            <>
              <Button variant="secondary" onPress={() => saveProfile(answers)}>
                {t('wizard.save')}
              </Button>
              <Button variant="tertiary" onPress={() => step({ do: 'load', file: { profile: {} } })}>
                {t('wizard.restart')}
              </Button>
            </>
          )}
        </LoadProfile>
      </Actions>
      {interview.value && <Followed implied={interview.value.implied} questions={questions.value ?? {}} />}
      {questions.value && (
        <OtherQuestions
          questions={questions.value}
          standings={interview.value?.questions ?? []}
          here={question?.id}
          onGo={onGo}
        />
      )}
      {questions.value && <AnswerList answers={answers} questions={questions.value} onChange={onGo} />}
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
        style={{ width: '100%', accentColor: 'var(--bui-accent-bg)' }}
      />
    </div>
  );
};

const Done = ({ focus, onBack }: { focus: boolean; onBack?: () => void }) => {
  const { t } = usePortolan();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) place.current?.focus();
  }, [focus]);
  return (
    <div ref={place} tabIndex={-1} style={{ outline: 'none' }}>
      <Panel title={t('wizard.done')}>{onBack && <Button onPress={onBack}>{t('wizard.back')}</Button>}</Panel>
    </div>
  );
};
