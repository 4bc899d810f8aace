/** A phone of 360 pixels, and fingers instead of a mouse. */

import type { Locator, Page } from "@playwright/test";
import { goOffline } from "./connection";
import { signInFromHome } from "./person";
import { settle } from "./settle";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

const WIDTH = 360;
/** WCAG 2.2, target size (minimum). */
const LEAST_TARGET = 24;

async function expectToFit(page: Page, where: string): Promise<void> {
  await settle(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(WIDTH);
  expect(await page.evaluate(findSmallTargets, LEAST_TARGET), where).toEqual([]);
}

/** Runs in the page. A label is part of its control's target; a link within a sentence is exempt. */
function findSmallTargets(least: number): string[] {
  const controls = document.querySelectorAll<HTMLElement>(
    "a[href], button, input, select, textarea, [role^=menuitem], [role=radio]",
  );
  return [...controls].flatMap((control) => {
    const isHidden =
      !control.checkVisibility({ visibilityProperty: true }) || control.closest("[aria-hidden=true], .sr-only");
    if (isHidden || getComputedStyle(control).display === "inline") return [];
    const parts = [control, ...((control as HTMLInputElement).labels ?? [])].map((part) =>
      part.getBoundingClientRect(),
    );
    const width = Math.max(...parts.map((part) => part.width));
    const height = Math.max(...parts.map((part) => part.height));
    const name = control.ariaLabel ?? control.textContent?.trim() ?? control.id;
    return width < least || height < least ? [`${control.tagName} ${name}: ${width} × ${height}`] : [];
  });
}

test("the doors fit", { tag: "@phone-only" }, async ({ page }) => {
  for (const path of ["/sign-in", "/sign-up"]) {
    await page.goto(path);
    await page.getByRole("main").getByRole("button").last().tap();
    await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
    await expectToFit(page, path);
  }
  await page.goto("/");
  await expectToFit(page, "welcome");
});

test("the account page fits", { tag: "@phone-only" }, async ({ page, person: _ }) => {
  await page.goto("/account");
  await expectToFit(page, "account");
  await page.getByRole("button", { name: "Delete account" }).tap();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectToFit(page, "dialog");
});

test("the dialog before an import fits, however long the file's name is", { tag: "@phone-only" }, async ({
  page,
  person: _,
}) => {
  await page.goto("/account");
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Import a file" }).tap();
  const buffer = Buffer.from(JSON.stringify([{ title: "Bread" }]));
  await (await choosing).setFiles({ name: `${"W".repeat(90)}.json`, mimeType: "application/json", buffer });
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectToFit(page, "importing");
});

test.describe("the trash", () => {
  // A page that is left before it has read an answer asks once more.
  test.use({ expected: /status of 404/ });

  test("fits, however long the words are", { tag: "@phone-only" }, async ({ page, person }) => {
    await person.has({ title: "W".repeat(100), description: "m".repeat(1000) }, { title: "🎉".repeat(50) });
    const tasks = new TaskPage(page);
    await tasks.open();
    for (const title of ["🎉".repeat(50), "W".repeat(100)]) {
      const deleted = tasks.saved("DELETE");
      await remove(tasks, title);
      await deleted;
    }
    await page.goto("/trash");
    const restore = tasks.button(`Restore ${"W".repeat(100)}`);
    await expect(restore).toBeVisible();
    await expectToFit(page, "trash");
    await tasks.button(`Delete ${"W".repeat(100)} for good`).tap();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectToFit(page, "deleting for good");
    await page.getByRole("button", { name: "Cancel" }).tap();
    await restore.tap();
    await expect(restore).toBeHidden();
    await expect(tasks.button("Show")).toBeVisible();
    await expectToFit(page, "restored");
  });
});

test("the task page fits, however long the words are", { tag: "@phone-only" }, async ({ page, person }) => {
  await person.has(
    { title: "W".repeat(100), description: "m".repeat(1000), due_date: "2026-01-01" },
    { title: "🎉".repeat(50), due_date: "2031-12-31", priority: 3, tags: ["a", "W".repeat(40), "b", "c", "d", "e"] },
    { title: "שלום עולם, this one goes both ways", completed: true },
  );
  const tasks = new TaskPage(page);
  await tasks.open();
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(3);
  await expectToFit(page, "full");
  await tasks.newTask.fill(`Buy milk tomorrow #home !1 #${"W".repeat(40)}`);
  await tasks.button("More").tap();
  await expect(tasks.button("Remove due date")).toBeVisible();
  await expect(tasks.button("Remove tag home")).toBeVisible();
  await expectToFit(page, "add box opened");
  await tasks.button("Browse").tap();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectToFit(page, "drawer");
  await page.getByRole("button", { name: "Close" }).tap();
  await page.getByRole("button", { name: "User menu" }).tap();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectToFit(page, "menu");
});

test("what is searched for covers nothing of what the heading says", { tag: "@phone-only" }, async ({
  page,
  person: _,
}) => {
  // A long weekday in a long month.
  await page.clock.setFixedTime("2026-09-30T09:00:00+02:00");
  const tasks = new TaskPage(page);
  await tasks.open("/today?q=milk");
  await expect(tasks.search).toHaveValue("milk");
  await settle(page);
  const right = await page
    .getByText("Wed 30 September")
    .evaluate((words) => words.getBoundingClientRect().left + words.scrollWidth);
  const search = await tasks.search.boundingBox();
  expect(right).toBeLessThanOrEqual(search?.x ?? 0);
});

test("a day is chosen in what fits", { tag: "@phone-only" }, async ({ page, person }) => {
  await person.has({ title: "Pay rent", due_date: "2031-05-14" });
  const tasks = new TaskPage(page);
  await tasks.open();
  // What stands beside the title in a row is no button here.
  await expect(tasks.row("Pay rent").getByText("14 May 2031")).toBeVisible();
  await expect(tasks.row("Pay rent").getByRole("button")).toHaveCount(0);
  await tasks.row("Pay rent").getByText("Pay rent").tap();
  await tasks.dueButton(tasks.editor("Pay rent")).tap();
  await expect(tasks.duePicker).toBeVisible();
  await expectToFit(page, "due date");
  await expect(await tasks.dayButton("2031-06-08")).toBeInViewport({ ratio: 1 });
  await expect(tasks.duePicker.getByRole("button", { name: "Today" }).first()).toBeInViewport({ ratio: 1 });
  const saved = tasks.saved("PATCH");
  await (await tasks.dayButton("2031-05-21")).tap();
  await expect(tasks.duePicker).toBeHidden();
  await saved;
  expect((await person.stored())[0]?.due_date).toBe("2031-05-21");
});

test.describe("without a connection", { tag: "@phone-only" }, () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("what says so covers nothing that is read or tapped, scrolled or not", async ({ context, page, person }) => {
    const others = Array.from({ length: 12 }, (_, number) => `Task ${number}`);
    await person.has(...others, { title: "Pack the tent", due_date: "2031-12-31", tags: ["x"] });
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.checkbox("Task 11")).toBeVisible();
    await goOffline(context);
    await tasks.checkbox("Pack the tent").tap();
    const row = tasks.row("Pack the tent");
    await expect(row).toContainText("Not synced yet");
    await expect(tasks.banner).toContainText("1 not synced");
    await expectToFit(page, "offline");

    const boxOf = async (one: Locator) => (await one.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const banner = await boxOf(tasks.banner);
    const header = await boxOf(page.getByRole("banner"));
    const menu = await boxOf(tasks.button("User menu"));
    expect(banner.y + banner.height).toBeLessThanOrEqual(header.y + header.height);
    expect(banner.x + banner.width).toBeLessThanOrEqual(menu.x);
    expect((await boxOf(row.getByText("Not synced yet"))).height).toBeLessThan(30);
    await page.evaluate(() => window.scrollTo(0, 400));
    expect(await boxOf(tasks.banner)).toEqual(banner);
  });
});

