/** The bearer token for the API: in memory only, fetched when needed, renewed shortly before it ends. */

import { adoptSession, markHere } from "../auth/own-session";
import { keepPerson, type Person } from "../auth/person";
import { tokenIn } from "./answer";
import { claimsIn } from "./claims";
import { OFFLINE } from "./connection";
import { ApiError } from "./errors";

/** Better Auth's route, asked without its client: that one is 12 kB that the page can do without until somebody signs out. */
const TOKEN_PATH = "/api/auth/token";
const TIMEOUT_MS = 15_000;

/** Clocks differ, and a request takes a while to arrive. */
const RENEW_BEFORE_END_MS = 30_000;

export type Token = { value: string; person: Person; renewAt: number };

let current: Token | undefined;
let flight: Promise<Token | null> | undefined;

/** Null means that nobody is signed in any more. */
export async function getToken(): Promise<Token | null> {
  if (current && Date.now() < current.renewAt) return current;
  flight ??= fetchToken().finally(() => {
    flight = undefined;
  });
  return flight;
}

/** Only the token that failed: of several requests that fail together, the second must not drop what the first has renewed. */
export function forgetToken(failed: Token): void {
  if (current === failed) current = undefined;
}

/** Asks anew. Raises `ApiError` where nobody answers. */
export async function hasSession(): Promise<boolean> {
  return (await fetchToken()) !== null;
}

async function fetchToken(): Promise<Token | null> {
  const mark = markHere();
  const response = await fetch(TOKEN_PATH, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
  const token = response && (await tokenIn(response));
  if (token === null) return null;
  if (!token)
    throw new ApiError(
      navigator.onLine ? "The sign-in service cannot be reached" : OFFLINE,
      response?.status === 429 ? 429 : 0,
    );
  current = readToken(token);
  adoptSession();
  keepPerson(current.person, mark);
  return current;
}

function readToken(value: string): Token {
  const { sub, exp, iat, name, email } = claimsIn(value);
  // Counted from now by its length: the clock of this machine may be wrong.
  const renewAt = Date.now() + (exp - iat) * 1000 - RENEW_BEFORE_END_MS;
  return { value, renewAt, person: { id: sub, name, email } };
}
