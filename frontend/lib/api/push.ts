/** Where the API sends a person's reminders: to browsers that have subscribed to them. */

import { call } from "./client";
import { ApiError } from "./errors";
import { getToken } from "./token";

/** Nobody who signs out waits for longer. */
const PATIENCE_MS = 3_000;

/** The key with which the service signs what it sends; null where it sends nothing. */
export async function findPushKey(): Promise<string | null> {
  const { data } = await call((api) => api.GET("/api/me/push"));
  return data.public_key;
}

/** Where the API has it from now on. The same one again is still one. */
export async function addSubscription(subscription: PushSubscription): Promise<string> {
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (!endpoint || !p256dh || !auth) throw new ApiError("This browser's push service gives no keys", 0);
  let asked = "";
  const { data } = await call(async (api) => {
    const answer = await api.POST("/api/me/push", { body: { endpoint, keys: { p256dh, auth } } });
    asked = answer.response.url;
    return answer;
  });
  return `${asked}/${data.id}`;
}

/** By hand, and not by the client: a token counts a while longer than the session that has just ended. */
export async function endSubscription(address: string): Promise<void> {
  const token = await getToken();
  if (!token) return;
  const headers = { Authorization: `Bearer ${token.value}` };
  await fetch(address, { method: "DELETE", headers, signal: AbortSignal.timeout(PATIENCE_MS) });
}
