/** A refusal of Portolan's, or of the proxy before it. `mistakes` point into what was sent. */
export class PortolanError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly mistakes: { pointer: string; detail: string; hint?: string }[] = [],
  ) {
    super(message);
    this.name = 'PortolanError';
  }

  /** From application/problem+json, or whatever else a proxy answers. */
  static async fromResponse(response: Response): Promise<PortolanError> {
    const body: unknown = await response.json().catch(() => undefined);
    const problem = (typeof body === 'object' && body ? body : {}) as {
      title?: string;
      detail?: string;
      errors?: { pointer: string; detail: string; hint?: string }[];
      error?: { message?: string };
    };
    const message = problem.detail ?? problem.title ?? problem.error?.message ?? `HTTP ${response.status}`;
    return new PortolanError(response.status, message, Array.isArray(problem.errors) ? problem.errors : []);
  }
}
