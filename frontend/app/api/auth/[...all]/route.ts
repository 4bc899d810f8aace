/** Better Auth's endpoints. */

import { toNextJsHandler } from "better-auth/next-js";
import { withSessionMark } from "@/lib/auth/mark-session";
import { clientAddressHeader, getAuth } from "@/lib/auth/server";

export const { GET, POST } = toNextJsHandler(async (request: Request) => {
  const headers = new Headers(request.headers);
  // The last entry is the one that the nearest proxy, or Next.js itself, has written; those before it are hearsay.
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  headers.set(clientAddressHeader, address ?? "");
  return withSessionMark(request, await getAuth().handler(new Request(request, { headers })));
});
