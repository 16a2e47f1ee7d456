import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Button, Container, Header, Text } from '@backstage/ui';
import type { Profile } from '../api';
import { saveProfile } from '../profile';
import { Actions } from './Actions';
import { DecisionView } from './DecisionView';
import { WRAPPING } from './Panel';
import { Refusal } from './Refusal';
import { Waiting } from './Waiting';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';
import { Wizard } from './wizard/Wizard';
import { requestOf, useAnswers, type Answers } from './wizard/useAnswers';

const DECISION = 'decision';
const QUESTION = 'question';

/** The questions, or the decision that the address names, so that each can be sent on and found again. */
export const PortolanPage = () => {
  const { api, t, language } = usePortolan();
  const [search, setSearch] = useSearchParams();
  const [answers, dispatch] = useAnswers();
  const [refused, setRefused] = useState<Error>();
  // The person's own answers, while those of a decision are in their place.
  const [own, setOwn] = useState<Answers>();
  const id = search.get(DECISION);
  const go = useCallback(
    (question: string | undefined, how?: { replace: boolean }) =>
      setSearch(question === undefined ? {} : { [QUESTION]: question }, how),
    // It is another function after each change of the address, and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [],
  );

  const show = async () => {
    if (!answers) return;
    setRefused(undefined);
    try {
      const decision = await api.recommend(requestOf(answers), language);
      setSearch({ [DECISION]: decision.id });
    } catch (error) {
      setRefused(error as Error);
    }
  };
  const change = (profile: Profile, question?: string) => {
    const same = answers && JSON.stringify(sorted(answers.profile)) === JSON.stringify(sorted(profile));
    if (!same) {
      if (answers && answers.asked.length > 0) setOwn(answers);
      dispatch({ do: 'load', file: { profile } });
    }
    go(question);
  };

  return (
    <main style={WRAPPING}>
      <Header title={t('title')} description={t('subtitle')} />
      <Container>
        {refused && <Refusal error={refused} onRetry={show} />}
        {id && <Result key={id} id={id} onChange={change} />}
        {!id && own && (
          <Actions>
            <Text>{t('wizard.setAside')}</Text>
            <Button
              size="small"
              variant="secondary"
              onPress={() => {
                dispatch({ do: 'load', file: own });
                setOwn(undefined);
                go(undefined);
              }}
            >
              {t('wizard.bringBack')}
            </Button>
          </Actions>
        )}
        {!id && !answers && <Waiting label={t('wizard.loading')} height={240} />}
        {!id && answers && (
          <Wizard
            answers={answers}
            dispatch={dispatch}
            asked={search.get(QUESTION) ?? undefined}
            onGo={go}
            onShow={show}
          />
        )}
      </Container>
    </main>
  );
};

/** The same answers in the same order, whatever order they came in. */
const sorted = (profile: Profile) =>
  Object.entries(profile)
    .flatMap(([section, answers]) => Object.entries(answers).map(([name, answer]) => [`${section}.${name}`, answer]))
    .sort(([one], [other]) => String(one).localeCompare(String(other)));

const Result = ({ id, onChange }: { id: string; onChange: (profile: Profile, question?: string) => void }) => {
  const { api, t, language } = usePortolan();
  const { value, error, retry } = useLoaded(() => api.decision(id, language), [api, id, language]);
  if (error) return <Refusal error={error} onRetry={retry} />;
  if (!value) return <Waiting label={t('decision.loading')} height={320} />;
  const { profile } = value.receipt.request;
  return (
    <DecisionView
      decision={value}
      onAnswer={question => onChange(profile, question)}
      actions={
        <>
          <Button variant="secondary" onPress={() => onChange(profile)}>
            {t('decision.change')}
          </Button>
          <Button variant="secondary" onPress={() => saveProfile({ profile })}>
            {t('wizard.save')}
          </Button>
        </>
      }
    />
  );
};
