/** A whole day without a mouse. */

import type { Locator, Page } from "@playwright/test";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

/** Presses keys one after the other, wherever the focus is. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test("adding, moving, completing, editing, deleting, undoing, searching, asking for help", async ({
  tasks,
  person,
}) => {
  const { page, newTask, search } = tasks;

  // The focus is where one begins, and stays there for the next task.
  for (const title of ["Buy milk", "Call mum", "Water the plants"]) {
    await expect(newTask).toBeFocused();
    const saved = tasks.saved("PUT");
    await page.keyboard.type(title);
    await press(page, "Enter");
    await saved;
    await expect(newTask).toHaveValue("");
  }

  // Out of the box, into the list, down and up.
  await press(page, "Escape");
  await expect(tasks.checkbox("Water the plants")).toBeFocused();
  await press(page, "j", "j");
  await expect(tasks.checkbox("Buy milk")).toBeFocused();
  await press(page, "j");
  await expect(tasks.checkbox("Buy milk")).toBeFocused();
  await press(page, "k");
  await expect(tasks.checkbox("Call mum")).toBeFocused();

  const completed = tasks.saved("PATCH");
  await press(page, "x");
  await completed;
  await expect(tasks.checkbox("Call mum")).toBeChecked();
  await expect(tasks.checkbox("Call mum")).toBeFocused();
  const reopened = tasks.saved("PATCH");
  await press(page, "Space");
  await reopened;
  await expect(tasks.checkbox("Call mum")).not.toBeChecked();

  // Editing begins in the title, ends on the row.
  await press(page, "e");
  await expect(tasks.editor("Call mum").getByLabel("Title")).toBeFocused();
  await press(page, "Escape");
  await expect(tasks.checkbox("Call mum")).toBeFocused();
  await press(page, "Enter");
  await expect(tasks.editor("Call mum").getByLabel("Title")).toBeFocused();
  const edited = tasks.saved("PATCH");
  await page.keyboard.type("Call dad");
  await press(page, "Enter");
  await edited;
  await expect(tasks.checkbox("Call dad")).toBeFocused();

  // What takes a deleted task's place takes the focus; F8 leads to the way back.
  const deleted = tasks.saved("DELETE");
  await press(page, "#");
  await deleted;
  await expect(tasks.checkbox("Call dad")).toBeHidden();
  await expect(tasks.checkbox("Buy milk")).toBeFocused();
  await press(page, "F8");
  for (let tabs = 0; tabs < 3 && !(await tasks.button("Undo").evaluate(isFocused)); tabs += 1) await press(page, "Tab");
  await expect(tasks.button("Undo")).toBeFocused();
  const restored = tasks.undone();
  await press(page, "Enter");
  await restored;
  await expect(tasks.checkbox("Call dad")).toBeFocused();

  // Searching: Escape clears, and once more leaves.
  await press(page, "/");
  await expect(search).toBeFocused();
  await page.keyboard.type("milk");
  await tasks.expectTitles("Buy milk");
  await press(page, "Escape");
  await expect(search).toHaveValue("");
  await expect(search).toBeFocused();
  await press(page, "Escape");
  await expect(search).not.toBeFocused();
  await expect(tasks.list.locator(":focus")).toHaveCount(1);

  await press(page, "?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help).toBeVisible();
  await expect(help.locator(":focus")).toHaveCount(1);
  await press(page, "Escape");
  await expect(help).toBeHidden();
  await expect(tasks.list.locator(":focus")).toHaveCount(1);

  await press(page, "n");
  await expect(newTask).toBeFocused();
  expect((await person.stored()).map((task) => task.title).sort()).toEqual([
    "Buy milk",
    "Call dad",
    "Water the plants",
  ]);
});

test("lists, tags, several tasks, overdue ones and former versions need no mouse either", async ({ tasks, person }) => {
  const { page } = tasks;
  const [task] = await person.has(
    { title: "Taxes", due_date: "2026-01-01", tags: ["home"] },
    { title: "Bills", due_date: "2026-01-02", tags: ["home"] },
  );
  await person.changes(task?.id ?? "", { title: "File the taxes" });
  await expect(tasks.row("File the taxes")).toBeVisible();
  const open = async (button: Locator, item: string) => {
    await button.focus();
    await press(page, "Enter");
    await page.getByRole("menuitem", { name: item, exact: true }).press("Enter");
  };
  for (const name of ["Home", "Work"]) {
    await tasks.button("New list").focus();
    await press(page, "Enter");
    await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
    await page.keyboard.type(name);
    await press(page, "Enter");
    await expect(tasks.heading).toHaveText(name);
  }
  const lists = async () => (await person.lists()).map(({ name }) => name);
  await open(tasks.filters.getByRole("button", { name: "Options of Work" }), "Move up");
  await expect.poll(lists).toEqual(["Work", "Home"]);
  await press(page, "ControlOrMeta+z");
  await expect.poll(lists).toEqual(["Home", "Work"]);

  await open(tasks.filters.getByRole("button", { name: "Options of #home", exact: true }), "Rename…");
  await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
  await page.keyboard.type("house");
  await press(page, "Enter");
  await expect(tasks.filter("house")).toBeFocused();

  await tasks.filter("Today").press("Enter");
  await tasks.expectTitles("File the taxes", "Bills");
  await tasks.button("Move all to today").focus();
  await press(page, "Enter");
  await expect(tasks.button("Move all to today")).toBeHidden();
  await expect(page.locator("body")).not.toBeFocused();

  for (const title of ["Bills", "File the taxes"]) await tasks.checkbox(title).press("s");
  await open(page.getByRole("toolbar").getByRole("button", { name: "Move to a list" }), "Work");
  const [, work] = await person.lists();
  const listIds = async () => (await person.stored()).map(({ list_id }) => list_id);
  await expect.poll(listIds).toEqual([work?.id, work?.id]);

  await tasks.checkbox("File the taxes").focus();
  await press(page, "Enter");
  await expect(tasks.editor("File the taxes").getByLabel("Title")).toBeFocused();
  await page.locator("summary").filter({ hasText: "History" }).focus();
  await press(page, "Enter");
  const back = tasks.button("Bring this version back").last();
  await expect(back).toBeVisible();
  await back.focus();
  await press(page, "Enter");
  await expect(tasks.editor("File the taxes").getByLabel("Title")).toHaveValue("Taxes");
});

test("the tab key leads to everything that can be pressed, but within the rows, where the arrows do", async ({
  tasks,
  person,
}) => {
  const { page } = tasks;
  const list = await person.hasList("Home");
  await person.has({ title: "Taxes", due_date: "2026-01-01", tags: ["home"], list_id: list.id });
  for (const url of ["/today", `/list?id=${list.id}`]) {
    await tasks.open(url);
    await tasks.checkbox("Taxes").focus();
    await press(page, "Enter");
    await expect(page.getByRole("textbox", { name: "New subtask" })).toBeVisible();
    const left = await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary")];
      const meant = all.filter(
        (one) =>
          one.checkVisibility({ visibilityProperty: true }) &&
          !one.closest("[data-index]") &&
          !one.matches(":disabled"),
      );
      const waiting = new Set(meant);
      Object.assign(window, { waiting });
      document.addEventListener("focusin", ({ target }) => waiting.delete(target as HTMLElement));
      waiting.delete(document.activeElement as HTMLElement);
      return meant.length;
    });
    expect(left).toBeGreaterThan(30);
    // Once around, with the row and the browser's own stop.
    for (let tabs = 0; tabs < left + 5; tabs += 1) await press(page, "Tab");
    const never = () =>
      page.evaluate(() =>
        [...(window as unknown as { waiting: Set<HTMLElement> }).waiting].map((one) => one.outerHTML.slice(0, 120)),
      );
    expect(await never(), url).toEqual([]);
  }
});

test("letters are letters while somebody types", async ({ tasks, person }) => {
  const { page, newTask, search } = tasks;
  const saved = tasks.saved("PUT");
  await expect(newTask).toBeFocused();
  await page.keyboard.type("xje#k?/n");
  await expect(newTask).toHaveValue("xje#k?/n");
  await press(page, "Enter");
  await saved;
  await search.focus();
  await page.keyboard.type("njx#");
  await expect(search).toHaveValue("njx#");
  await search.clear();
  await tasks.button("Edit xje#k?/n").click();
  const description = tasks.editor("xje#k?/n").getByLabel("Description");
  await description.focus();
  await page.keyboard.type("njx#");
  await expect(description).toHaveValue("njx#");
  expect((await person.stored()).map((task) => task.title)).toEqual(["xje#k?/n"]);
});

test("with a modifier they belong to the browser", async ({ tasks, person }) => {
  await person.has("Buy milk");
  await tasks.open();
  await tasks.checkbox("Buy milk").focus();
  await press(tasks.page, "Control+x", "Alt+e", "Control+#");
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
  await expect(tasks.editor("Buy milk")).toBeHidden();
});

test("they can be switched off, for those who press letters by accident", async ({ tasks, person }) => {
  await person.has("Buy milk");
  await tasks.open();
  await tasks.checkbox("Buy milk").focus();
  await press(tasks.page, "?");
  await tasks.page.getByRole("checkbox", { name: "Use single-key shortcuts" }).uncheck();
  await press(tasks.page, "Escape");
  await tasks.checkbox("Buy milk").focus();
  await press(tasks.page, "x", "#", "?");
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
  await expect(tasks.page.getByRole("dialog")).toBeHidden();
});

test("deleting the last task leaves the focus where the next one is added", async ({ tasks, person }) => {
  await person.has("Buy milk");
  await tasks.open();
  await tasks.checkbox("Buy milk").focus();
  await press(tasks.page, "#");
  await expect(tasks.newTask).toBeFocused();
});

test("completing what the filter then hides moves the focus on", async ({ tasks, person }) => {
  await person.has("One", "Two", "Three");
  await tasks.open("/?sort=newest");
  await tasks.checkbox("Two").focus();
  await press(tasks.page, "x");
  await expect(tasks.checkbox("Two")).toBeHidden();
  await expect(tasks.checkbox("One")).toBeFocused();
});

test("signing in, the menu and the way past the header need no mouse either", async ({ page, person, context }) => {
  await context.clearCookies();
  await page.goto("/sign-in");
  await expect(page.getByRole("textbox", { name: "Email" })).toBeFocused();
  await page.keyboard.type(person.email);
  await press(page, "Tab");
  await page.keyboard.type(person.password);
  await press(page, "Enter");
  const tasks = new TaskPage(page);
  await expect(tasks.newTask).toBeFocused();

  const skip = page.getByRole("link", { name: "Skip to content" });
  for (let tabs = 0; tabs < 30 && !(await skip.evaluate(isFocused)); tabs += 1) await press(page, "Shift+Tab");
  await expect(skip).toBeInViewport();
  await press(page, "Enter");
  await expect(page.getByRole("main")).toBeFocused();

  const button = page.getByRole("button", { name: "User menu" });
  const menu = page.getByRole("menu");
  await button.focus();
  await press(page, "Enter");
  await expect(menu).toBeVisible();
  await press(page, "Escape");
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();
  await press(page, "Enter");
  await expect(page.getByRole("menuitem", { name: "Account" })).toBeFocused();
  await press(page, "Enter");
  await expect(page).toHaveURL("/account");
});

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}
