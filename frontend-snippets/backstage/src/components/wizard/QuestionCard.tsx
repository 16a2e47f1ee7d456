import { useEffect, useId, useRef, useState } from 'react';
import { Button, Card, CardBody, Flex, Text } from '@backstage/ui';
import type { Answer, NextQuestion, Question } from '../../api';
import { toneInk } from '../../verdicts';
import { Actions } from '../Actions';
import { Faint } from '../Faint';
import { usePortolan } from '../usePortolan';
import { AnswerField } from './AnswerField';

interface QuestionCardProps {
  question: Question | NextQuestion;
  /** Why it is asked, or why it is not any more, where it is not the one that matters most. */
  standing: string | undefined;
  offered: Answer | undefined;
  /** What the service says of the answer that was given. */
  mistake: string | undefined;
  busy: boolean;
  /** Is the heading to take the focus? */
  focus: boolean;
  onAnswer: (answer: Answer) => void;
  onSkip: () => void;
  onBack?: () => void;
}

export const QuestionCard = (props: QuestionCardProps) => {
  const { question, standing, offered, mistake, busy, focus, onAnswer, onSkip, onBack } = props;
  const { t } = usePortolan();
  const [answer, setAnswer] = useState(offered);
  const heading = useRef<HTMLHeadingElement>(null);
  const why = useId();
  const now = 'why' in question ? question.why.text : standing;
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, []); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <form
      aria-describedby={why}
      onSubmit={event => {
        event.preventDefault();
        if (answer !== undefined && !busy) onAnswer(answer);
      }}
    >
      <Card>
        <CardBody>
          <Flex direction="column" gap="4">
            <div>
              <Faint small>{question.section_title}</Faint>
              <h2 ref={heading} tabIndex={-1} style={{ margin: 0, font: 'inherit', outline: 'none' }}>
                <Text as="span" variant="title-small">
                  {question.text}
                </Text>
              </h2>
            </div>
            <AnswerField question={question} value={answer} onChange={setAnswer} />
            {mistake && (
              // Told by the service, whose errors are English.
              <div role="alert" style={{ color: toneInk('danger') }}>
                <span aria-hidden="true">▲ </span>
                {t('wizard.mistake')} <span lang="en">{mistake}</span>
              </div>
            )}
            <aside aria-label={t('wizard.why')} id={why}>
              <Text as="p" variant="body-small" weight="bold">
                {t('wizard.why')}
              </Text>
              <Faint as="p">{question.help}</Faint>
              {now && <Faint as="p">{now}</Faint>}
            </aside>
            <Actions>
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
            </Actions>
          </Flex>
        </CardBody>
      </Card>
    </form>
  );
};
