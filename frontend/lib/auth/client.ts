/** Better Auth in the browser. */

import { jwtClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";
import { leaveIfOver } from "./leave";

export const authClient = createAuthClient({
  plugins: [jwtClient()],
  // Cookies go with every request: it would be carried out in the name of whoever has signed in since.
  fetchOptions: { onRequest: leaveIfOver },
});
