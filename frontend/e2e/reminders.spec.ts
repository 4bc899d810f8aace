/** Reminders of tasks: typed, chosen, said in the row and in the history, taken back. When they come is another matter. */

import type { Locator, Page } from "@playwright/test";
import { goOffline } from "./connection";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

/** A Wednesday morning. */
const NOW = "2031-05-14T10:00:00+02:00";
const TODAY = "2031-05-14";
const TOMORROW = "2031-05-15";

const dentist = { title: "Dentist", due_date: TOMORROW, due_time: "11:30" };

async function openTasks(page: Page): Promise<TaskPage> {
  await page.clock.setFixedTime(NOW);
  const tasks = new TaskPage(page);
  await tasks.open();
  return tasks;
}

async function openTask(tasks: TaskPage, title: string): Promise<Locator> {
  await tasks.row(title).getByText(title, { exact: true }).click();
  return tasks.editor(title).getByLabel("Remind me");
}

test("a reminder is typed, shown before it is saved, and said in the row", { tag: "@phone" }, async ({
  page,
  person,
}) => {
  const tasks = await openTasks(page);
  await tasks.newTask.pressSequentially("Dentist tomorrow at 11:30am remind me 1h before");
  const form = page.getByRole("form", { name: "Add a task" });
  await expect(form.getByText("1 hour before")).toBeVisible();
  await expect(tasks.button("Remove reminder")).toBeVisible();
  const saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  await expect(tasks.row("Dentist")).toContainText("Tomorrow, 11:30");
  await expect(tasks.row("Dentist").getByTitle("Reminder 1 hour before")).toBeVisible();
  await expect(tasks.checkbox("Dentist")).toHaveAccessibleDescription(/Reminder 1 hour before/);
  expect(await person.stored()).toMatchObject([{ ...dentist, remind_before: 60 }]);
});

test("a row tells of its reminder also where the heading says its day, and there is nothing else to say", async ({
  page,
  person,
}) => {
  await person.has({ title: "Pay rent", due_date: TOMORROW, remind_before: 0 });
  await page.clock.setFixedTime(NOW);
  const tasks = new TaskPage(page);
  await tasks.open("/upcoming");
  await expect(tasks.row("Pay rent").getByTitle(/^Reminder/)).toBeVisible();
});

test("a reminder is taken back alone, and one that is understood in part stays whole", async ({ page, person }) => {
  const tasks = await openTasks(page);
  await tasks.newTask.pressSequentially("Gym every friday at 5pm remind me 30 min before");
  await tasks.button("Remove reminder").click();
  await expect(tasks.button("Remove reminder")).toBeHidden();
  await expect(tasks.button("Remove repeat")).toBeVisible();
  await expect(tasks.button("Remove time")).toBeVisible();
  let saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  await tasks.newTask.pressSequentially("Run tomorrow, remind me 1h before the show");
  await expect(tasks.button("Remove due date")).toBeVisible();
  await expect(tasks.button("Remove reminder")).toBeHidden();
  saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  expect((await person.stored()).map(({ title, remind_before }) => [title, remind_before])).toEqual([
    ["Run, remind me 1h before the show", null],
    ["Gym remind me 30 min before", null],
  ]);
});

test("the open task takes a reminder, which Undo takes back", { tag: "@phone" }, async ({ page, person }) => {
  await person.has(dentist);
  const tasks = await openTasks(page);
  const reminder = await openTask(tasks, "Dentist");
  await reminder.selectOption("2 hours before");
  await tasks.button("Close").click();
  await expect(tasks.row("Dentist").getByTitle("Reminder 2 hours before")).toBeVisible();
  const stored = async () => (await person.stored())[0];
  await expect.poll(stored).toMatchObject({ ...dentist, remind_before: 120 });
  await page.keyboard.press("ControlOrMeta+z");
  await expect(tasks.row("Dentist").getByTitle(/^Reminder/)).toHaveCount(0);
  await expect.poll(stored).toMatchObject({ ...dentist, remind_before: null });
});

