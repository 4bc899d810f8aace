/** A due date is chosen with one click from its row, or by the keys. */

import type { Page } from "@playwright/test";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

/** A Wednesday. */
const NOW = "2031-05-14T10:00:00+02:00";

async function openTasks(page: Page, url?: string): Promise<TaskPage> {
  await page.clock.setFixedTime(NOW);
  const tasks = new TaskPage(page);
  await tasks.open(url);
  return tasks;
}

test("two clicks in its row put a task off to tomorrow, and Undo takes that back", async ({ page, person }) => {
  await person.has({ title: "Pay rent", due_date: "2031-05-14" }, "Call mum");
  const tasks = await openTasks(page);
  const dueOf = async (title: string) => (await person.stored()).find((task) => task.title === title)?.due_date;
  await tasks.row("Pay rent").getByRole("button", { name: "Due Today" }).click();
  const moved = tasks.saved("PATCH");
  await tasks.duePicker.getByRole("button", { name: "Tomorrow Thu" }).click();
  await expect(tasks.duePicker).toBeHidden();
  await expect(page.getByText("Moved to tomorrow: Pay rent").first()).toBeVisible();
  await expect(tasks.row("Pay rent").getByRole("button", { name: "Due Tomorrow" })).toBeFocused();
  await expect(tasks.editor("Pay rent")).toBeHidden();
  await moved;
  expect(await dueOf("Pay rent")).toBe("2031-05-15");

  const back = tasks.undone();
  await tasks.button("Undo").click();
  await back;
  await expect(tasks.row("Pay rent")).toContainText("Today");
  expect(await dueOf("Pay rent")).toBe("2031-05-14");
});

test("two clicks in its row give a day to a task that has none", async ({ page, person }) => {
  await person.has("Call mum");
  const tasks = await openTasks(page);
  await tasks.row("Call mum").hover();
  await tasks.button("Due date of Call mum").click();
  const moved = tasks.saved("PATCH");
  await tasks.duePicker.getByRole("button", { name: "Tomorrow Thu" }).click();
  await moved;
  await expect(tasks.row("Call mum").getByRole("button", { name: "Due Tomorrow" })).toBeVisible();
  await expect(tasks.button("Due date of Call mum")).toHaveCount(0);
  expect((await person.stored())[0]?.due_date).toBe("2031-05-15");
});

test("each choice says which day it means", { tag: "@phone" }, async ({ page, person }) => {
  await person.has({ title: "Pay rent", due_date: "2031-05-14" });
  const tasks = await openTasks(page);
  await tasks.askDue("Pay rent");
  const choices = tasks.duePicker.locator("button[aria-pressed]");
  await expect(choices).toHaveText(["TodayWed", "TomorrowThu", "This weekendSat", "Next weekMon", "No date"]);
  await expect(choices.first()).toHaveAttribute("aria-pressed", "true");
});

test("a due date is taken away in the row, and had back", { tag: "@phone" }, async ({ page, person }) => {
  await person.has({ title: "Pay rent", due_date: "2031-05-14" });
  const tasks = await openTasks(page);
  await tasks.askDue("Pay rent");
  await tasks.duePicker.getByRole("button", { name: "No date" }).click();
  await expect(tasks.row("Pay rent").getByRole("time")).toHaveCount(0);
  await expect(tasks.checkbox("Pay rent")).toBeFocused();
  await tasks.button("Undo").click();
  await expect(tasks.row("Pay rent")).toContainText("Today");
  await expect.poll(async () => (await person.stored())[0]?.due_date).toBe("2031-05-14");
});

test("any day is chosen with the keyboard alone", async ({ page, person }) => {
  await person.has("Pay rent");
  const tasks = await openTasks(page);
  const { keyboard } = page;
  await expect(tasks.checkbox("Pay rent")).toBeVisible();
  await keyboard.press("j");
  await expect(tasks.checkbox("Pay rent")).toBeFocused();
  await keyboard.press("d");
  await expect(tasks.duePicker.getByRole("button", { name: "Today Wed" })).toBeFocused();
  // Nothing but the picker hears keys now.
  await keyboard.press("x");
  for (let times = 0; times < 5; times += 1) await keyboard.press("ArrowDown");
  await expect(await tasks.dayButton("2031-05-14")).toBeFocused();
  for (const key of ["PageDown", "PageDown", "ArrowDown", "ArrowRight", "Shift+PageDown"]) await keyboard.press(key);
  await expect(await tasks.dayButton("2032-07-22")).toBeFocused();
  const saved = tasks.saved("PATCH");
  await keyboard.press("Enter");
  await saved;
  await expect(tasks.checkbox("Pay rent")).toBeFocused();
  await expect(tasks.row("Pay rent")).toContainText("22 Jul 2032");
  expect(await person.stored()).toMatchObject([{ due_date: "2032-07-22", completed: false }]);
});

test("Escape closes the picker alone, and the focus is back where it was", async ({ page, person }) => {
  await person.has({ title: "Pay rent", due_date: "2031-05-14" });
  const tasks = await openTasks(page);
  await tasks.checkbox("Pay rent").press("e");
  const due = tasks.dueButton(tasks.editor("Pay rent"));
  await due.press("Enter");
  await expect(tasks.duePicker).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tasks.duePicker).toBeHidden();
  await expect(due).toBeFocused();
  await expect(tasks.editor("Pay rent")).toBeVisible();
  // What opens it closes it, too.
  await due.click();
  await expect(tasks.duePicker).toBeVisible();
  await due.click();
  await expect(tasks.duePicker).toBeHidden();
});

