/** How light the first page is, and what ten thousand tasks do to it. */

import type { Page } from "@playwright/test";
import { firstScripts, sum, withoutLater } from "./first-scripts";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

const MOST_SCRIPT_BYTES = 195_000;
const MOST_ROWS = 200;

test("the task page starts with little JavaScript", async ({ page, person }) => {
  await person.has("Buy milk");
  await withoutLater(page);
  const sizesOf = firstScripts(page);
  const tasks = new TaskPage(page);
  await tasks.open();
  await expect(tasks.checkbox("Buy milk")).toBeVisible();
  const sizes = await sizesOf();
  const bytes = sum(sizes);
  console.log(`  First-load JavaScript of "/": ${(bytes / 1000).toFixed(2)} kB gzipped in ${sizes.length} files`);
  expect(sizes.length).toBeGreaterThan(3);
  expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
});

test("the page is there at once", async ({ page, person }) => {
  await person.has("Buy milk", "Call mum");
  const tasks = new TaskPage(page);
  await tasks.open();
  await expect(tasks.checkbox("Buy milk")).toBeVisible();
  const paint = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN));
        observer.observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );
  // Machines differ, so that this is said and not demanded.
  console.log(`  Largest contentful paint of "/": ${paint.toFixed(0)} ms`);
});

test("ten thousand tasks are there, and only those in sight are drawn", async ({ page, person }) => {
  await person.has("The newest");
  await person.hasMany(9999, (number, moment) => ({ title: `Task ${number}`, created_at: moment }));
  const tasks = new TaskPage(page);
  await tasks.open();
  await expect(tasks.checkbox("The newest")).toBeVisible();
  await expect(page.getByText("10,000 tasks")).toBeVisible();
  const items = tasks.list.getByRole("listitem");
  await expect(items.first()).toHaveAttribute("aria-setsize", "10000");
  expect(await items.count()).toBeLessThan(MOST_ROWS);

  await page.mouse.move(300, 400);
  await expect(async () => {
    await page.mouse.wheel(0, 200_000);
    await expect(tasks.checkbox("Task 9999")).toBeInViewport({ timeout: 200 });
  }).toPass();
  expect(await items.count()).toBeLessThan(MOST_ROWS);
  await expect(tasks.row("Task 9999")).toHaveAttribute("aria-posinset", "10000");

  await tasks.search.fill("task 7777");
  await tasks.expectTitles("Task 7777");
  const saved = tasks.saved("PATCH");
  await tasks.checkbox("Task 7777").check();
  await saved;
});

/** As Safari is, which does not keep what is seen where it is when something above it changes its height. */
async function doNotAnchor(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const supports = CSS.supports.bind(CSS) as (...asked: string[]) => boolean;
    CSS.supports = (...asked: string[]) => asked[0] !== "overflow-anchor" && supports(...asked);
    document.addEventListener("DOMContentLoaded", () => {
      document.documentElement.style.setProperty("overflow-anchor", "none");
    });
  });
}

for (const browser of ["a browser that keeps what is seen in its place", "one that does not"]) {
  test(`rows do not jump while somebody scrolls up past some that were never drawn, in ${browser}`, async ({
    page,
    person,
  }) => {
    await person.hasMany(1000, (number, moment) => ({
      title: `Task ${number}`,
      description: "Two lines, \nof which each takes room",
      created_at: moment,
    }));
    if (browser === "one that does not") await doNotAnchor(page);
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.checkbox("Task 1")).toBeVisible();
    await page.mouse.move(300, 400);
    await expect(async () => {
      await page.mouse.wheel(0, 100_000);
      await expect(tasks.checkbox("Task 1000")).toBeInViewport({ timeout: 200 });
    }).toPass();
    const steps = await page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const moves: number[] = [];
      for (let step = 0; step < 20; step += 1) {
        const row = [...document.querySelectorAll("li[data-index]")].find(
          (one) => one.getBoundingClientRect().top > 100,
        );
        const before = row?.getBoundingClientRect().top ?? 0;
        window.scrollBy({ top: -300, behavior: "instant" });
        await frame();
        if (row?.isConnected) moves.push(Math.round(row.getBoundingClientRect().top - before));
      }
      return moves;
    });
    expect(steps.length).toBeGreaterThan(10);
    for (const step of steps) expect(Math.abs(step - 300)).toBeLessThanOrEqual(2);
  });
}