test("everything can be done by touch", { tag: "@phone-only" }, async ({ page, person, context }) => {
  await signInFromHome(context);
  const tasks = new TaskPage(page);
  await tasks.open();
  for (const title of ["Buy milk", "Call mum"]) {
    await tasks.newTask.tap();
    await tasks.newTask.fill(title);
    const saved = tasks.saved("PUT");
    await tasks.button("Add task").tap();
    await saved;
  }

  const completed = tasks.saved("PATCH");
  await tasks.checkbox("Buy milk").tap();
  await completed;
  await expect(tasks.checkbox("Buy milk")).toBeChecked();

  await tasks.row("Call mum").getByText("Call mum").tap();
  const editor = tasks.editor("Call mum");
  await editor.getByLabel("Title").fill("Call dad");
  await expectToFit(page, "editing");
  const edited = tasks.saved("PATCH");
  await editor.getByRole("button", { name: "Close" }).tap();
  await edited;

  const deleted = tasks.saved("DELETE");
  await remove(tasks, "Call dad");
  await deleted;
  await expect(tasks.button("Undo")).toBeVisible();
  await expectToFit(page, "undo");
  const restored = tasks.undone();
  await tasks.button("Undo").tap();
  await restored;

  await tasks.goTo("Completed");
  await tasks.expectTitles("Buy milk");
  await tasks.goTo("All tasks");
  await page.getByRole("combobox", { name: "Sort" }).selectOption("Title");
  await tasks.expectTitles("Buy milk", "Call dad");
  await tasks.search.tap();
  await tasks.search.fill("dad");
  await tasks.expectTitles("Call dad");
  await page.getByRole("button", { name: "Clear search" }).tap();
  await tasks.expectTitles("Buy milk", "Call dad");

  await page.getByRole("button", { name: "User menu" }).tap();
  await page.getByRole("menuitem", { name: "Account" }).tap();
  await expect(page).toHaveURL("/account");
  await expect(page.getByText("This device", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "User menu" }).tap();
  await page.getByRole("menuitem", { name: "Sign out" }).tap();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(person.id).toBeTruthy();
});

/** Rows have no buttons on a phone: what can be done with a task is where it opens. */
async function remove(tasks: TaskPage, title: string): Promise<void> {
  await tasks.row(title).getByText(title, { exact: true }).tap();
  await tasks.editor(title).getByRole("button", { name: "Delete" }).tap();
}
