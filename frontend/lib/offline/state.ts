/** What the service worker remembers from one start to the next, and what pages and worker leave there for each other. */

/** The one cache that no new build replaces. */
export const STATE = "state";

/** A few values by name, each in a file of its own. Where the browser keeps nothing, there is nothing. */
export function keptAt<Value>(path: `/${string}`) {
  const cache = () => caches.open(STATE);
  return {
    async get(): Promise<Value | undefined> {
      try {
        return await (await (await cache()).match(path))?.json();
      } catch {
        return undefined;
      }
    },
    async set(value: Value): Promise<void> {
      await (await cache()).put(path, Response.json(value));
    },
    /** Says whether there was anything. */
    async drop(): Promise<boolean> {
      try {
        return await (await cache()).delete(path);
      } catch {
        return false;
      }
    },
  };
}
