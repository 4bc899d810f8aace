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
  await choose("archive work", "Archive: Work");
  await expect(page.getByText("Archived: Work")).toBeVisible();
  await choose("log out", "Sign out");
  await expect(page).toHaveURL(/sign-in/);
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
