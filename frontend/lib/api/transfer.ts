/** All of a person's tasks as a file, out and in. */

import { call, fetchWithin } from "./client";
import type { components } from "./schema";

export type Format = "json" | "csv" | "ics";
export type Counts = components["schemas"]["Imported"];

/** What of a file the API is told. */
export type Upload = { content: Blob; type: "application/json" | "text/csv" | "text/calendar" };

export const MOST_BYTES = 16 * 1024 * 1024;

/** Sixteen megabytes over a slow line. */
const LONG_MS = 120_000;

export function exportTasks(format: Format): Promise<Blob> {
  const params = { query: { format } };
  return call((api) => api.GET("/api/me/export", { params, parseAs: "blob", fetch: fetchWithin(LONG_MS) }));
}

/** What an import would do; nothing is stored. */
export const tryImport = (upload: Upload) => send(upload, { query: { dry_run: true } });

/** All of it or nothing. Sent again under the same key, as after a lost answer, nothing happens twice. */
export const importTasks = (upload: Upload, key: string) => send(upload, { header: { "Idempotency-Key": key } });

type Params = { query?: { dry_run: boolean }; header?: { "Idempotency-Key": string } };

async function send({ content, type }: Upload, params: Params): Promise<Counts> {
  const answer = await call((api) =>
    api.POST("/api/me/import", {
      params,
      body: content,
      bodySerializer: (body) => body as Blob,
      headers: { "Content-Type": type },
      fetch: fetchWithin(LONG_MS),
    }),
  );
  return answer.data;
}
