/** Taking back by a key what one has just done, and doing it again. */

import type { Page } from "@playwright/test";
import { goOffline } from "./connection";
import { signOut } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

const undo = (page: Page) => page.keyboard.press("ControlOrMeta+z");
const redo = (page: Page) => page.keyboard.press("ControlOrMeta+Shift+z");

/** The note itself; screen readers have its words once more. */
const note = (page: Page, words: string) => page.getByRole("listitem").filter({ hasText: words });

/** Leads the focus to a row, by keys. */
async function onto(tasks: TaskPage, title: string): Promise<void> {
  await tasks.checkbox(title).focus();
  await expect(tasks.checkbox(title)).toBeFocused();
}

test("completing is taken back and done again, and the note goes with it", async ({ person, tasks, page }) => {
  await person.has("Call mum", "Buy milk");
  await onto(tasks, "Buy milk");
  await page.keyboard.press("x");
  await expect(note(page, "Completed: Buy milk")).toBeVisible();
  await undo(page);
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
  await expect(tasks.checkbox("Buy milk")).toBeFocused();
  await expect(note(page, "Undone: Completed: Buy milk").getByRole("button", { name: "Redo" })).toBeVisible();
  await expect(tasks.button("Undo")).toHaveCount(0);
  await redo(page);
  await expect(tasks.checkbox("Buy milk")).toBeChecked();
  await expect(note(page, "Done again: Completed: Buy milk")).toBeVisible();
  await tasks.button("Undo").click();
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
  await tasks.button("Redo").click();
  await expect(tasks.checkbox("Buy milk")).toBeChecked();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+y");
  await expect.poll(async () => (await person.stored()).map(({ completed }) => completed)).toEqual([true, false]);
});

test("by touch, the note takes back what was done, and does it again", { tag: "@phone-only" }, async ({
  person,
  tasks,
  page,
}) => {
  await person.has("Call mum", "Buy milk");
  const stored = async () => (await person.stored()).map(({ title, completed }) => [title, completed]);
  await tasks.checkbox("Buy milk").tap();
  await note(page, "Completed: Buy milk").getByRole("button", { name: "Undo" }).tap();
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
  await note(page, "Undone: Completed: Buy milk").getByRole("button", { name: "Redo" }).tap();
  await expect(tasks.checkbox("Buy milk")).toBeChecked();
  await expect.poll(stored).toEqual([
    ["Buy milk", true],
    ["Call mum", false],
  ]);

  // What is written in an open task, from where it is open and after that.
  await tasks.row("Call mum").getByText("Call mum").tap();
  const form = tasks.editor("Call mum");
  await form.getByLabel("Title").fill("Call dad");
  await form.getByRole("button", { name: "Close" }).tap();
  await expect(tasks.row("Call dad")).toBeVisible();
  await tasks.row("Call dad").getByText("Call dad").tap();
  await tasks.editor("Call dad").getByRole("button", { name: "Delete" }).tap();
  await expect(tasks.row("Call dad")).toBeHidden();
  await note(page, "Deleted: Call dad").getByRole("button", { name: "Undo" }).tap();
  await expect(tasks.row("Call dad")).toBeVisible();
  await note(page, "Undone: Deleted: Call dad").getByRole("button", { name: "Redo" }).tap();
  await expect(tasks.row("Call dad")).toBeHidden();
  await expect.poll(stored).toEqual([["Buy milk", true]]);
});

test("what has arrived is undone there, as the history says", { tag: "@phone" }, async ({ person, tasks, page }) => {
  await person.has("Buy milk");
  const completed = tasks.saved("PATCH");
  await tasks.checkbox("Buy milk").click();
  await completed;
  const undone = tasks.undone();
  await note(page, "Completed: Buy milk").getByRole("button", { name: "Undo" }).click();
  await undone;
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
  await tasks.row("Buy milk").getByText("Buy milk").click();
  await page.getByText("History", { exact: true }).click();
  await expect(page.locator("details li", { hasText: "Undone" })).toHaveCount(1);
  await expect.poll(() => person.stored()).toMatchObject([{ completed: false, completed_at: null, version: 3 }]);
});

test("what the note took back, the key does not take back once more", async ({ person, tasks, page }) => {
  await person.has("Call mum", "Buy milk");
  await onto(tasks, "Call mum");
  await page.keyboard.press("x");
  await onto(tasks, "Buy milk");
  await page.keyboard.press("#");
  await expect(tasks.row("Buy milk")).toBeHidden();
  await note(page, "Deleted: Buy milk").getByRole("button", { name: "Undo" }).click();
  await expect(tasks.checkbox("Buy milk")).toBeFocused();
  await undo(page);
  await expect(tasks.checkbox("Call mum")).not.toBeChecked();
  await expect(tasks.row("Buy milk")).toBeVisible();
  await undo(page);
  await expect(page.getByRole("status").filter({ hasText: "Nothing to undo." })).toBeAttached();
  await tasks.expectTitles("Buy milk", "Call mum");
});

