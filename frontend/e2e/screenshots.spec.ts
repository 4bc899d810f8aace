/** `npm run screenshots`: the pictures of the README and of the page that says what this is, of a day as it may well be; and the tokens of the design. */

import { mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { designPage } from "./design-page";
import { FRONTEND } from "./service";
import { settle } from "./settle";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

const README = path.join(FRONTEND, "../docs/screenshots");
const WELCOME = path.join(FRONTEND, "public/welcome");
const MOST_BYTES = 150_000;

const words = "Buy flowers for Zoë on Friday #home !2";
const desktop = { words, viewport: { width: 1200, height: 860 } };
const wide = { words, viewport: { width: 1200, height: 760 }, deviceScaleFactor: 2 };
const phone = {
  words: "",
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

const pictures = [
  { folder: README, name: "tasks-light.png", colorScheme: "light", ...desktop },
  { folder: README, name: "tasks-dark.png", colorScheme: "dark", ...desktop },
  { folder: README, name: "tasks-phone.png", colorScheme: "light", ...phone },
  { folder: WELCOME, name: "wide-light.webp", colorScheme: "light", ...wide },
  { folder: WELCOME, name: "wide-dark.webp", colorScheme: "dark", ...wide },
  { folder: WELCOME, name: "phone-light.webp", colorScheme: "light", ...phone },
  { folder: WELCOME, name: "phone-dark.webp", colorScheme: "dark", ...phone },
] as const;

for (const { folder, name, words, ...screen } of pictures) {
  test.describe(() => {
    test.use({ ...screen, contextOptions: { reducedMotion: "reduce" } });

    test(name, async ({ page, person }) => {
      const made = await person.has(
        { title: "Read “The Left Hand of Darkness”", tags: ["books"] },
        { title: "Book train tickets to Lyon", due_date: "2026-09-21", description: "Window seat, after 9 o’clock" },
        { title: "Dentist", due_date: "2026-09-17", due_time: "10:30", tags: ["health"] },
        { title: "Pick up the repaired bike", due_date: "2026-09-15" },
        { title: "Water the balcony plants", due_date: "2026-09-14", completed: true },
        {
          title: "Send the invoice for August",
          due_date: "2026-09-14",
          description: "Ask Priya for the order number",
          priority: 3,
          tags: ["work"],
        },
        { title: "Call mum", due_date: "2026-09-14", repeat: "FREQ=WEEKLY;BYDAY=MO" },
        { title: "Renew the library card", due_date: "2026-09-11" },
      );
      const journey = made.find(({ title }) => title.includes("Lyon"))?.id ?? "";
      await person.has(
        { title: "Ask whether the bike may come", parent_id: journey },
        { title: "Compare the prices", parent_id: journey, completed: true },
      );
      await page.clock.setFixedTime("2026-09-14T09:24:00+02:00");
      for (const list of ["Groceries", "Work", "Lyon"]) await person.hasList(list);
      const [groceries, work, trip] = await person.lists();
      await person.changesList(groceries?.id ?? "", { color: "green" });
      await person.changesList(work?.id ?? "", { color: "indigo" });
      await person.changesList(trip?.id ?? "", { color: "orange" });
      const tasks = new TaskPage(page);
      await tasks.open("/");
      await expect(tasks.list.getByRole("checkbox")).toHaveCount(8);
      await tasks.newTask.fill(words);
      await expect(tasks.button("Remove due date")).toHaveCount(words ? 1 : 0);
      await settle(page);
      const file = path.join(folder, name);
      mkdirSync(folder, { recursive: true });
      await (file.endsWith(".webp") ? takeSmall(page, file) : page.screenshot({ path: file, caret: "hide" }));
      expect(statSync(file).size).toBeLessThanOrEqual(MOST_BYTES);
    });
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(() => {
    test.use({ colorScheme, viewport: { width: 1000, height: 600 } });

    test(`design-${colorScheme}.png`, async ({ page }) => {
      await page.setContent(designPage());
      const file = path.join(README, `design-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
      expect(statSync(file).size).toBeLessThanOrEqual(MOST_BYTES);
    });
  });
}

/** Of the formats that browsers show, Playwright has no small one. */
async function takeSmall(page: Page, file: string): Promise<void> {
  await page.evaluate(() => document.body.style.setProperty("caret-color", "transparent"));
  const session = await page.context().newCDPSession(page);
  const screen = await page.evaluate(() => ({ width: innerWidth, height: innerHeight, scale: devicePixelRatio }));
  const clip = { x: 0, y: 0, ...screen };
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 80, clip });
  writeFileSync(file, Buffer.from(data, "base64"));
}
