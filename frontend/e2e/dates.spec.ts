/** Due dates as people write them, in their own zone and language. */

import type { BrowserContextOptions, Page } from "@playwright/test";
import type { Person } from "./person";
import { TaskPage } from "./task-page";
import { expect, type Fixtures, test } from "./test";

/** A Wednesday. */
const NOW = "2031-05-14T10:00:00+02:00";

async function openTasks(page: Page, now = NOW): Promise<TaskPage> {
  await page.clock.setFixedTime(now);
  const tasks = new TaskPage(page);
  await tasks.open();
  return tasks;
}

/** Somebody new, with the task page open in a browser of their own. */
async function someoneWith(
  options: BrowserContextOptions,
  { newVisitor, signUp, now }: Pick<Fixtures, "newVisitor" | "signUp"> & { now: string },
) {
  const { context, page } = await newVisitor(options);
  const person = await signUp(context);
  return { person, tasks: await openTasks(page, now) };
}

/** What the box shows of a due date before the task is saved. */
function chip(tasks: TaskPage) {
  return tasks.page.getByRole("form", { name: "Add a task" }).getByText(/^Due \S/);
}

async function dueDates(person: Person) {
  return Object.fromEntries((await person.stored()).map((task) => [task.title, task.due_date]));
}

test("a day in the words is shown before it is saved, and leaves the title", async ({ page, person }) => {
  const tasks = await openTasks(page);
  const examples = [
    ["Buy milk tomorrow", "Due Tomorrow", "Buy milk", "2031-05-15"],
    ["call mum fri", "Due Fri", "call mum", "2031-05-16"],
    ["dentist 12 dec", "Due 12 Dec", "dentist", "2031-12-12"],
    ["report in 3 days", "Due Sat", "report", "2031-05-17"],
    ["pay rent 2032-01-01", "Due 1 Jan 2032", "pay rent", "2032-01-01"],
    ["today stretch", "Due Today", "stretch", "2031-05-14"],
  ] as const;
  for (const [words, shown, title] of examples) {
    await tasks.newTask.fill(words);
    await expect(chip(tasks)).toHaveText(shown);
    await expect(tasks.newTask).toHaveAccessibleDescription(shown);
    const saved = tasks.saved("PUT");
    await tasks.newTask.press("Enter");
    await saved;
    await expect(tasks.row(title)).toContainText(shown.replace("Due ", ""));
  }
  expect(await dueDates(person)).toEqual(Object.fromEntries(examples.map(([, , title, day]) => [title, day])));
});

test("Escape keeps the words as words, and so does the chip's button", async ({ page, person }) => {
  const tasks = await openTasks(page);
  const ways = {
    "Read Tomorrow": () => tasks.newTask.press("Escape"),
    "Watch Today": () => tasks.button("Remove due date").click(),
  };
  for (const [words, refuse] of Object.entries(ways)) {
    await tasks.newTask.fill(words);
    await expect(chip(tasks)).toBeVisible();
    await refuse();
    await expect(chip(tasks)).toBeHidden();
    await expect(tasks.newTask).toBeFocused();
    await tasks.add(words);
  }
  expect(await dueDates(person)).toEqual({ "Read Tomorrow": null, "Watch Today": null });
});

test("words that mean no day stay words", async ({ page, person }) => {
  const tasks = await openTasks(page);
  for (const words of ["Buy sun cream", "Read May Sarton", "Call 112", "tomorrow"]) {
    await tasks.add(words);
  }
  expect(Object.values(await dueDates(person))).toEqual([null, null, null, null]);
});

test("a due date can be chosen, changed and taken away by hand", { tag: "@phone" }, async ({ page, person }) => {
  const tasks = await openTasks(page);
  await tasks.button("More").click();
  const form = page.getByRole("form", { name: "Add a task" });
  await form.getByLabel("Description").fill("With the map");
  await tasks.chooseDue(form, "2031-07-01");
  await tasks.add("Trip");
  expect(await person.stored()).toMatchObject([{ title: "Trip", description: "With the map", due_date: "2031-07-01" }]);

  for (const [day, shown] of [
    ["2031-05-13", "Overdue · Yesterday"],
    ["", ""],
  ] as const) {
    const saved = tasks.saved("PATCH");
    await tasks.edit("Trip", { dueDate: day });
    await saved;
    await expect(tasks.row("Trip").getByRole("time")).toHaveCount(day ? 1 : 0);
    await expect(tasks.row("Trip")).toContainText(shown);
    expect((await person.stored())[0]?.due_date).toBe(day || null);
  }
});

test.describe("in other places", () => {
  test("tomorrow is tomorrow where the person is", async ({ newVisitor, signUp }) => {
    for (const [timezoneId, tomorrow] of [
      ["America/Los_Angeles", "2031-05-15"],
      ["Pacific/Auckland", "2031-05-16"],
    ] as const) {
      const { person, tasks } = await someoneWith({ timezoneId }, { newVisitor, signUp, now: "2031-05-14T23:30:00Z" });
      await tasks.add("Buy milk tomorrow", "Buy milk");
      await expect(tasks.row("Buy milk")).toContainText("Tomorrow");
      expect(await dueDates(person)).toEqual({ "Buy milk": tomorrow });
    }
  });

  test("3/4 is read, and days are written, as people do there", async ({ newVisitor, signUp }) => {
    for (const [locale, day, shown] of [
      ["en-US", "2032-03-04", "Mar 4, 2032"],
      ["en-GB", "2032-04-03", "3 Apr 2032"],
      ["de-DE", "2032-04-03", "3. Apr. 2032"],
    ] as const) {
      const { person, tasks } = await someoneWith({ locale }, { newVisitor, signUp, now: NOW });
      await tasks.add("dentist 3/4", "dentist");
      expect(await dueDates(person)).toEqual({ dentist: day });
      await expect(tasks.row("dentist")).toContainText(shown);
    }
  });
});

test("at midnight today turns into yesterday, on a page that stays open", async ({ page, person }) => {
  await person.has({ title: "Now", due_date: "2031-05-14" }, { title: "Next", due_date: "2031-05-15" });
  await page.clock.install({ time: "2031-05-14T23:58:00+02:00" });
  const tasks = new TaskPage(page);
  await tasks.open();
  await expect(tasks.row("Now")).toContainText("Today");
  await expect(tasks.row("Next")).toContainText("Tomorrow");
  await page.clock.fastForward("03:00");
  await expect(tasks.row("Now")).toContainText("Overdue · Yesterday");
  await expect(tasks.row("Next")).toContainText("Today");
  await tasks.goTo("Today");
  await expect(tasks.page.getByRole("heading", { name: "Overdue" })).toBeVisible();
});
