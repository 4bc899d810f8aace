/** The `Idempotency-Key` of a request: sent again under it, nothing happens twice. */

/** Not by `randomUUID`, which browsers have on https alone. */
export function newRetryKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
