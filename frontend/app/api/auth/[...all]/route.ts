/** Better Auth's endpoints. */

import { toNextJsHandler } from "better-auth/next-js";
import { clientAddress } from "@/lib/auth/client-address";
import { withSessionMark } from "@/lib/auth/mark-session";
import { clientAddressHeader, getAuth } from "@/lib/auth/server";
import { getConfig } from "@/lib/config";

export const { GET, POST } = toNextJsHandler(async (request: Request) => {
  const headers = new Headers(request.headers);
  headers.set(clientAddressHeader, clientAddress(headers, getConfig().trustedProxies));
  return withSessionMark(request, await getAuth().handler(new Request(request, { headers })));
});
