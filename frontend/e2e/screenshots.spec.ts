/** `npm run screenshots`: the README's pictures, of a day as it may well be. */

import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { FRONTEND } from "./service";
import { settle } from "./settle";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

const FOLDER = path.join(FRONTEND, "../docs/screenshots");
const MOST_BYTES = 150_000;

const desktop = { viewport: { width: 1200, height: 860 } };
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

const pictures = [
  { name: "tasks-light", words: "Buy flowers for Zoë on Friday #home !2", colorScheme: "light", ...desktop },
  { name: "tasks-dark", words: "Buy flowers for Zoë on Friday #home !2", colorScheme: "dark", ...desktop },
  { name: "tasks-phone", words: "", colorScheme: "light", ...phone },
] as const;

for (const { name, words, ...screen } of pictures) {
  test.describe(() => {
    test.use({ ...screen, contextOptions: { reducedMotion: "reduce" } });

    test(name, async ({ page, person }) => {
      await person.has(
        { title: "Read “The Left Hand of Darkness”", tags: ["books"] },
        { title: "Book train tickets to Lyon", due_date: "2026-09-21", description: "Window seat, after 9 o’clock" },
        { title: "Dentist", due_date: "2026-09-17", tags: ["health"] },
        { title: "Pick up the repaired bike", due_date: "2026-09-15" },
        { title: "Water the balcony plants", due_date: "2026-09-14", completed: true },
        {
          title: "Send the invoice for August",
          due_date: "2026-09-14",
          description: "Ask Priya for the order number",
          priority: 3,
          tags: ["work"],
        },
        { title: "Call mum", due_date: "2026-09-14" },
        { title: "Renew the library card", due_date: "2026-09-11" },
      );
      await page.clock.setFixedTime("2026-09-14T09:24:00+02:00");
      for (const list of ["Groceries", "Work", "Lyon"]) await person.hasList(list);
      const [groceries, work, trip] = await person.lists();
      await person.changesList(groceries?.id ?? "", { color: "green" });
      await person.changesList(work?.id ?? "", { color: "indigo" });
      await person.changesList(trip?.id ?? "", { color: "orange" });
      const tasks = new TaskPage(page);
      await tasks.open("/");
      await expect(tasks.list.getByRole("checkbox")).toHaveCount(7);
      await tasks.newTask.fill(words);
      await expect(tasks.button("Remove due date")).toHaveCount(words ? 1 : 0);
      await settle(page);
      const file = path.join(FOLDER, `${name}.png`);
      mkdirSync(FOLDER, { recursive: true });
      await page.screenshot({ path: file, caret: "hide" });
      expect(statSync(file).size).toBeLessThanOrEqual(MOST_BYTES);
    });
  });
}
