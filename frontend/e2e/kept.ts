/** What a browser keeps on its disk for the product. */

import type { Page } from "@playwright/test";

/** The tasks in IndexedDB, of whomever. */
export async function tasksKeptIn(page: Page): Promise<unknown[]> {
  const { rows = [] } = (await keptIn(page)).records;
  return rows.filter((row) => (row as { entity: string }).entity === "task");
}

/** Everything in IndexedDB, by store, and every page and file in the caches as text. */
export function keptIn(page: Page): Promise<{ records: Record<string, unknown[]>; files: string[] }> {
  return page.evaluate(async () => {
    const settled = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const records: Record<string, unknown[]> = {};
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = await settled(database.transaction(store).objectStore(store).getAll());
        records[store] = [...(records[store] ?? []), ...all];
      }
      database.close();
    }
    const files: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) files.push(await ((await cache.match(request)) as Response).text());
    }
    return { records, files };
  });
}
