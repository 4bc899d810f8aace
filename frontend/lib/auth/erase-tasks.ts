/** Deleting an account: the API forgets the person's tasks. */

import { APIError } from "better-auth/api";
import { getConfig } from "../config";

export type Sign = (payload: { sub: string; iat: number }) => Promise<{ token: string }>;

export async function eraseTasks(userId: string, sign: Sign): Promise<void> {
  const { token } = await sign({ sub: userId, iat: Math.floor(Date.now() / 1000) });
  const response = await fetch(new URL("/api/me", getConfig().apiUrl), {
    method: "DELETE",
    headers: { Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  if (response?.status === 204) return;
  throw new APIError("SERVICE_UNAVAILABLE", {
    message: "Your tasks could not be deleted just now; nothing was changed. Try again in a moment.",
  });
}