test("all that was written while a task was open is taken back at once; a field keeps the key for itself", async ({
  person,
  tasks,
  page,
}) => {
  await person.has("Buy milk");
  await onto(tasks, "Buy milk");
  await page.keyboard.press("e");
  const form = tasks.editor("Buy milk");
  await expect(form.getByLabel("Title")).toBeFocused();
  let saved = tasks.saved("PATCH");
  await form.getByLabel("Title").fill("Buy oat milk");
  await form.getByLabel("Description").focus();
  await saved;
  saved = tasks.saved("PATCH");
  await page.keyboard.type("Two of them");
  await form.getByLabel("Priority").focus();
  await saved;
  await form.getByLabel("Title").focus();
  await page.keyboard.type("?");
  await undo(page);
  await expect(form.getByLabel("Description")).toHaveValue("Two of them");
  await form.getByLabel("Title").fill("Buy oat milk");
  await page.keyboard.press("Escape");
  await expect(form).toBeHidden();
  await undo(page);
  await expect(note(page, "Undone: Saved: Buy oat milk")).toBeVisible();
  const before = { title: "Buy milk", description: null };
  await expect.poll(() => person.stored()).toMatchObject([before]);
  await redo(page);
  await expect(tasks.row("Buy oat milk")).toContainText("Two of them");
  await expect.poll(() => person.stored()).toMatchObject([{ title: "Buy oat milk", description: "Two of them" }]);
});

test("the last task of a list is deleted, added and had back where the box to add is all there is", async ({
  person,
  tasks,
  page,
}) => {
  await expect(tasks.newTask).toBeFocused();
  await tasks.add("Buy milk");
  await undo(page);
  await tasks.expectNothing();
  await expect.poll(() => person.stored()).toEqual([]);
  await redo(page);
  await onto(tasks, "Buy milk");
  await page.keyboard.press("#");
  await tasks.expectNothing();
  await expect(tasks.newTask).toBeFocused();
  await undo(page);
  await expect(tasks.row("Buy milk")).toBeVisible();
  await expect.poll(() => person.stored()).toMatchObject([{ title: "Buy milk" }]);
  // What is being written there is the browser's.
  await tasks.newTask.fill("");
  await page.keyboard.type("Bread");
  await undo(page);
  await expect(tasks.row("Buy milk")).toBeVisible();
});

test("all that was moved to today goes back at once", async ({ person, page }) => {
  await person.has({ title: "Two", due_date: "2020-01-02" }, { title: "One", due_date: "2020-01-01" });
  const tasks = new TaskPage(page);
  await tasks.open("/today");
  await tasks.button("Move all to today").click();
  await expect(tasks.button("Move all to today")).toBeHidden();
  await undo(page);
  await expect(tasks.button("Move all to today")).toBeVisible();
  const days = async () => (await person.stored()).map(({ due_date }) => due_date);
  await expect.poll(days).toEqual(["2020-01-01", "2020-01-02"]);
  await redo(page);
  await expect(tasks.button("Move all to today")).toBeHidden();
  await expect.poll(async () => new Set(await days()).size).toBe(1);
});

