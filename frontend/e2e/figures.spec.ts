/** `npm run figures`: what the page weighs and how long it keeps people waiting, into RESULTS.md. On a machine at rest. */

import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import type { CDPSession, Page } from "@playwright/test";
import { firstScripts, sum } from "./first-scripts";
import { FRONTEND } from "./service";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

interface Figure {
  what: string;
  goal: number;
  unit: "kB" | "ms";
  measured: number[];
}

const figures: Figure[] = [];
const ROUNDS = 3;

function note(what: string, goal: number, unit: Figure["unit"], value: number): void {
  const known = figures.find((figure) => figure.what === what);
  if (known) known.measured.push(value);
  else figures.push({ what, goal, unit, measured: [value] });
}

/** In the page: what the browser says of its main thread and of waiting people. */
interface Watched {
  paint: number;
  longest: number;
  slowest: number;
}

async function watch(page: Page): Promise<() => Promise<Watched>> {
  await page.addInitScript(() => {
    const seen = { paint: 0, longest: 0, slowest: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      seen.paint = list.getEntries().at(-1)?.startTime ?? 0;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      seen.longest = Math.max(seen.longest, ...list.getEntries().map((entry) => entry.duration));
    }).observe({ type: "longtask", buffered: true });
    new PerformanceObserver((list) => {
      seen.slowest = Math.max(seen.slowest, ...list.getEntries().map((entry) => entry.duration));
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  return () => page.evaluate(() => ({ ...(window as unknown as { seen: Watched }).seen }));
}

const rest = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 5000 })));

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
}

/** Scrolls as a wheel does, for two seconds. */
function longestFrameWhileScrolling(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let longest = 0;
        let before = performance.now();
        const began = before;
        const step = (now: number) => {
          longest = Math.max(longest, now - before);
          before = now;
          if (now - began > 2000) {
            window.scrollTo(0, 0);
            resolve(longest);
            return;
          }
          window.scrollBy(0, 120);
          requestAnimationFrame(step);
        };
        requestAnimationFrame((now) => {
          before = now;
          requestAnimationFrame(step);
        });
      }),
  );
}

test.describe.configure({ mode: "serial", timeout: 600_000 });

