/** The secret address of the calendar feed: made and ended here, read by calendars. */

import { call } from "./client";

/** When the address was made; null where there is none. Nobody can read the address itself again. */
export async function findFeed(): Promise<Date | null> {
  const { data } = await call((api) => api.GET("/api/me/feed"));
  return data && new Date(data.created_at);
}

/** A new address, whole; an earlier one ends. */
export async function makeFeed(): Promise<{ address: string; createdAt: Date }> {
  let asked = "";
  const { data } = await call(async (api) => {
    const answer = await api.POST("/api/me/feed");
    asked = answer.response.url;
    return answer;
  });
  return { address: asked.replace(/\/api\/me\/feed$/, data.path), createdAt: new Date(data.created_at) };
}

export async function endFeed(): Promise<void> {
  await call((api) => api.DELETE("/api/me/feed"));
}
