/** What can go wrong between the browser and the API. */

/** A refusal, or no answer at all (status 0), in one sentence for a person. */
export class ApiError extends Error {
  constructor(
    readonly detail: string,
    readonly status: number,
    readonly retryAfterSeconds = 0,
  ) {
    super(detail);
    this.name = "ApiError";
  }

  /** Whether the same request may well succeed later. */
  get isPassing(): boolean {
    // A conflict that passes is one with an earlier try that is still running.
    const isRunning = this.status === 409 && this.retryAfterSeconds > 0;
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 502 || isRunning;
  }
}