for (let round = 1; round <= ROUNDS; round++) {
  test(`the first page, ${round}`, async ({ page, person }) => {
    await person.has("The newest");
    await person.hasMany(1999, (number, moment) => ({ title: `Task ${number}`, created_at: moment }));
    const sizes = firstScripts(page);
    const seen = await watch(page);
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.checkbox("The newest")).toBeVisible();
    note("First-load JavaScript of the task page, gzip", 195, "kB", sum(await sizes()) / 1000);
    await rest(page);
    note("LCP with 2,000 tasks, cold", 1000, "ms", (await seen()).paint);
    await page.waitForTimeout(2000);
    await page.reload();
    await expect(tasks.checkbox("The newest")).toBeVisible();
    await rest(page);
    note("LCP with 2,000 tasks, warm", 350, "ms", (await seen()).paint);
  });

  test(`ten thousand tasks, ${round}`, async ({ page, person, stack }) => {
    await person.has("The newest");
    await person.hasMany(9999, (number, moment) => ({ title: `Task ${number}`, created_at: moment }));
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Performance.enable");
    const fromApi = new Set<string>();
    let bytes = 0;
    session.on("Network.requestWillBeSent", ({ requestId, request }) => {
      if (request.url.startsWith(stack.api.url)) fromApi.add(requestId);
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (fromApi.has(requestId)) bytes += encodedDataLength;
    });
    const seen = await watch(page);
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(page.getByText("10,000 tasks")).toBeVisible();
    await rest(page);
    note("First load of 10,000 tasks, over the wire", 700, "kB", bytes / 1000);
    note("Longest task of the main thread with 10,000 tasks, cold", 200, "ms", (await seen()).longest);
    note("LCP with 10,000 tasks, cold", 1500, "ms", (await seen()).paint);
    await page.waitForTimeout(2000);
    await page.reload();
    await expect(page.getByText("10,000 tasks")).toBeVisible();
    await rest(page);
    note("LCP with 10,000 tasks, warm", 500, "ms", (await seen()).paint);
    note("Longest frame while 10,000 tasks are scrolled", 34, "ms", await longestFrameWhileScrolling(page));

    const slowest = async (what: string, act: () => Promise<void>) => {
      await rest(page);
      await page.evaluate(() => Object.assign((window as unknown as { seen: Watched }).seen, { slowest: 0 }));
      await act();
      await rest(page);
      note(`${what} with 10,000 tasks, the slowest interaction`, 50, "ms", (await seen()).slowest);
    };
    await slowest("Typing a task", () => tasks.newTask.pressSequentially("Buy milk tomorrow #home !2", { delay: 40 }));
    await slowest("Adding it", async () => {
      const saved = tasks.saved("PUT");
      await tasks.newTask.press("Enter");
      await saved;
    });
    await slowest("Completing one", async () => {
      const saved = tasks.saved("PATCH");
      await tasks.checkbox("Task 3").check();
      await saved;
    });
    await slowest("Searching", async () => {
      await tasks.search.pressSequentially("task 777", { delay: 40 });
      await expect(tasks.checkbox("Task 7777")).toBeVisible();
      await tasks.search.fill("");
    });
    await slowest("Opening one", async () => {
      await tasks.row("Task 5").getByText("Task 5", { exact: true }).click();
      await expect(tasks.editor("Task 5")).toBeVisible();
    });
    await slowest("Writing in it and closing it", async () => {
      const saved = tasks.saved("PATCH");
      await page.keyboard.press("End");
      await tasks.editor("Task 5").getByLabel("Title").pressSequentially(" or 6", { delay: 40 });
      await page.keyboard.press("Escape");
      await saved;
    });
    await slowest("Finding one in the palette", async () => {
      await page.keyboard.press("ControlOrMeta+k");
      const field = page.getByRole("combobox", { name: "Command, view or task" });
      await expect(field).toBeFocused();
      await field.pressSequentially("task 7777", { delay: 40 });
      await expect(page.getByRole("option", { name: "Task 7777" })).toBeVisible();
      await page.keyboard.press("Escape");
    });
    await slowest("Selecting all", async () => {
      await tasks.checkbox("Task 5 or 6").press("ControlOrMeta+a");
      await expect(page.getByRole("toolbar", { name: /selected/ })).toBeVisible();
      await page.keyboard.press("Escape");
    });
    await slowest("Going to another view", () => tasks.goTo("Inbox"));
    const third = tasks.list.getByRole("checkbox").nth(2);
    await slowest("Moving one by a key", async () => {
      const saved = tasks.saved("PATCH");
      await third.press("Alt+ArrowUp");
      await saved;
    });
    await slowest("Taking that back", async () => {
      const undone = tasks.undone();
      await page.keyboard.press("ControlOrMeta+z");
      await undone;
    });
    await tasks.goTo("All tasks");

    const before = await taskSeconds(session);
    const lines = Array.from({ length: 1000 }, (_, number) => `Pasted ${number}`).join("\n");
    await tasks.newTask.focus();
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
      // What the browser itself would do with it.
      document.execCommand("insertText", false, text.replaceAll("\n", " "));
    }, lines);
    await page.getByRole("button", { name: "Add 1000 tasks" }).click();
    await expect.poll(async () => (await person.stored()).length, { timeout: 300_000 }).toBe(11_001);
    await rest(page);
    note(
      "1,000 changes at once (pasted lines) to 10,000 tasks, main thread in all",
      1000,
      "ms",
      1000 * ((await taskSeconds(session)) - before),
    );
  });
}

test.afterAll(() => {
  const median = (values: number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
  const rows = figures.map(({ what, goal, unit, measured }) => {
    const value = median(measured);
    const spread = `${Math.min(...measured).toFixed(0)} to ${Math.max(...measured).toFixed(0)}`;
    return `| ${what} | ${value.toFixed(0)} ${unit} | ${spread} | ${goal} ${unit} | ${value <= goal ? "met" : "**missed**"} |`;
  });
  const text = [
    "# What the web app weighs, and how long it keeps people waiting",
    "",
    `\`npm run figures\`, in Chromium on the real stack, all on one machine with ${cpus().length} cores. The median of ${ROUNDS} rounds, each with an account of its own; cold is a`,
    "browser that has never been here, warm is the second visit.",
    "",
    "| | median | range | goal | |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ];
  writeFileSync(path.join(FRONTEND, "RESULTS.md"), text.join("\n"));
});
