/** For the service worker: who is signed in to this browser, and requests to the API in their name. */

import { bodyOf, refusalIn, tokenIn } from "../api/answer";
import { claimsIn } from "../api/claims";
import type { Owner } from "./kept";

/** A browser lets a worker open a window only for a few seconds after the click. */
const PATIENCE_MS = 6_000;

/** Why something is not done, in words for a person. */
export class Unmet extends Error {
  constructor(
    why: string,
    /** With which the API has refused it. */
    readonly status = 0,
  ) {
    super(why);
  }
}

/** Gives what the API says under `data`. Raises `Unmet`. */
export type Ask = <Data>(path: string, init?: RequestInit) => Promise<Data>;

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
  const token = await tokenIn(await reached("/api/auth/token", { signal }));
  if (token === null) throw new Unmet("You are signed out here.");
  if (!token) throw new Unmet("The sign-in service cannot be reached.");
  if (claimsIn(token).sub !== owner?.userId) throw new Unmet("Somebody else is signed in here.");
  return async (path, init) => {
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}`, ...init?.headers };
    return dataIn(await reached(apiUrl + path, { ...init, headers, signal }));
  };
}

async function reached(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch {
    throw noAnswer();
  }
}

async function dataIn<Data>(response: Response): Promise<Data> {
  const body = await bodyOf<{ data?: Data }>(response);
  if (response.ok && body?.data) return body.data;
  const why = refusalIn(body);
  throw why === undefined ? noAnswer() : new Unmet(`${why}.`, response.status);
}

const noAnswer = () => new Unmet(navigator.onLine ? "The server cannot be reached." : "You are offline.");
