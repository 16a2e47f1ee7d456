import { useCallback, useEffect, useMemo, useState } from 'react';

export interface Loaded<T> {
  value?: T;
  error?: Error;
  loading: boolean;
  retry: () => void;
}

/** What a call answers, asked again where `key` changes. The last answer stays while the next one is awaited. */
export function useLoaded<T>(load: () => Promise<T>, key: readonly unknown[]): Loaded<T> {
  const [attempt, setAttempt] = useState(0);
  // `key` says what `load` depends on, and each round has an object of its own: what is there may be of the round before.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const round = useMemo(() => ({}), [...key, attempt]);
  const [state, setState] = useState<{ of?: object; value?: T; error?: Error }>({});
  useEffect(() => {
    let current = true;
    load().then(
      value => current && setState({ of: round, value }),
      (error: Error) => current && setState(before => ({ of: round, value: before.value, error })),
    );
    return () => {
      current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [round]);
  const retry = useCallback(() => setAttempt(count => count + 1), []);
  const loading = state.of !== round;
  return { value: state.value, error: loading ? undefined : state.error, loading, retry };
}
