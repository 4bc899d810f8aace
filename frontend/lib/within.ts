/** What may never come is not waited for longer than this. */
export const PATIENCE_MS = 3_000;

/** Rejects where it takes longer. */
export const within = <Result>(milliseconds: number, coming: Promise<Result>): Promise<Result> =>
  Promise.race([coming, new Promise<never>((_, reject) => setTimeout(reject, milliseconds))]);
