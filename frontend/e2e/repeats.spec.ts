/** Tasks that repeat, and times: typed, shown, edited, completed with and without a connection. */

import type { Page } from "@playwright/test";
import { goOffline } from "./connection";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

/** A Wednesday morning. */
const NOW = "2031-05-14T10:00:00+02:00";
const TODAY = "2031-05-14";

const rent = { title: "Pay rent", due_date: TODAY, repeat: "FREQ=MONTHLY;BYMONTHDAY=14" };

async function openTasks(page: Page, url?: string): Promise<TaskPage> {
  await page.clock.setFixedTime(NOW);
  const tasks = new TaskPage(page);
  await tasks.open(url);
  return tasks;
}

/** Once its rule is said, its next day can be computed without the API. */
const knowsRules = (tasks: TaskPage, title: string) => expect(tasks.row(title)).toContainText("Repeats every");

test("a repeat and a time are typed, shown before they are saved, and said in the row", { tag: "@phone" }, async ({
  page,
  person,
}) => {
  const tasks = await openTasks(page);
  await tasks.newTask.pressSequentially("Gym every 2 weeks on tue at 5pm");
  const form = page.getByRole("form", { name: "Add a task" });
  await expect(form.getByText("every 2 weeks on Tue")).toBeVisible();
  await expect(form.getByText("17:00")).toBeVisible();
  const saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  const row = tasks.row("Gym");
  await expect(row).toContainText("Tue, 17:00");
  await expect(row).toContainText("Repeats every 2 weeks on Tue");
  expect((await person.stored())[0]).toMatchObject({
    title: "Gym",
    due_date: "2031-05-20",
    due_time: "17:00",
    repeat: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    repeat_from: "due",
  });
});

test("each chip is taken back alone, and its words stay in the title", async ({ page, person }) => {
  const tasks = await openTasks(page);
  await tasks.newTask.pressSequentially("Gym every friday at 5pm");
  await tasks.button("Remove time").click();
  await expect(tasks.button("Remove time")).toBeHidden();
  await expect(tasks.button("Remove repeat")).toBeVisible();
  let saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  await tasks.newTask.pressSequentially("Swim every friday at 5pm");
  await tasks.button("Remove repeat").click();
  await expect(tasks.button("Remove repeat")).toBeHidden();
  saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  const stored = (await person.stored()).map(({ title, due_time, repeat }) => [title, due_time, repeat]);
  expect(stored).toEqual([
    ["Swim every friday", "17:00", null],
    ["Gym at 5pm", null, "FREQ=WEEKLY;BYDAY=FR"],
  ]);
});

test("completing moves a task to its next day and says which, and Undo takes that back", { tag: "@phone" }, async ({
  page,
  person,
}) => {
  await person.has(rent);
  const tasks = await openTasks(page, "/today");
  await knowsRules(tasks, "Pay rent");
  const moved = tasks.saved("PATCH");
  await tasks.checkbox("Pay rent").click();
  await expect(page.getByText("Completed: Pay rent. Next: 14 Jun").first()).toBeVisible();
  await moved;
  await expect(tasks.row("Pay rent")).toHaveCount(0);
  expect((await person.stored())[0]).toMatchObject({ due_date: "2031-06-14", completed: false });
  const back = tasks.undone();
  await tasks.button("Undo").click();
  await back;
  await expect(tasks.row("Pay rent")).toContainText("Today");
  expect((await person.stored())[0]).toMatchObject({ ...rent, completed: false });
});

test("two ticks in a row move it once", async ({ page, person }) => {
  await person.has(rent);
  const tasks = await openTasks(page);
  await knowsRules(tasks, "Pay rent");
  const moved = tasks.saved("PATCH");
  await tasks.checkbox("Pay rent").dblclick();
  await tasks.checkbox("Pay rent").press("Space");
  await moved;
  await expect(tasks.row("Pay rent")).toContainText("14 Jun");
  expect((await person.stored())[0]).toMatchObject({ due_date: "2031-06-14", version: 2 });
});

