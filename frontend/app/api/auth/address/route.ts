/** One's e-mail address as the account page shows it: whether it is confirmed, and whether there is mail at all. */

import { getAuth } from "@/lib/auth/server";
import { getConfig } from "@/lib/config";

export async function GET({ headers }: Request) {
  const current = await getAuth().api.getSession({ headers, query: { disableRefresh: true } });
  if (!current) return Response.json({ code: "UNAUTHORIZED" }, { status: 401 });
  const { email, emailVerified } = current.user;
  const address = { email, isVerified: emailVerified, hasMail: getConfig().mail !== undefined };
  return Response.json(address, { headers: { "Cache-Control": "no-store" } });
}
