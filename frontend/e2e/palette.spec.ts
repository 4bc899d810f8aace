/** The command palette: what it finds, and what is done with it. */

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { goOffline } from "./connection";
import { settle } from "./settle";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

test.use({ contextOptions: { reducedMotion: "reduce" } });

async function openPalette(page: Page) {
  await page.keyboard.press("ControlOrMeta+k");
  const field = page.getByRole("combobox", { name: "Command, view or task" });
  await expect(field).toBeFocused();
  return { field, option: (name: string) => page.getByRole("option", { name }) };
}

test("a command is done to the row that had the focus", async ({ tasks, person, page }) => {
  await person.has("Buy milk", "Call mum");
  await tasks.checkbox("Buy milk").focus();
  const { option } = await openPalette(page);
  await expect(option("Complete or reopen")).toContainText("x");
  await page.keyboard.type("compl");
  const saved = tasks.saved("PATCH");
  await page.keyboard.press("Enter");
  await saved;
  await expect(tasks.checkbox("Buy milk")).toBeChecked();
  await expect(tasks.checkbox("Buy milk")).toBeFocused();
});

test("from a field, too, where what is about a row is not offered, and Escape leads back", async ({ tasks, page }) => {
  await tasks.newTask.fill("Half wri");
  const { option } = await openPalette(page);
  await expect(option("Search")).toBeVisible();
  await expect(option("Complete or reopen")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(tasks.newTask).toBeFocused();
  await expect(tasks.newTask).toHaveValue("Half wri");
});

test("a view is gone to, and the arrows go round", async ({ tasks: _, page }) => {
  const { field } = await openPalette(page);
  await page.keyboard.type("go to");
  await expect(page.getByRole("option", { name: "Go to Inbox" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("option", { name: "Go to Inbox" })).toHaveAttribute("aria-selected", "true");
  await field.fill("today");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/today");
  await expect(page.getByRole("main")).toBeFocused();
});

test("what stands in menus and settings is found by what people call it", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  await person.has("Buy milk", "Apples");
  await tasks.open();
  await expect(tasks.checkbox("Buy milk")).toBeVisible();
  const choose = async (typed: string, name: string) => {
    await (await openPalette(page)).field.fill(typed);
    await expect(page.getByRole("option").first()).toHaveAccessibleName(new RegExp(`^${name}`));
    await page.keyboard.press("Enter");
  };
  await choose("order by name", "Sort: Title");
  await tasks.expectTitles("Apples", "Buy milk");
  await choose("dark", "Theme: Dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  // What is so already is not offered.
  await (await openPalette(page)).field.fill("theme: dark");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.keyboard.press("Escape");
  await choose("change password", "Go to Account: Password");
  await expect(page.getByRole("heading", { name: "Password" })).toBeFocused();
  await choose("notifications", "Go to Account: Reminders");
  await expect(page.getByRole("heading", { name: "Reminders" })).toBeFocused();
  await choose("create list", "New list");
  const dialog = page.getByRole("dialog", { name: "New list" });
  await dialog.getByLabel("Name").fill("Work");
  await page.keyboard.press("Enter");
  await expect(tasks.heading).toHaveText("Work");
  // With something that is not synced yet, it would be asked whether that may stay here.
  const saved = page.waitForResponse(
    (response) => response.request().method() === "PATCH" && response.url().includes("/api/lists/"),
  );
  await choose("archive work", "Archive: Work");
  await expect(page.getByText("Archived: Work").first()).toBeVisible();
  await saved;
  await choose("log out", "Sign out");
  await expect(page).toHaveURL(/sign-in/);
});

test("the row that has the focus is moved, wherever it can go, and so is one that is selected", async ({
  tasks,
  person,
  page,
}) => {
  await person.has("One", "Two", "Three");
  await tasks.goTo("Inbox");
  await tasks.expectTitles("One", "Two", "Three");
  // What moves rows is fetched with the list.
  await expect(async () => {
    await tasks.checkbox("Two").focus();
    const { option } = await openPalette(page);
    const isOffered = option("Move up").waitFor({ timeout: 1_000 });
    await isOffered.finally(() => page.keyboard.press("Escape"));
  }).toPass();
  const move = async (title: string, way: string) => {
    await tasks.checkbox(title).focus();
    const { field, option } = await openPalette(page);
    await field.fill("move");
    await option(way).click();
    await expect(tasks.checkbox(title)).toBeFocused();
  };
  await move("Two", "Move up");
  await tasks.expectTitles("Two", "One", "Three");
  await move("One", "Move into the task above");
  await expect(tasks.row("Two")).toContainText("0 of 1 subtasks done");
  await move("One", "Move out of its task");
  await move("One", "Move down");
  await tasks.expectTitles("Two", "Three", "One");
  // It is the last one, and at the top.
  const { field, option } = await openPalette(page);
  await field.fill("move");
  await expect(option("Move up")).toBeVisible();
  for (const way of ["Move down", "Move out of its task"]) await expect(option(way)).toBeHidden();
  await page.keyboard.press("Escape");
  await tasks.checkbox("One").press("s");
  await tasks.checkbox("Two").focus();
  await page.getByRole("toolbar", { name: "1 selected" }).getByRole("button", { name: "Move", exact: true }).click();
  await page.getByRole("menuitem", { name: "Up", exact: true }).click();
  await tasks.expectTitles("Two", "One", "Three");
  // What is selected is meant, and not the row that has the focus.
  await tasks.checkbox("Two").focus();
  await (await openPalette(page)).field.fill("move");
  await option("Move up").click();
  await expect(tasks.checkbox("One")).toBeFocused();
  await tasks.expectTitles("One", "Two", "Three");
});

test("the row that has the focus goes to another list and gets a tag, as rows do that are selected", {
  tag: "@phone",
}, async ({ tasks, person, page }) => {
  await person.hasList("Work");
  await person.has("Buy milk", "Call mum");
  await tasks.goTo("Inbox");
  await expect(tasks.checkbox("Buy milk")).toBeVisible();
  const choose = async (typed: string, name: string) => {
    const { field, option } = await openPalette(page);
    await field.fill(typed);
    await option(name).click({ timeout: 1_000 });
  };
  const stored = async (title: string) => (await person.stored()).find((task) => task.title === title);
  // What is about rows is fetched with the list.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await tasks.checkbox("Buy milk").focus();
    await choose("add tag", "Add a tag");
  }).toPass();
  await page.getByRole("textbox", { name: "Tag for Buy milk" }).fill("#errands");
  await page.keyboard.press("Enter");
  await expect(tasks.row("Buy milk")).toContainText("#errands");
  await expect(tasks.checkbox("Buy milk")).toBeFocused();
  await choose("move to work", "Move to Work");
  await expect(tasks.row("Buy milk")).toBeHidden();
  await expect(tasks.checkbox("Call mum")).toBeFocused();
  await expect.poll(async () => (await stored("Buy milk"))?.list_id).not.toBeNull();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(tasks.row("Buy milk")).toContainText("#errands");
  // Nowhere but where it is not yet.
  const { field } = await openPalette(page);
  await field.fill("move to the inbox");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.keyboard.press("Escape");

  await tasks.checkbox("Call mum").press("s");
  await choose("tag", "Add a tag");
  await page.getByRole("textbox", { name: "Tag for all of them" }).fill("home");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await stored("Call mum"))?.tags).toEqual(["home"]);
  await expect(page.getByRole("toolbar")).toBeHidden();
});

