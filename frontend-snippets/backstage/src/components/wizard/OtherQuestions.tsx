import type { CSSProperties } from 'react';
import type { Question, QuestionStanding } from '../../api';
import { Faint } from '../Faint';
import { usePortolan } from '../usePortolan';

interface OtherQuestionsProps {
  questions: Record<string, Question>;
  standings: QuestionStanding[];
  /** The question that is being asked. */
  here: string | undefined;
  onGo: (question: string) => void;
}

/** What else could still change something, for whoever would rather answer that first: by section, each with what it bears on. */
export const OtherQuestions = ({ questions, standings, here, onGo }: OtherQuestionsProps) => {
  const { t } = usePortolan();
  const open = standings.filter(one => one.standing === 'open' && one.question !== here && questions[one.question]);
  if (open.length === 0) return null;
  const sections = new Map<string, QuestionStanding[]>();
  for (const one of open) {
    const title = questions[one.question].section_title;
    sections.set(title, [...(sections.get(title) ?? []), one]);
  }
  return (
    <details>
      <summary style={{ cursor: 'pointer' }}>{t('wizard.others', { number: String(open.length) })}</summary>
      {[...sections].map(([title, within]) => (
        <section key={title} aria-label={title}>
          <h3 style={{ margin: 'var(--bui-space-4) 0 var(--bui-space-1)', fontSize: '0.875rem' }}>{title}</h3>
          <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
            {within.map(({ question, text }) => (
              <li key={question} style={{ paddingBlock: 'var(--bui-space-1)' }}>
                <button type="button" onClick={() => onGo(question)} style={asLink}>
                  {questions[question].text}
                </button>{' '}
                <Faint small>{text}</Faint>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </details>
  );
};

const asLink: CSSProperties = {
  font: 'inherit',
  color: 'inherit',
  textAlign: 'start',
  textDecoration: 'underline',
  background: 'none',
  border: 0,
  padding: 0,
  cursor: 'pointer',
};
