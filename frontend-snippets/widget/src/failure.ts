/** What can go wrong, as kinds that can be told to a person with what to do about them. */

/** Nobody answered; it may not be told; it is not there; it was asked wrongly; too often; too early; the service broke;
 *  it was another one. */
export type FailureKind = "offline" | "denied" | "missing" | "refused" | "limited" | "unready" | "failed" | "foreign";

export class ApiError extends Error {
  /** What was wrong, such as the attribute that was read; undefined where that is clear. */
  about: string | undefined;
  /** Seconds after which it is tried again by itself; undefined where nobody said when it may be. */
  wait: number | undefined;

  /** `details`: what the service says of each mistake. */
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly details: string[] = [],
  ) {
    super(message);
  }
}
