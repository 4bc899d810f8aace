/** Without a connection, as a person meets it: in a browser that has kept the app. */

import { type BrowserContext, expect, type Page } from "@playwright/test";

/** What the page fetches when it is reached for is kept in this browser, and comes from there. */
export async function isKept(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const isServed = navigator.serviceWorker.controller !== null;
        return isServed && (await caches.match("/")) !== undefined;
      }),
    )
    .toBe(true);
}

/** Every open page has what it needs before the line is cut; what a first visit of two seconds lacks is not what is tested. */
export async function goOffline(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) await isKept(page);
  await context.setOffline(true);
}
