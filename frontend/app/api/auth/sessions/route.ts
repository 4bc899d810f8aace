/** Where one is signed in, without the tokens, which open the account and are nothing for a page to have. */

import { describeDevice } from "@/lib/auth/device";
import { refusalOf } from "@/lib/auth/refusal";
import { getAuth } from "@/lib/auth/server";

export async function GET({ headers }: Request) {
  const { api } = getAuth();
  try {
    const current = await api.getSession({ headers, query: { disableRefresh: true } });
    if (!current) return Response.json({ code: "UNAUTHORIZED" }, { status: 401 });
    const sessions = await api.listSessions({ headers, query: { disableRefresh: true } });
    const shown = sessions.map(({ id, userAgent, createdAt, updatedAt }) => ({
      id,
      isThisOne: id === current.session.id,
      device: describeDevice(userAgent),
      signedInAt: createdAt,
      lastSeenAt: updatedAt,
    }));
    shown.sort((a, b) => Number(b.isThisOne) - Number(a.isThisOne) || b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
    return Response.json(shown, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return refusalOf(error);
  }
}
