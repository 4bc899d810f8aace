/** Waiting until a page stands still. */

import type { Page } from "@playwright/test";

/** Until everything that moves has arrived; what moves for ever, such as a skeleton's pulse, is not waited for. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(passing.map((one) => one.finished.catch(() => {})));
  });
}
