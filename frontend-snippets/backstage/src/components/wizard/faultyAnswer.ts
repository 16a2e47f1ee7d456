import { PortolanError, type Question } from '../../api';

/** The question whose answer the service could not understand, and what it says of it. */
export function faultyAnswer(
  error: Error | undefined,
  questions: Record<string, Question>,
): { question: Question; text: string } | undefined {
  const mistakes = error instanceof PortolanError ? error.mistakes : [];
  for (const { pointer } of mistakes) {
    const [, section, name] = pointer.match(/^\/profile\/([^/]+)\/([^/]+)/) ?? [];
    const question = questions[`${section}.${name}`];
    if (question) {
      const its = mistakes.filter(one => `${one.pointer}/`.startsWith(`/profile/${section}/${name}/`));
      return { question, text: its.map(one => [one.detail, one.hint].filter(Boolean).join(' – ')).join('; ') };
    }
  }
  return undefined;
}
