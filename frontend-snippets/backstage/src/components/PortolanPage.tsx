import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Button, Container, Header, Skeleton } from '@backstage/ui';
import { DecisionView } from './DecisionView';
import { WRAPPING } from './Panel';
import { Refusal } from './Refusal';
import { Wizard, saveProfile } from './Wizard';
import { useAnswers } from './useAnswers';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';

const DECISION = 'decision';

/** The questions, or the decision that the address names, so that a result can be sent on and found again. */
export const PortolanPage = () => {
  const { api, t, language } = usePortolan();
  const [search, setSearch] = useSearchParams();
  const [answers, dispatch] = useAnswers();
  const [refused, setRefused] = useState<Error>();
  const id = search.get(DECISION);

  const show = async () => {
    setRefused(undefined);
    try {
      const decision = await api.recommend(answers.profile, language);
      setSearch({ [DECISION]: decision.id });
    } catch (error) {
      setRefused(error as Error);
    }
  };

  return (
    <main style={WRAPPING}>
      <Header title={t('title')} description={t('subtitle')} />
      <Container>
        {refused && <Refusal error={refused} onRetry={show} />}
        {id ? (
          <Result
            id={id}
            onChange={profile => {
              if (answers.asked.length === 0) dispatch({ do: 'load', profile });
              setSearch({});
            }}
          />
        ) : (
          <Wizard answers={answers} dispatch={dispatch} onShow={show} />
        )}
      </Container>
    </main>
  );
};

const Result = ({ id, onChange }: { id: string; onChange: (profile: Parameters<typeof saveProfile>[0]) => void }) => {
  const { api, t, language } = usePortolan();
  const { value, error, retry } = useLoaded(() => api.decision(id, language), [api, id, language]);
  if (error) return <Refusal error={error} onRetry={retry} />;
  if (!value) {
    return (
      <div role="status" aria-label={t('decision.loading')}>
        <Skeleton width="100%" height={320} />
      </div>
    );
  }
  const { profile } = value.receipt.request;
  return (
    <DecisionView
      decision={value}
      actions={
        <>
          <Button variant="secondary" onPress={() => onChange(profile)}>
            {t('decision.change')}
          </Button>
          <Button variant="secondary" onPress={() => saveProfile(profile)}>
            {t('wizard.save')}
          </Button>
        </>
      }
    />
  );
};