test("what comes again has its parts open for the next time, also where all of them were selected", async ({
  page,
  person,
}) => {
  const [made] = await person.has(rent);
  await person.has({ title: "Ask for the amount", parent_id: made?.id ?? null });
  const tasks = await openTasks(page, "/");
  await knowsRules(tasks, "Pay rent");
  await tasks.checkbox("Pay rent").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await expect(page.getByRole("toolbar", { name: "2 selected" })).toBeVisible();
  await page.keyboard.press("x");
  await expect(tasks.row("Pay rent")).toContainText("14 Jun");
  await expect(tasks.row("Pay rent")).toContainText("0 of 1 subtasks done");
  const stored = async () => (await person.stored()).map(({ title, completed }) => [title, completed]).sort();
  await expect.poll(stored).toEqual([
    ["Ask for the amount", false],
    ["Pay rent", false],
  ]);
});

test.describe("offline", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("a task moves on without a connection, once, and the API hears of it later", async ({
    page,
    person,
    context,
  }) => {
    await person.has(rent);
    const tasks = await openTasks(page);
    await knowsRules(tasks, "Pay rent");
    await goOffline(context);
    await tasks.checkbox("Pay rent").click();
    await expect(tasks.row("Pay rent")).toContainText("14 Jun");
    await tasks.checkbox("Pay rent").click();
    await expect(tasks.row("Pay rent")).toContainText("Not synced yet");
    await expect(tasks.row("Pay rent")).toContainText("14 Jun");
    await context.setOffline(false);
    await expect(page.getByText("Not synced yet")).toHaveCount(0);
    await expect.poll(async () => (await person.stored())[0]).toMatchObject({ due_date: "2031-06-14", version: 2 });
  });
});

test("after its last time a task stays completed", async ({ page, person }) => {
  await person.has({ ...rent, repeat: "FREQ=MONTHLY;BYMONTHDAY=14;COUNT=1" });
  const tasks = await openTasks(page);
  await knowsRules(tasks, "Pay rent");
  const done = tasks.saved("PATCH");
  await tasks.checkbox("Pay rent").click();
  await expect(tasks.checkbox("Pay rent")).toBeChecked();
  await done;
  expect((await person.stored())[0]).toMatchObject({ due_date: TODAY, completed: true });
});

test("the open task takes a time and a repeat, chosen or in words", { tag: "@phone" }, async ({ page, person }) => {
  await person.has("Water the plants");
  const tasks = await openTasks(page);
  await tasks.row("Water the plants").getByText("Water the plants").click();
  const form = tasks.editor("Water the plants");
  await form.getByLabel("Time", { exact: true }).fill("07:30");
  await expect(tasks.dueButton(form)).toContainText("Today");
  const repeat = form.getByLabel("Repeat", { exact: true });
  await repeat.selectOption("Weekly on Wednesday");
  const stored = async () => (await person.stored())[0];
  await expect
    .poll(stored)
    .toMatchObject({ due_date: TODAY, due_time: "07:30", repeat: "FREQ=WEEKLY;BYDAY=WE", repeat_from: "due" });

  await repeat.selectOption("Custom…");
  await form.getByLabel("Repeat in words").pressSequentially("every 2 weeks on tue");
  await expect(form.getByText("Understood: every 2 weeks on Tue.")).toBeVisible();
  await form.getByRole("checkbox", { name: "Count from the day it is done" }).check();
  await form.getByRole("button", { name: "Remove time" }).click();
  await expect.poll(stored).toMatchObject({ due_time: null, repeat_from: "completion" });

  await repeat.selectOption("None");
  await expect.poll(stored).toMatchObject({ repeat: null, repeat_from: "due" });
});

test("without its day a task has neither time nor repeat, and within a day the time decides", async ({
  page,
  person,
}) => {
  await person.has(
    { title: "Dinner", due_date: TODAY, due_time: "19:00" },
    { title: "Breakfast", due_date: TODAY, due_time: "07:00" },
    { ...rent, due_time: "12:00" },
  );
  const tasks = await openTasks(page, "/all?sort=due");
  await tasks.expectTitles("Breakfast", "Pay rent", "Dinner");
  await tasks.row("Pay rent").getByRole("button", { name: "Due Today, 12:00" }).click();
  await tasks.duePicker.getByRole("button", { name: "No date" }).click();
  await tasks.expectTitles("Breakfast", "Dinner", "Pay rent");
  await expect
    .poll(async () => (await person.stored()).find(({ title }) => title === "Pay rent"))
    .toMatchObject({ due_date: null, due_time: null, repeat: null });
});
