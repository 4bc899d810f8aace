/** What is done on a page that is there already, while its scripts are still on their way. */

import type { Page } from "@playwright/test";
import { TaskPage } from "./task-page";
import { expect, holdBack, test } from "./test";

/** Opens the page; its scripts wait until the returned function is called. */
async function openWithoutScripts(page: Page): Promise<() => void> {
  const letGo = await holdBack(page, "**/_next/static/**/*.js");
  await page.goto("/", { waitUntil: "commit" });
  return letGo;
}

test("a task that is typed and sent off is added", { tag: "@phone" }, async ({ page, person }) => {
  await person.has("Call mum");
  const letGo = await openWithoutScripts(page);
  const tasks = new TaskPage(page);
  await tasks.newTask.click();
  await page.keyboard.type("Buy milk tomorrow");
  await page.keyboard.press("Enter");
  letGo();
  await expect(tasks.checkbox("Buy milk")).toBeVisible();
  await expect(tasks.newTask).toHaveValue("");
  await expect.poll(async () => (await person.stored()).length).toBe(2);
});

test("what is typed stays in its box", { tag: "@phone" }, async ({ page, person: _ }) => {
  const letGo = await openWithoutScripts(page);
  const tasks = new TaskPage(page);
  await tasks.newTask.click();
  await page.keyboard.type("Buy milk");
  letGo();
  await page.keyboard.type(" and bread");
  await expect(page.getByText("Nothing to do yet")).toBeVisible();
  await expect(tasks.newTask).toHaveValue("Buy milk and bread");
  await page.keyboard.press("Enter");
  await expect(tasks.checkbox("Buy milk and bread")).toBeVisible();
});

test("a button does what it is for", { tag: "@phone" }, async ({ page, person: _ }) => {
  const letGo = await openWithoutScripts(page);
  await page.getByRole("button", { name: "User menu" }).click();
  letGo();
  await expect(page.getByRole("menuitem", { name: "Trash" })).toBeVisible();
});
