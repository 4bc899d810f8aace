/** What can go wrong between the browser and the API. */

/** A refusal, or no answer at all (status 0), in one sentence for a person. */
export class ApiError extends Error {
  constructor(
    readonly detail: string,
    readonly status: number,
    readonly retryAfterSeconds = 0,
    /** The field that it is about. */
    readonly field?: string,
  ) {
    super(detail);
    this.name = "ApiError";
  }

  /** Whether the same request may well succeed later: what failed is not the request. */
  get isPassing(): boolean {
    // A conflict that passes is one with an earlier try that is still running.
    const isRunning = this.status === 409 && this.retryAfterSeconds > 0;
    return [0, 401, 408, 429].includes(this.status) || this.status >= 500 || isRunning;
  }
}

export const isRefusal = (error: unknown, status: number) => error instanceof ApiError && error.status === status;
