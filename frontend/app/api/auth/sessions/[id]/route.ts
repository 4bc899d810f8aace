/** Signing out one of one's own sessions by its id: its token, which opens the account, is nothing for a page to have. */

import { refusalOf } from "@/lib/auth/refusal";
import { getAuth } from "@/lib/auth/server";

export async function DELETE({ headers }: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { api } = getAuth();
  try {
    const session = (await api.listSessions({ headers })).find((one) => one.id === id);
    // One that has ended meanwhile is as it should be.
    if (session) await api.revokeSession({ headers, body: { token: session.token } });
    return Response.json({ status: true });
  } catch (error) {
    return refusalOf(error);
  }
}