test("what shows only in passing is reached, too: missed reminders, and all tasks from a search in one view", async ({
  tasks,
  person,
  page,
}) => {
  const today = new Date().toLocaleDateString("sv", { timeZone: "Europe/Berlin" });
  await person.has({ title: "Pay the rent", due_date: today, due_time: "00:00", remind_before: 60 });
  await person.hasList("Work");
  await tasks.filter("Work").click();
  await expect(page.getByRole("button", { name: "1 missed reminder" })).toBeVisible();
  await openPalette(page);
  await page.keyboard.type("missed");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Pay the rent" })).toBeFocused();
  await page.keyboard.press("Escape");
  await tasks.search.fill("rent");
  await expect(tasks.button("Search all tasks")).toBeVisible();
  await openPalette(page);
  await page.keyboard.type("search all");
  await expect(page.getByRole("option").first()).toHaveAccessibleName("Search all tasks for “rent”");
  await page.keyboard.press("Enter");
  await expect(tasks.heading).toHaveText("All tasks");
  await tasks.expectTitles("Pay the rent");
  await expect(tasks.search).toHaveValue("rent");
  // There is nowhere else to search.
  const { field } = await openPalette(page);
  await field.fill("search all");
  await expect(page.getByText("Nothing found")).toBeVisible();
});

