/** Whose app this is, as this browser keeps it: the pages that the service worker hands out know nobody. */

import { isAnybodySignedIn, markHere } from "./own-session";

export type Person = { id: string; name: string; email: string };

const KEY = "todo-person";

/** Of the session that this browser is in; `before` is its mark from before that was asked for. */
export function keepPerson({ id, name, email }: Person, before = markHere()): void {
  const mark = markHere();
  // Somebody else may have signed in while it was on its way.
  if (!mark || (before && before !== mark)) return;
  store((storage) => storage.setItem(KEY, JSON.stringify({ id, name, email, mark })));
}

/** Undefined where nobody is signed in, or where nobody knows yet who it is. */
export function keptPerson(): Person | undefined {
  if (!isAnybodySignedIn()) return undefined;
  const kept = read();
  return kept?.mark === markHere() ? { id: kept.id, name: kept.name, email: kept.email } : undefined;
}

/** Who was here last, and has not signed out: their session may have run out since. */
export const lastPersonId = (): string | undefined => read()?.id;

export const forgetPerson = (): void => void store((storage) => storage.removeItem(KEY));

const read = () => store((storage) => JSON.parse(storage.getItem(KEY) ?? "null"));

/** The browser may keep nothing. */
function store<Result>(use: (storage: Storage) => Result): Result | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}
