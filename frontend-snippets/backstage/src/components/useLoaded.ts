import { useCallback, useEffect, useState } from 'react';

export interface Loaded<T> {
  value?: T;
  error?: Error;
  loading: boolean;
  retry: () => void;
}

/** What a call answers, asked again where `key` changes. The last answer stays while the next one is awaited. */
export function useLoaded<T>(load: () => Promise<T>, key: readonly unknown[]): Loaded<T> {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ value?: T; error?: Error; loading: boolean }>({ loading: true });
  useEffect(() => {
    let current = true;
    setState(before => ({ value: before.value, loading: true }));
    load().then(
      value => current && setState({ value, loading: false }),
      (error: Error) => current && setState(before => ({ value: before.value, error, loading: false })),
    );
    return () => {
      current = false;
    };
    // `key` says what `load` depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [...key, attempt]);
  const retry = useCallback(() => setAttempt(count => count + 1), []);
  return { ...state, retry };
}
