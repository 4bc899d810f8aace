/** Slips of the hand: a click too many, a key held too long, a look elsewhere in the middle of a sentence. */

import type { CDPSession, Locator, Page } from "@playwright/test";
import { signOut } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, holdBack, test } from "./test";

async function doubleClick(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error("There is nothing to click.");
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2, { delay: 60 });
}

/** Presses a key for so long that it repeats. */
async function hold(keyboard: CDPSession, key: { key: string; text: string; windowsVirtualKeyCode?: number }) {
  for (let times = 0; times < 8; times += 1) {
    await keyboard.send("Input.dispatchKeyEvent", { type: "keyDown", autoRepeat: times > 0, ...key });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await keyboard.send("Input.dispatchKeyEvent", { type: "keyUp", key: key.key });
}

const ENTER = { key: "Enter", text: "\r", windowsVirtualKeyCode: 13 };

test("a double click does to one task what a click does", async ({ person, page }) => {
  await person.has("Four", "Three", "Two", "One");
  await page.clock.install();
  const tasks = new TaskPage(page);
  await tasks.open("/?sort=newest");
  await tasks.row("One").hover();
  await doubleClick(page, tasks.button("Delete One"));
  await tasks.expectTitles("Two", "Three", "Four");
  // Before the clock jumps: a request that is still on its way would be taken for lost, and sent again.
  await expect.poll(async () => (await person.stored()).length).toBe(3);
  // However long the machine takes from the one click to the other.
  await page.clock.pauseAt(Date.now() + 60_000);
  await doubleClick(page, tasks.checkbox("Two"));
  await expect(tasks.checkbox("Two")).toBeChecked();
  await page.clock.resume();
  await tasks.expectTitles("Three", "Four");
  await doubleClick(page, page.getByText("Three", { exact: true }));
  await expect(tasks.editor("Three")).toBeVisible();
  await page.keyboard.press("Escape");
  await tasks.expectTitles("Three", "Four");
  const completed = async () => (await person.stored()).filter((task) => task.completed).map(({ title }) => title);
  await expect.poll(completed).toEqual(["Two"]);
});

test("a key that is held acts once, and moves on and on", async ({ person, page, context }) => {
  await person.has("Four", "Three", "Two", "One");
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.expectTitles("One", "Two", "Three", "Four");
  const keyboard = await context.newCDPSession(page);
  await page.keyboard.press("j");
  await expect(tasks.checkbox("One")).toBeFocused();
  await hold(keyboard, { key: "#", text: "#" });
  await tasks.expectTitles("Two", "Three", "Four");
  await hold(keyboard, { key: "x", text: "x" });
  await expect(tasks.checkbox("Two")).toBeChecked();
  await hold(keyboard, { key: "e", text: "e" });
  await expect(tasks.editor("Two").getByLabel("Title")).toHaveValue("Two");
  await page.keyboard.press("Escape");
  await hold(keyboard, { key: "j", text: "j" });
  await expect(tasks.checkbox("Four")).toBeFocused();
});

test("Enter held in the trash restores one task", async ({ person, page, context }) => {
  const made = await person.has("Three", "Two", "One");
  for (const task of made) await person.deletes(task.id);
  await page.goto("/trash");
  const restore = page.getByRole("button", { name: /^Restore / });
  await expect(restore).toHaveCount(3);
  await restore.first().focus();
  await hold(await context.newCDPSession(page), ENTER);
  await expect(restore).toHaveCount(2);
  expect(await person.stored()).toHaveLength(1);
});

test("completing offers the way back in every list, and takes no more room than one note", { tag: "@phone" }, async ({
  person,
  page,
}) => {
  await person.has("Three", "Two", "One");
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.checkbox("One").check();
  await expect(tasks.button("Undo")).toBeVisible();
  await tasks.checkbox("Two").check();
  await expect(page.getByRole("listitem").filter({ hasText: "Completed: Two" })).toBeVisible();
  await expect(tasks.button("Undo")).toHaveCount(1);
  await tasks.button("Undo").click();
  await expect(tasks.checkbox("Two")).not.toBeChecked();
  await expect(tasks.checkbox("Two")).toBeFocused();
  await expect(tasks.checkbox("One")).toBeChecked();
  await tasks.checkbox("Three").check();
  await expect(tasks.button("Undo")).toHaveCount(1);
  // By its key: a second click that comes at once would be taken for a double one.
  await tasks.checkbox("Three").press("x");
  await expect(tasks.checkbox("Three")).not.toBeChecked();
  await expect(tasks.button("Undo")).toHaveCount(0);
});

test("what is half written in the box is there again after a look at another page", async ({ tasks, page }) => {
  await tasks.newTask.fill("Half written #home");
  await tasks.button("More").click();
  await page.getByLabel("Description").fill("And more");
  for (const [name, path] of [
    ["Trash", "/trash"],
    ["Account", "/account"],
  ] as const) {
    await page.getByRole("button", { name: "User menu" }).click();
    await page.getByRole("menuitem", { name }).click();
    await expect(page).toHaveURL(path);
    await page.getByRole("link", { name: "Todo" }).click();
    await expect(tasks.newTask).toHaveValue("Half written #home");
    await expect(page.getByLabel("Description")).toHaveValue("And more");
  }
});

test("what is half written is there again after a reload, and nowhere after signing out", async ({ person, page }) => {
  await person.has({ title: "Buy milk", due_date: "2031-01-01" });
  const tasks = new TaskPage(page);
  await tasks.open();
  const box = page.getByRole("form", { name: "Add a task" });
  await tasks.newTask.fill("Half written #home");
  await tasks.button("More").click();
  await box.getByLabel("Description").fill("And more");
  await tasks.row("Buy milk").hover();
  await tasks.button("Edit Buy milk").click();
  const editor = tasks.editor("Buy milk");
  await editor.getByLabel("Title").fill("Buy oat milk");
  await editor.getByLabel("Priority").selectOption("High");
  await page.reload();
  await expect(tasks.newTask).toHaveValue("Half written #home");
  await expect(box.getByLabel("Description")).toHaveValue("And more");
  await expect(editor.getByLabel("Title")).toHaveValue("Buy oat milk");
  await expect(tasks.dueButton(editor)).toContainText("1 Jan 2031");
  const saved = tasks.saved("PATCH");
  await editor.getByRole("button", { name: "Close" }).click();
  await saved;
  await expect(tasks.row("Buy oat milk")).toContainText("High");
  await page.reload();
  await expect(tasks.row("Buy oat milk")).toBeVisible();
  await expect(tasks.newTask).toHaveValue("Half written #home");

  await signOut(page);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("nothing is written or kept while the way out takes its time", async ({ person, page }) => {
  await person.has("Buy milk");
  await page.addInitScript(() => {
    IDBObjectStore.prototype.clear = () => new Promise(() => {}) as never;
  });
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.row("Buy milk").hover();
  await tasks.button("Edit Buy milk").click();
  const title = tasks.editor("Buy milk").getByLabel("Title");
  await title.fill("Buy oat milk");
  const kept = () => page.evaluate(() => Object.keys(sessionStorage).join());
  expect(await kept()).not.toBe("");
  await page.getByRole("button", { name: "User menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect.poll(kept).toBe("");
  // Nothing can be written any more.
  await expect(title).toBeHidden();
  await expect(tasks.newTask).toBeHidden();
  expect(await kept()).toBe("");
});

test("what was being written in a task that is new on this page is found in that task after a reload", async ({
  tasks,
  person,
}) => {
  const { page } = tasks;
  await tasks.add("Buy milk");
  await tasks.row("Buy milk").hover();
  await tasks.button("Edit Buy milk").click();
  const title = tasks.editor("Buy milk").getByLabel("Title");
  await title.fill("Buy oat milk");
  await page.reload();
  await expect(title).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type(" and bread");
  await expect(title).toHaveValue("Buy oat milk and bread");
  await expect(tasks.list.getByRole("listitem")).toHaveCount(1);
  const saved = tasks.saved("PATCH");
  await title.press("Enter");
  await saved;
  await tasks.expectTitles("Buy oat milk and bread");
  expect((await person.stored()).map((task) => task.title)).toEqual(["Buy oat milk and bread"]);
});

test("opening another task saves what is being written, and stays where that cannot be saved", async ({
  person,
  page,
}) => {
  await person.has("Call mum", "Buy milk");
  const tasks = new TaskPage(page);
  await tasks.open();
  const open = async (title: string) => {
    await tasks.row(title).getByText(title, { exact: true }).click();
  };
  await open("Buy milk");
  await tasks.editor("Buy milk").getByLabel("Title").fill("");
  await open("Call mum");
  await expect(tasks.editor("Buy milk").getByLabel("Title")).toBeFocused();
  await expect(tasks.editor("Call mum")).toBeHidden();
  const saved = tasks.saved("PATCH");
  await tasks.editor("Buy milk").getByLabel("Title").fill("Buy oat milk");
  await open("Call mum");
  await saved;
  await expect(tasks.row("Buy oat milk")).toBeVisible();
  await expect(tasks.editor("Call mum").getByLabel("Title")).toBeFocused();
  // Nothing was written there: nothing is saved.
  await open("Buy oat milk");
  await expect(tasks.editor("Buy oat milk")).toBeVisible();
  await page.keyboard.press("Escape");
  await tasks.expectTitles("Buy oat milk", "Call mum");
  await page.reload();
  await tasks.expectTitles("Buy oat milk", "Call mum");
});

test("a letter on a button of the editor does nothing to its task", async ({ person, page }) => {
  await person.has("Call mum", "Buy milk");
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.row("Buy milk").hover();
  await tasks.button("Edit Buy milk").click();
  const editor = tasks.editor("Buy milk");
  await editor.getByLabel("Title").fill("Buy oat milk");
  const close = editor.getByRole("button", { name: "Close" });
  await close.focus();
  for (const letter of ["#", "x", "e"]) await page.keyboard.press(letter);
  await expect(close).toBeFocused();
  await page.keyboard.press("Enter");
  await tasks.expectTitles("Buy oat milk", "Call mum");
  await expect(tasks.checkbox("Buy oat milk")).not.toBeChecked();
});

test("an editor that is there again after a reload takes no words from the box", async ({ person, page }) => {
  await person.has("Buy milk");
  // With nothing kept here, the tasks come later than the box.
  await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.row("Buy milk").hover();
  await tasks.button("Edit Buy milk").click();
  const title = tasks.editor("Buy milk").getByLabel("Title");
  await title.fill("Buy oat ");
  const letGo = await holdBack(page, "**/api/tasks/changes**");
  await page.reload();
  await tasks.newTask.click();
  await page.keyboard.type("Call ");
  letGo();
  await expect(title).toBeVisible();
  await page.keyboard.type("mum");
  await expect(tasks.newTask).toHaveValue("Call mum");
  // Untouched, down to the space before the next word.
  await expect(title).toHaveValue("Buy oat ");
});

test("what is typed before the palette is fetched is for the palette, and nothing happens to the row", async ({
  tasks,
  person,
  page,
}) => {
  await person.has("Buy milk");
  await tasks.checkbox("Buy milk").focus();
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("#x milk");
  const field = page.getByRole("combobox", { name: "Command, view or task" });
  await expect(field).toHaveValue("#x milk");
  await field.fill("complete");
  await page.keyboard.press("Enter");
  await expect(tasks.checkbox("Buy milk")).toBeChecked();
});
