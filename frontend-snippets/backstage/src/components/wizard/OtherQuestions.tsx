import type { Question, QuestionStanding } from '../../api';
import { usePortolan } from '../usePortolan';

interface OtherQuestionsProps {
  questions: Record<string, Question>;
  standings: QuestionStanding[];
  /** The question that is being asked. */
  here: string | undefined;
  onGo: (question: string) => void;
}

/** What else could still change something, for whoever would rather answer that first. */
export const OtherQuestions = ({ questions, standings, here, onGo }: OtherQuestionsProps) => {
  const { t } = usePortolan();
  const open = standings.filter(one => one.standing === 'open' && one.question !== here && questions[one.question]);
  if (open.length === 0) return null;
  return (
    <details>
      <summary style={{ cursor: 'pointer' }}>{t('wizard.others', { number: String(open.length) })}</summary>
      <ul style={{ paddingInlineStart: '1.2rem' }}>
        {open.map(({ question }) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onGo(question)}
              style={{
                font: 'inherit',
                color: 'inherit',
                textAlign: 'start',
                textDecoration: 'underline',
                background: 'none',
                border: 0,
                padding: 'var(--bui-space-1) 0',
                cursor: 'pointer',
              }}
            >
              {questions[question].text}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
};