test("words in the title of the open task are a reminder of its day, and what is chosen outweighs them", async ({
  page,
  person,
}) => {
  await person.has(dentist);
  const tasks = await openTasks(page);
  const reminder = await openTask(tasks, "Dentist");
  const title = tasks.editor("Dentist").getByLabel("Title");
  await title.press("End");
  await title.pressSequentially(" remind me 45 minutes before");
  await expect(reminder).toHaveValue("45");
  await expect(reminder.locator("option:checked")).toHaveText("45 minutes before");
  await reminder.selectOption("When it is due");
  await expect(title).toHaveValue("Dentist remind me 45 minutes before");
  await title.fill("Dentist");
  await tasks.button("Close").click();
  await expect(tasks.row("Dentist").getByTitle("Reminder when it is due")).toBeVisible();
  await expect.poll(() => person.stored()).toMatchObject([{ title: "Dentist", remind_before: 0 }]);
});

test("a reminder needs a day and goes with it", async ({ page, person }) => {
  await person.has({ title: "Call mum" }, { ...dentist, remind_before: 90 });
  const tasks = await openTasks(page);
  const ofMum = await openTask(tasks, "Call mum");
  await expect(ofMum).toBeDisabled();
  await expect(ofMum).toHaveAccessibleDescription("Needs a due date.");
  await tasks.button("Close").click();

  await expect(tasks.row("Dentist").getByTitle("Reminder 1 hour and 30 minutes before")).toBeVisible();
  await tasks.row("Dentist").getByRole("button", { name: "Due Tomorrow, 11:30" }).click();
  await tasks.duePicker.getByRole("button", { name: "No date" }).click();
  await expect(tasks.row("Dentist").getByTitle(/^Reminder/)).toHaveCount(0);
  const stored = async () => (await person.stored()).find(({ title }) => title === "Dentist");
  await expect.poll(stored).toMatchObject({ due_date: null, due_time: null, remind_before: null });
  await tasks.button("Undo").click();
  await expect(tasks.row("Dentist").getByTitle("Reminder 1 hour and 30 minutes before")).toBeVisible();
  await expect.poll(stored).toMatchObject({ ...dentist, remind_before: 90 });
});

test("the editor says when a day without a time begins, and that a moment has passed", async ({ page, person }) => {
  await person.chooses({ day_start: "08:00", time_zone: "Europe/Berlin" });
  await person.has({ title: "Pay rent", due_date: TOMORROW }, { title: "Call mum", due_date: TODAY });
  const tasks = await openTasks(page);
  const ofRent = await openTask(tasks, "Pay rent");
  await ofRent.selectOption("1 day before");
  await expect(ofRent).toHaveAccessibleDescription("That moment has passed.");
  await ofRent.selectOption("2 hours before");
  await expect(ofRent).toHaveAccessibleDescription("Your day starts at 8:00.");
  await expect.poll(async () => (await person.stored())[1]).toMatchObject({ title: "Pay rent", remind_before: 120 });
});

test("the history says a reminder in words", async ({ page, person }) => {
  const [task] = await person.has(dentist);
  await person.changes(task?.id ?? "", { remind_before: 1440 });
  await person.changes(task?.id ?? "", { remind_before: null });
  const tasks = await openTasks(page);
  await openTask(tasks, "Dentist");
  await page.getByText("History", { exact: true }).click();
  await expect(page.getByText("Reminder: 1 day before")).toBeVisible();
  await expect(page.getByText("Reminder: None")).toBeVisible();
});

test.describe("two devices", () => {
  test.use({ expected: /status of 412|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/ });

  test("that each choose a reminder ask which one is meant", async ({ page, person, context }) => {
    const [task] = await person.has(dentist);
    const tasks = await openTasks(page);
    const reminder = await openTask(tasks, "Dentist");
    await goOffline(context);
    await reminder.selectOption("30 minutes before");
    await tasks.button("Close").click();
    await person.changes(task?.id ?? "", { remind_before: 10_080 });
    await context.setOffline(false);
    const dialog = page.getByRole("dialog", { name: "Changed elsewhere too" });
    await expect(dialog.getByRole("region", { name: "Your version" })).toContainText("30 minutes before");
    await expect(dialog.getByRole("region", { name: "The other version" })).toContainText("1 week before");
    await dialog.getByRole("button", { name: "Keep mine" }).click();
    await expect.poll(() => person.stored()).toMatchObject([{ ...dentist, remind_before: 30 }]);
  });
});
