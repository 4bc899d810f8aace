/** For the service worker: who is signed in to this browser, and requests to the API in their name. */

import { claimsIn } from "../api/claims";
import type { Owner } from "./kept";

/** A browser lets a worker open a window only for a few seconds after the click. */
const PATIENCE_MS = 6_000;

/** Why something is not done, in words for a person. */
export class Unmet extends Error {}

export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** Whoever is signed in by now; undefined where nobody can say. Counts as a visit, so that who lives by reminders stays signed in. */
export async function whoIsHere(): Promise<string | null | undefined> {
  try {
    const answer = await fetch("/api/auth/get-session", { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return undefined;
    const session: { user: { id: string } } | null = await answer.json();
    return session?.user.id ?? null;
  } catch {
    return undefined;
  }
}

/** Requests in the name of whom this browser reminds, and of nobody else. Raises `Unmet`. */
export async function inTheNameOf(owner: Owner | undefined, apiUrl: string): Promise<Ask> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await reached("/api/auth/token", { signal });
  if (answer.status === 401) throw new Unmet("You are signed out here.");
  if (!answer.ok) throw new Unmet("The sign-in service cannot be reached.");
  const { token }: { token: string } = await answer.json();
  if (claimsIn(token).sub !== owner?.userId) throw new Unmet("Somebody else is signed in here.");
  return (path, init) => {
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}`, ...init?.headers };
    return reached(apiUrl + path, { ...init, headers, signal });
  };
}

async function reached(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch {
    throw new Unmet(navigator.onLine ? "The server cannot be reached." : "You are offline.");
  }
}
