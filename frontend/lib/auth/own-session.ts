/** Whether this page still belongs to whoever is signed in to this browser. */

import { sessionMarkIn } from "./session-mark";

/** The session that the page is in; empty while nobody knows. */
let own = "";

/** The mark of the session that this browser is in. Tests without a browser have no cookies. */
export const markHere = () => sessionMarkIn(globalThis.document?.cookie ?? "");

/** Of a page that is opened, and of one that has just had a token or has changed its own session. */
export function adoptSession(isNew = false): void {
  if (isNew || !own) own = markHere();
}

/** Another tab may have ended the session, or begun one of somebody else. */
export const isOwnSession = () => !own || own === markHere();

export const isAnybodySignedIn = () => markHere() !== "";
