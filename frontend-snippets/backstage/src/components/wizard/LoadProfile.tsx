import { useRef, useState, type ReactNode } from 'react';
import { Alert, Button } from '@backstage/ui';
import { PortolanError, type Question } from '../../api';
import type { ProfileFile } from '../../profile';
import { readProfile, type Fault } from '../../profileReader';
import { Refusal } from '../Refusal';
import { usePortolan } from '../usePortolan';

/** More is no profile: the service takes no more either. */
const MOST_BYTES = 256 * 1024;

interface LoadProfileProps {
  questions: Record<string, Question>;
  onLoad: (file: ProfileFile) => void;
  /** What else can be done with the answers. */
  children: ReactNode;
}

type Outcome = { name: string; faults: Fault[] } | { error: Error };

/** Takes the answers from a profile file: what the command line and pipelines read. Mistakes are told with their place. */
export const LoadProfile = ({ questions, onLoad, children }: LoadProfileProps) => {
  const { api, t, language } = usePortolan();
  const input = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<Outcome>();

  const open = async (chosen: File) => {
    setOutcome(undefined);
    const whole = { line: 1, column: 1, path: '' };
    if (chosen.size > MOST_BYTES) {
      setOutcome({ name: chosen.name, faults: [{ ...whole, text: t('load.tooLarge') }] });
      return;
    }
    const read = readProfile(await chosen.text(), questions);
    if ('faults' in read) {
      setOutcome({ name: chosen.name, faults: read.faults });
      return;
    }
    const { others: _, ...asked } = read.file;
    try {
      await api.interview({ ...asked, skipped: [] }, language);
      onLoad(read.file);
    } catch (error) {
      const mistakes = error instanceof PortolanError ? error.mistakes : [];
      if (mistakes.length > 0) setOutcome({ name: chosen.name, faults: mistakes.map(read.place) });
      else setOutcome({ error: error as Error });
    }
  };

  return (
    <>
      <Button variant="secondary" onPress={() => input.current?.click()}>
        {t('load.open')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".yaml,.yml,.json,application/yaml,application/json"
        aria-label={t('load.open')}
        data-testid="profile-file"
        onChange={event => {
          const chosen = event.target.files?.[0];
          // The same file may be chosen again, once it is mended.
          event.target.value = '';
          if (chosen) void open(chosen);
        }}
      />
      {children}
      {outcome && (
        <div style={{ flexBasis: '100%', whiteSpace: 'normal' }}>
          {'error' in outcome ? <Refusal error={outcome.error} /> : <Faults {...outcome} />}
        </div>
      )}
    </>
  );
};

const Faults = ({ name, faults }: { name: string; faults: Fault[] }) => {
  const { t } = usePortolan();
  return (
    <div role="alert">
      <Alert
        status="danger"
        icon
        title={t('load.refused', { name })}
        description={
          <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
            {faults.map(fault => (
              <li key={`${fault.line} ${fault.column} ${fault.text}`}>
                <strong>{t('load.place', { line: String(fault.line), column: String(fault.column) })}</strong>{' '}
                {fault.path && <code>{fault.path}</code>} <span lang="en">{fault.text}</span>
                {fault.hint && <span lang="en"> ({fault.hint})</span>}
              </li>
            ))}
          </ul>
        }
      />
    </div>
  );
};
