/** Changes that could not be sent before the session ended: kept in this tab until the same person is back. */

import type { Change } from "./changes";

export type ParkedChange = { taskId: string; change: Change };

const KEY = "unsent-changes";

export function park(userId: string, changes: ParkedChange[]): void {
  if (changes.length > 0) sessionStorage.setItem(KEY, JSON.stringify({ userId, changes }));
}

/** Whoever signs in instead neither sees them nor gets them written into an account that is not theirs. */
export function unpark(userId: string): ParkedChange[] {
  const parked = sessionStorage.getItem(KEY);
  if (!parked) return [];
  sessionStorage.removeItem(KEY);
  const { userId: owner, changes }: { userId: string; changes: ParkedChange[] } = JSON.parse(parked);
  return owner === userId ? changes : [];
}
