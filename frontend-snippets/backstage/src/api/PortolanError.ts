/** Where an answer broke off: at Portolan, at the portal's proxy before it, or between it and the browser. */
export type RefusedBy = 'portolan' | 'proxy' | 'network' | 'stranger';

export interface Mistake {
  pointer: string;
  detail: string;
  hint?: string | null;
}

/** A refusal of Portolan's, or of what stands before it. `mistakes` point into what was sent. */
export class PortolanError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly mistakes: Mistake[] = [],
    readonly by: RefusedBy = 'portolan',
    /** Seconds after which to ask again, where the answer says so. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'PortolanError';
  }

  /** From application/problem+json, or whatever else a proxy answers. */
  static async fromResponse(response: Response): Promise<PortolanError> {
    const body: unknown = await response.json().catch(() => undefined);
    const problem = (typeof body === 'object' && body ? body : {}) as {
      type?: string;
      title?: string;
      detail?: string;
      errors?: Mistake[];
      error?: { message?: string };
    };
    const message = problem.detail ?? problem.title ?? problem.error?.message ?? `HTTP ${response.status}`;
    const seconds = Number(response.headers.get('Retry-After') ?? NaN);
    return new PortolanError(
      response.status,
      message,
      Array.isArray(problem.errors) ? problem.errors : [],
      problem.type?.startsWith('urn:portolan:') ? 'portolan' : 'proxy',
      Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : undefined,
    );
  }

  /** Nothing came back at all. */
  static unreachable(cause: unknown): PortolanError {
    return new PortolanError(0, cause instanceof Error ? cause.message : String(cause), [], 'network');
  }

  /** Something answered that is not Portolan, such as a page that asks to sign in. */
  static stranger(status: number): PortolanError {
    return new PortolanError(status, 'The answer is not JSON', [], 'stranger');
  }
}
