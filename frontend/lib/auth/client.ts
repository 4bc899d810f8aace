/** Better Auth in the browser. */

import { jwtClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";
import { bodyOf } from "../api/answer";
import { leaveIfOver } from "./leave";

export const authClient = createAuthClient({
  plugins: [jwtClient()],
  // Cookies go with every request: it would be carried out in the name of whoever has signed in since.
  fetchOptions: { onRequest: leaveIfOver, customFetchImpl: fetchOurs },
});

/** What somebody else has answered in place of our server is a rejection, as where nobody answers. */
async function fetchOurs(...asked: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...asked);
  if (await bodyOf(response.clone())) return response;
  throw new TypeError("Somebody else has answered");
}