test("in an open task a day is chosen by the palette, and saved by itself", async ({ page, person }) => {
  await person.has("Pay rent");
  const tasks = await openTasks(page);
  await tasks.row("Pay rent").getByText("Pay rent").click();
  const due = tasks.dueButton(tasks.editor("Pay rent"));
  await expect(due).toContainText("No date");
  await expect(page.locator("input[type=date]")).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command, view or task" }).fill("due date");
  await page.keyboard.press("Enter");
  const saved = tasks.saved("PATCH");
  await tasks.duePicker.getByRole("button", { name: "Next week" }).click();
  await saved;
  await expect(due).toHaveText(/^Mon,? 19 May$/);
  expect((await person.stored())[0]?.due_date).toBe("2031-05-19");
});

test("a day that is chosen takes the words out of their place, and no date is chosen too", { tag: "@phone" }, async ({
  page,
  person,
}) => {
  const tasks = await openTasks(page, "/today");
  const form = page.getByRole("form", { name: "Add a task" });
  const due = tasks.dueButton(form);
  await tasks.newTask.fill("Pay rent tomorrow");
  await tasks.button("More").click();
  await expect(due).toContainText("Tomorrow");
  await due.click();
  await tasks.duePicker.getByRole("button", { name: "No date" }).click();
  await expect(due).toContainText("No date");
  const saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  expect(await person.stored()).toMatchObject([{ title: "Pay rent tomorrow", due_date: null }]);
});

test("a time and a reminder are chosen before a task is added, as they are typed", { tag: "@phone" }, async ({
  page,
  person,
}) => {
  const tasks = await openTasks(page, "/");
  const form = page.getByRole("form", { name: "Add a task" });
  const [time, reminder] = [form.getByLabel("Time", { exact: true }), form.getByLabel("Remind me")];
  await tasks.button("More").click();
  await expect(reminder).toBeDisabled();
  await expect(page.locator("input[type=date]")).toHaveCount(0);
  await time.fill("18:30");
  await expect(tasks.dueButton(form)).toContainText("Today");
  await reminder.selectOption("30 minutes before");
  await tasks.newTask.fill("Call mum every week");
  await expect(tasks.button("Remove repeat")).toBeVisible();
  const saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  expect(await person.stored()).toMatchObject([{ title: "Call mum", due_time: "18:30", remind_before: 30 }]);
  // What is typed shows in the fields, and what is chosen there counts more; none makes words of the words.
  await tasks.newTask.fill("Meet Zoë tomorrow at 17:00");
  await expect(time).toHaveValue("17:00");
  await time.fill("17:45");
  await tasks.button("Remove time").last().click();
  await expect(time).toHaveValue("");
  await tasks.newTask.press("Enter");
  await expect(tasks.row("Meet Zoë at 17:00")).toBeVisible();
});

test("a repeat and a list are chosen before a task is added, and the list that is shown is there already", {
  tag: "@phone",
}, async ({ page, person }) => {
  const [home, work] = [await person.hasList("Home"), await person.hasList("Work")];
  const tasks = await openTasks(page, `/list?id=${home.id}`);
  const form = page.getByRole("form", { name: "Add a task" });
  await tasks.button("More").click();
  await expect(form.getByLabel("List").locator("option:checked")).toHaveText("Home");
  await form.getByLabel("Repeat").selectOption("Weekly on Wednesday");
  await expect(tasks.dueButton(form)).toContainText("Today");
  await tasks.add("Water the plants");
  await form.getByLabel("List").selectOption("Work");
  await tasks.newTask.fill("Report");
  await tasks.newTask.press("Enter");
  await form.getByLabel("List").selectOption("Inbox");
  await tasks.newTask.fill("Somewhere");
  await tasks.newTask.press("Enter");
  const fields = async () =>
    Object.fromEntries(
      (await person.stored()).map(({ title, list_id, repeat, due_date }) => [title, { list_id, repeat, due_date }]),
    );
  await expect.poll(fields).toEqual({
    "Water the plants": { list_id: home.id, repeat: "FREQ=WEEKLY;BYDAY=WE", due_date: "2031-05-14" },
    Report: { list_id: work.id, repeat: null, due_date: null },
    Somewhere: { list_id: null, repeat: null, due_date: null },
  });
});

test("the picker is at the row that asked last, and goes with its task", async ({ page, person }) => {
  const [, callMum] = await person.has(
    { title: "Pay rent", due_date: "2031-05-14" },
    { title: "Call mum", due_date: "2031-05-15" },
  );
  const tasks = await openTasks(page);
  await tasks.row("Pay rent").getByRole("button", { name: "Due" }).click();
  await expect(await tasks.dayButton("2031-05-14")).toHaveAccessibleName(/selected/);
  await tasks.row("Call mum").getByRole("button", { name: "Due" }).click();
  await expect(await tasks.dayButton("2031-05-15")).toHaveAccessibleName(/selected/);
  await expect(tasks.duePicker).toHaveCount(1);
  await person.deletes(callMum?.id ?? "");
  await expect(tasks.duePicker).toHaveCount(0);
});

test("a week begins as it does where the person is", async ({ newVisitor, signUp }) => {
  for (const [locale, first] of [
    ["en-US", "Sun"],
    ["en-GB", "Mon"],
  ] as const) {
    const { context, page } = await newVisitor({ locale });
    const person = await signUp(context, { isNew: true });
    await person.has({ title: "Pay rent", due_date: "2031-05-14" });
    const tasks = await openTasks(page);
    await tasks.row("Pay rent").getByRole("button", { name: "Due" }).click();
    await expect(tasks.duePicker.locator("th").first()).toHaveText(first);
  }
});
