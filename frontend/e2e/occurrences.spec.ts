/** Upcoming shows when tasks that repeat come again: faint, where no task is counted, selected or ticked. */

import { TaskPage } from "./task-page";
import { expect, test } from "./test";

/** A Wednesday morning. */
const NOW = "2031-05-14T10:00:00+02:00";
const TODAY = "2031-05-14";

const plants = { title: "Water plants", due_date: TODAY, repeat: "FREQ=DAILY;COUNT=3" };
const gym = { title: "Gym", due_date: "2031-05-16", due_time: "17:00", repeat: "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR" };

class Upcoming extends TaskPage {
  readonly occurrences = this.list.getByRole("button", { name: /Repeats: comes again on/ });

  async arrive(): Promise<void> {
    await this.page.clock.setFixedTime(NOW);
    await this.open("/upcoming");
  }

  occurrence(title: string, day: string) {
    return this.list.getByRole("button", { name: `${title} Repeats: comes again on ${day}` });
  }
}

test("a task that repeats is shown on its next days, is counted once, and is opened by a click", {
  tag: "@phone",
}, async ({ page, person }) => {
  await person.has(
    plants,
    gym,
    { title: "Fly", due_date: "2031-05-18" },
    { title: "Mow", due_date: TODAY, repeat: "FREQ=DAILY", repeat_from: "completion" },
  );
  const upcoming = new Upcoming(page);
  await upcoming.arrive();
  await expect(upcoming.occurrences).toHaveCount(4);
  await upcoming.expectTitles("Gym", "Fly");
  await expect(page.getByText("2 tasks", { exact: true }).first()).toBeVisible();
  await expect(upcoming.row("Fly")).toHaveAttribute("aria-posinset", "2");
  await expect(upcoming.row("Fly")).toHaveAttribute("aria-setsize", "2");
  await expect(upcoming.list.getByRole("heading")).toHaveText([
    /^Tomorrow/,
    /^Friday.* 16 May/,
    /^Sunday.* 18 May/,
    /^Friday.* 30 May/,
    /^Friday.* 13 June/,
  ]);
  await expect(upcoming.occurrence("Gym", "Friday, 30 May 2031")).toContainText("17:00");
  await upcoming.occurrence("Water plants", "Friday, 16 May 2031").click();
  await expect(upcoming.editor("Water plants")).toBeVisible();
});

test("the keys for rows pass them by, and the tab key and the arrows lead along them", async ({ page, person }) => {
  await person.has(plants, { title: "Fly", due_date: "2031-05-18" }, { title: "Pack", due_date: "2031-05-15" });
  const upcoming = new Upcoming(page);
  await upcoming.arrive();
  await expect(upcoming.occurrences).toHaveCount(2);
  await upcoming.checkbox("Pack").focus();
  await page.keyboard.press("ArrowDown");
  await expect(upcoming.checkbox("Fly")).toBeFocused();
  await page.keyboard.press("Control+a");
  await expect(page.getByRole("toolbar", { name: "2 selected" })).toBeVisible();
  await page.keyboard.press("Escape");

  await upcoming.checkbox("Pack").focus();
  await page.keyboard.press("Tab");
  await expect(upcoming.occurrence("Water plants", "Thursday, 15 May 2031")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const friday = upcoming.occurrence("Water plants", "Friday, 16 May 2031");
  await expect(friday).toBeFocused();
  await page.keyboard.press("x");
  await page.keyboard.press("s");
  await page.keyboard.press("Enter");
  await expect(upcoming.editor("Water plants").getByLabel("Title")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(upcoming.editor("Water plants")).toBeHidden();
  await expect(friday).toBeFocused();
  await expect(page.getByRole("toolbar", { name: /selected/ })).toBeHidden();
  expect((await person.stored()).every(({ completed, version }) => !completed && version === 1)).toBe(true);
});

test("they follow the task, as it is completed or changed, also where Upcoming has no task of its own", async ({
  page,
  person,
}) => {
  const [made] = await person.has(plants);
  const upcoming = new Upcoming(page);
  await upcoming.arrive();
  await expect(upcoming.occurrences).toHaveCount(2);
  await expect(page.getByText("0 tasks", { exact: true }).first()).toBeVisible();
  const thursday = upcoming.occurrence("Water plants", "Thursday, 15 May 2031");
  await thursday.click();
  await expect(upcoming.editor("Water plants")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(thursday).toBeFocused();

  await person.changes(made?.id ?? "", { due_date: "2031-05-15", repeat: "FREQ=DAILY;COUNT=2" });
  await upcoming.expectTitles("Water plants");
  await expect(upcoming.occurrences).toHaveCount(1);
  await upcoming.checkbox("Water plants").click();
  await expect(upcoming.row("Water plants")).toContainText("Fri");
  await expect(upcoming.occurrences).toHaveCount(0);
});

test("a search finds them, and a task that is dragged to such a day is due then", async ({ page, person }) => {
  await person.has(
    plants,
    { title: "Pay rent", due_date: TODAY, repeat: "FREQ=MONTHLY;BYMONTHDAY=14" },
    {
      title: "Water the lawn",
      due_date: "2031-05-20",
    },
  );
  const upcoming = new Upcoming(page);
  await upcoming.arrive();
  await expect(upcoming.occurrences).toHaveCount(3);
  const lawn = upcoming.row("Water the lawn");
  await lawn.hover();
  await expect(lawn).toHaveAttribute("draggable", "true");
  const to = await upcoming.occurrence("Water plants", "Friday, 16 May 2031").boundingBox();
  if (!to) throw new Error("It is not there.");
  await page.mouse.down();
  await page.mouse.move(to.x + 80, to.y + 20, { steps: 6 });
  for (const by of [1, 0]) await page.mouse.move(to.x + 80 + by, to.y + 20);
  await expect(page.locator("[data-mark]")).toBeAttached();
  await page.mouse.up();
  await expect(lawn).toContainText("Fri");
  await expect.poll(async () => (await person.stored())[0]?.due_date).toBe("2031-05-16");

  await upcoming.search.fill("water");
  await expect(upcoming.occurrences).toHaveCount(2);
  await upcoming.expectTitles("Water the lawn");
});

test("of thousands, those in sight are drawn", async ({ page, person }) => {
  await person.hasMany(9_999, (number, moment) => ({
    title: `Task ${number}`,
    created_at: moment,
    due_date: `2031-${String(6 + (number % 5)).padStart(2, "0")}-${String(1 + (number % 28)).padStart(2, "0")}`,
    ...(number % 2 === 0 && { repeat: "FREQ=DAILY" }),
  }));
  await person.has({ ...plants, repeat: "FREQ=DAILY" });
  const upcoming = new Upcoming(page);
  await upcoming.arrive();
  await expect(upcoming.occurrences.first()).toHaveAccessibleName(/Thursday, 15 May 2031/);
  await expect(page.getByText("9,999 tasks")).toBeVisible();
  const items = upcoming.list.getByRole("listitem");
  expect(await items.count()).toBeLessThan(200);
  const slowest = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let most = 0;
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) most = Math.max(most, duration);
        }).observe({ type: "longtask" });
        window.scrollBy(0, 4_000);
        setTimeout(() => resolve(most), 1_000);
      }),
  );
  console.log(`  Longest task while scrolling: ${slowest.toFixed(0)} ms`);
  await page.mouse.move(300, 400);
  await expect(async () => {
    await page.mouse.wheel(0, 400_000);
    await expect(upcoming.list.locator('[aria-posinset="9999"]')).toBeInViewport({ timeout: 200 });
  }).toPass();
  expect(await items.count()).toBeLessThan(200);
});
