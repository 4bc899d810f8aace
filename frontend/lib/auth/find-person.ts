/** For a page of the service worker in which nobody knows yet who is signed in. */

import { ApiError } from "../api/errors";
import { getToken } from "../api/token";
import { leave } from "./leave";
import { withNext } from "./next-path";
import { isAnybodySignedIn } from "./own-session";
import type { Person } from "./person";

const AGAIN_MS = 5_000;

/** Asks until somebody answers; leads to the sign-in page where it is nobody. */
export async function findPerson(signal: AbortSignal): Promise<Person | undefined> {
  document.documentElement.hidden = !isAnybodySignedIn();
  while (!signal.aborted) {
    const token = await getToken().catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
    if (signal.aborted) return;
    if (token) {
      document.documentElement.hidden = false;
      return token.person;
    }
    const { pathname, search } = window.location;
    if (token === null || !isAnybodySignedIn()) await leave(withNext("/sign-in", pathname + search));
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
