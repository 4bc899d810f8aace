/** Better Auth's endpoints. */

import { toNextJsHandler } from "better-auth/next-js";
import { clientAddress } from "@/lib/auth/client-address";
import { inEvenTime } from "@/lib/auth/even-time";
import { withSessionMark } from "@/lib/auth/mark-session";
import { clientAddressHeader, getAuth } from "@/lib/auth/server";
import { getConfig } from "@/lib/config";

export const { GET, POST } = toNextJsHandler(async (request: Request) => {
  const headers = new Headers(request.headers);
  headers.set(clientAddressHeader, clientAddress(headers, getConfig().trustedProxies));
  const answer = await inEvenTime(request, () => getAuth().handler(new Request(request, { headers })));
  return withSessionMark(request, answer);
});