test("a list that was renamed and deleted is there again under its old name, with its tasks", async ({
  person,
  tasks,
  page,
}) => {
  const list = await person.hasList("Trip");
  await person.has({ title: "Tent", list_id: list.id });
  const link = (name: string) => page.getByRole("region", { name: "Lists" }).getByRole("link", { name, exact: true });
  const choose = async (name: string, item: string) => {
    await link(name).hover();
    await tasks.filters.getByRole("button", { name: `Options of ${name}` }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await link("Trip").click();
  await tasks.expectTitles("Tent");
  await choose("Trip", "Edit");
  await page.getByRole("dialog").getByLabel("Name").fill("Journey");
  await page.keyboard.press("Enter");
  await expect(tasks.heading).toHaveText("Journey");
  await choose("Journey", "Delete with its tasks");
  await expect(tasks.heading).toHaveText("Inbox");
  await undo(page);
  await expect(link("Journey")).toBeVisible();
  await undo(page);
  await expect(link("Trip")).toBeVisible();
  await link("Trip").click();
  await tasks.expectTitles("Tent");
  await redo(page);
  await expect(tasks.heading).toHaveText("Journey");
  await redo(page);
  await expect(tasks.heading).toHaveText("Inbox");
  await expect(link("Journey")).toBeHidden();
  await expect.poll(() => person.lists()).toEqual([]);
  expect(await person.stored()).toEqual([]);
});

test("somebody else has changed it meanwhile: their value stays, and that is said", async ({ person, tasks, page }) => {
  const [task] = await person.has("Buy milk");
  await tasks.edit("Buy milk", { priority: "3" });
  await expect.poll(async () => (await person.stored())[0]?.priority).toBe(3);
  await person.changes(task?.id ?? "", { priority: 1 });
  await expect(tasks.row("Buy milk")).toContainText("Low");
  await undo(page);
  await expect(
    note(page, "Not undone: Saved: Buy milk. “Buy milk” has changed since; it stays as it is."),
  ).toBeVisible();
  expect((await person.stored())[0]?.priority).toBe(1);
});

test.describe("without a connection", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("the open task shows at once what is taken back, without a connection, too", async ({
    person,
    tasks,
    page,
    context,
  }) => {
    await person.has("Call mum", "Buy milk");
    await onto(tasks, "Buy milk");
    await page.keyboard.press("e");
    const form = tasks.editor("Buy milk");
    await form.getByLabel("Priority").selectOption("High");
    await form.getByRole("button", { name: "Close" }).focus();
    await expect(tasks.row("Buy milk")).toContainText("High");
    await goOffline(context);
    await undo(page);
    await expect(form.getByLabel("Priority")).toHaveValue("0");
    await form.getByRole("button", { name: "Close" }).click();
    await context.setOffline(false);
    await expect.poll(async () => (await person.stored())[0]?.priority).toBe(0);
  });

  test("what is taken back before it was sent arrives as it was left", async ({ person, tasks, page, context }) => {
    await person.has("Call mum", "Buy milk");
    await expect(tasks.row("Buy milk")).toBeVisible();
    await goOffline(context);
    await onto(tasks, "Buy milk");
    await page.keyboard.press("x");
    await expect(tasks.checkbox("Buy milk")).toBeChecked();
    await onto(tasks, "Call mum");
    await page.keyboard.press("#");
    await expect(tasks.row("Call mum")).toBeHidden();
    await tasks.newTask.fill("Never was");
    await tasks.newTask.press("Enter");
    await expect(tasks.row("Never was")).toBeVisible();
    for (const title of ["Never was", "Call mum", "Buy milk"]) {
      await undo(page);
      await expect(note(page, `Undone: `).filter({ hasText: title })).toBeVisible();
    }
    await tasks.expectTitles("Buy milk", "Call mum");
    await context.setOffline(false);
    await expect(page.getByText("Not synced yet")).toHaveCount(0);
    const stored = [
      { title: "Buy milk", completed: false },
      { title: "Call mum", completed: false },
    ];
    await expect.poll(() => person.stored()).toMatchObject(stored);
  });
});

test("the palette and the help say what would be taken back", async ({ person, tasks, page }) => {
  await person.has("Buy milk");
  await onto(tasks, "Buy milk");
  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog", { name: "Command palette" });
  await expect(palette.getByRole("option", { name: "New task" })).toBeVisible();
  await expect(palette.getByRole("option", { name: /^Undo/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await expect(tasks.checkbox("Buy milk")).toBeFocused();
  await page.keyboard.press("x");
  await expect(tasks.checkbox("Buy milk")).toBeChecked();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help.getByText("Undo: Completed: Buy milk")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await palette.getByRole("option", { name: "Undo: Completed: Buy milk" }).click();
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
});

test("what is deleted for good is not brought back by a key", async ({ person, tasks, page }) => {
  await person.has("Call mum", "Buy milk");
  await onto(tasks, "Buy milk");
  await page.keyboard.press("#");
  await expect.poll(async () => (await person.stored()).length).toBe(1);
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("option", { name: "Go to Trash" }).click();
  await tasks.button("Delete Buy milk for good").click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await expect(tasks.button("Undo")).toHaveCount(0);
  await undo(page);
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await expect.poll(async () => (await person.stored()).map(({ title }) => title)).toEqual(["Call mum"]);
});

test("nothing of one person is undone by the next", async ({ person, tasks, page, signUp, context }) => {
  await person.has("Buy milk");
  await onto(tasks, "Buy milk");
  await page.keyboard.press("#");
  await expect.poll(() => person.stored()).toEqual([]);
  await signOut(page);
  const next = await signUp(context);
  await tasks.open();
  await page.locator("body").press("ControlOrMeta+z");
  await expect(page.getByRole("status").filter({ hasText: "Nothing to undo." })).toBeAttached();
  expect(await next.stored()).toEqual([]);
});
