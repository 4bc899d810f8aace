/** The JavaScript that a page loads first. */

import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";

/** Call it before the page is opened, and what it returns when everything is there: the size of each script, gzipped, in bytes. */
export function firstScripts(page: Page): () => Promise<number[]> {
  const scripts = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    scripts.set(
      response.url(),
      response.body().then((body) => gzipSync(body).length),
    );
  });
  return async () => {
    // What is fetched for later comes after that, when the browser has nothing else to do.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    return Promise.all(scripts.values());
  };
}

/** What the page would do a second later, or after that, it does not do at all: a busy machine may take so long to draw it. */
export const withoutLater = (page: Page) =>
  page.addInitScript(() => {
    const { setTimeout } = window;
    const soon = (run: TimerHandler, milliseconds = 0, ...of: unknown[]) =>
      milliseconds < 1000 ? setTimeout(run, milliseconds, ...of) : 0;
    Object.assign(window, { setTimeout: soon });
  });

export const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