test("settings of e-mail are found by that name", async ({ tasks: _, page }) => {
  const { field } = await openPalette(page);
  await field.fill("e-mail address");
  await expect(page.getByRole("option").first()).toHaveAccessibleName("Go to Account: Email");
  await field.fill("email reminders");
  await expect(page.getByRole("option").first()).toHaveAccessibleName("Go to Account: Reminders");
});

test("a tag is gone to, and what is likeliest is offered first", async ({ tasks, person, page }) => {
  await person.has({ title: "Milk", tags: ["errands"] });
  await expect(tasks.checkbox("Milk")).toBeVisible();
  const { field } = await openPalette(page);
  await expect(page.getByRole("option").first()).toContainText("New task");
  await field.fill("#err");
  await page.keyboard.press("Enter");
  await expect(tasks.heading).toHaveText("#errands");
});

test.describe("without a connection", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED/ });

  test("what is not synced is listed, led to, and tried again", async ({ tasks, person, page, context }) => {
    await person.has("Buy milk");
    await expect(tasks.checkbox("Buy milk")).toBeVisible();
    await goOffline(context);
    await tasks.checkbox("Buy milk").click();
    await expect(tasks.row("Buy milk")).toContainText("Not synced yet");
    await tasks.goTo("Inbox");
    const { field } = await openPalette(page);
    await field.fill("not synced");
    await page.getByRole("option", { name: "Not synced: Buy milk" }).click();
    await expect(tasks.heading).toHaveText("All tasks");
    await expect(tasks.checkbox("Buy milk")).toBeFocused();
    await (await openPalette(page)).field.fill("retry");
    await page.getByRole("option", { name: "Retry what is not synced" }).click();
    await context.setOffline(false);
    await expect.poll(async () => (await person.stored())[0]?.completed).toBe(true);
    await expect(tasks.row("Buy milk")).not.toContainText("Not synced");
  });

  test("a task is found among all, and led to from any view", { tag: "@phone" }, async ({
    tasks,
    person,
    page,
    context,
  }) => {
    await person.has({ title: "Café visit", completed: true }, "Buy milk");
    await expect(tasks.checkbox("Buy milk")).toBeVisible();
    await page.goto("/trash");
    await expect(page.getByText("The trash is empty")).toBeVisible();
    await goOffline(context);
    await page.getByRole("button", { name: "User menu" }).click();
    await page.getByRole("menuitem", { name: "Command palette" }).click();
    const field = page.getByRole("combobox", { name: "Command, view or task" });
    await field.fill("cafe");
    await page.getByRole("option", { name: "Café visit" }).click();
    await expect(page).toHaveURL("/all");
    await expect(tasks.checkbox("Café visit")).toBeFocused();
    await context.setOffline(false);
  });
});

test("what is not there is said, and nobody is shut out", { tag: "@phone" }, async ({ person, page }) => {
  await person.has("Buy milk");
  await new TaskPage(page).open();
  const { field } = await openPalette(page);
  for (const query of ["", "milk", "nothing like it"]) {
    await field.fill(query);
    if (query === "milk") await expect(page.getByRole("option")).toHaveCount(1);
    if (query === "nothing like it") await expect(page.getByText("Nothing found")).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await settle(page);
      const { violations } = await new AxeBuilder({ page }).include("[role=dialog]").analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  }
  // Where words are half as large again, and in the other direction, nothing is beside the window.
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "150%";
    document.documentElement.dir = "rtl";
  });
  await field.fill("milk");
  const width = page.viewportSize()?.width ?? 0;
  const box = await page.getByRole("dialog").boundingBox();
  expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});

test("what it covers is not blurred, which the browser would do anew at each letter", async ({ tasks: _, page }) => {
  await openPalette(page);
  const blurred = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        const coversAll = width >= window.innerWidth && height >= window.innerHeight;
        return coversAll && getComputedStyle(element).backdropFilter !== "none";
      }).length,
  );
  expect(blurred).toBe(0);
});
