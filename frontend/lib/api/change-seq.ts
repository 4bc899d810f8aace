/** The numbers of changes in the API's log, by which the API undoes them. */

import type { Call } from "./client";

/** The same requests; `note` hears the number of each change that one of them has made. */
export const notingSeq =
  (call: Call, note: (seq: number) => void): Call =>
  (send) =>
    call(async (client) => {
      const answer = await send(client);
      const seq = answer.response.headers.get("X-Change-Seq");
      if (seq !== null) note(Number(seq));
      return answer;
    });

/** Undoes all that was done together with that change, or nothing: where an item has changed since, 409. Raises `ApiError`. */
export const undoChange = (call: Call, seq: number) => call((api) => api.POST("/api/undo", { body: { seq } }));
