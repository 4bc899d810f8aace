/** Axe finds nothing, on any page, in any state, in either theme; and what changes is said aloud. */

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { goOffline } from "./connection";
import { settle } from "./settle";
import { SignInPage } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, holdBack, test } from "./test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Colours are judged when they have arrived.
test.use({ contextOptions: { reducedMotion: "reduce" } });

async function expectNoFault(page: Page, where: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await settle(page);
    const axe = new AxeBuilder({ page }).withTags(RULES);
    // What lies behind an open dialog cannot be used, and is dimmed on purpose.
    if (await page.getByRole("dialog").isVisible()) axe.include("[role=dialog]");
    const { violations } = await axe.analyze();
    const faults = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 150)} ${node.failureSummary ?? ""}`),
    );
    expect(faults, `${where}, ${colorScheme}`).toEqual([]);
  }
}

test("the doors, empty and with errors", async ({ page }) => {
  for (const path of ["/sign-in", "/sign-up", "/forgot-password", "/reset-password?token=x"]) {
    await page.goto(path);
    await expectNoFault(page, path);
    await page.getByRole("main").getByRole("button").last().click();
    await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
    await expectNoFault(page, `${path} with errors`);
  }
  await page.goto("/");
  await expectNoFault(page, "welcome");
  for (const path of [
    "/sign-up?goodbye",
    "/sign-in?reset",
    "/reset-password",
    "/verify-email",
    "/verify-email?error=x",
  ]) {
    await page.goto(path);
    await expectNoFault(page, path);
  }
  await page.goto("/forgot-password");
  await page.getByRole("textbox", { name: "Email" }).fill("nobody@example.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status").filter({ hasText: "a link is on its way" })).toBeVisible();
  await expectNoFault(page, "a link is sent");
});

test.describe("when something is not right", () => {
  test.use({ expected: /status of (401|404|422)|ERR_CONNECTION_REFUSED/ });

  test.afterEach(({ stack }) => stack.api.start());

  test("a wrong password, a page that is not there, a refusal, an outage", async ({ page, person, context, stack }) => {
    await page.goto("/nowhere");
    await expectNoFault(page, "not found");

    await context.clearCookies();
    await page.goto("/sign-in");
    await new SignInPage(page).signIn({ ...person, password: "not the password" });
    await expect(page.getByText("do not belong together")).toBeVisible();
    await expectNoFault(page, "wrong password");

    await person.signIn();
    const tasks = new TaskPage(page);
    await tasks.open();
    await tasks.newTask.fill("x".repeat(101));
    await tasks.newTask.press("Enter");
    await expect(page.getByText("Title must be at most 100 characters").first()).toBeVisible();
    await expectNoFault(page, "refused");
    await tasks.add("Trip");
    await tasks.edit("Trip", { tags: "x".repeat(41) });
    await expect(tasks.editor("Trip").getByLabel("Tags")).toHaveAttribute("aria-invalid", "true");
    await expectNoFault(page, "refused in the editor");
    await page.keyboard.press("Escape");

    await stack.api.stop();
    await tasks.newTask.fill("Meanwhile");
    await tasks.newTask.press("Enter");
    await expect(tasks.banner).toBeVisible();
    await expect(tasks.row("Meanwhile")).toContainText("Not synced yet");
    await expectNoFault(page, "outage with tasks");
    await tasks.open();
    await expect(tasks.banner).toBeVisible();
    await expectNoFault(page, "outage without tasks");
  });
});

test("the task page while it loads, empty and full", async ({ page, person, stack }) => {
  const answer = await holdBack(page, `${stack.api.url}/api/tasks/changes**`);
  const tasks = new TaskPage(page);
  await tasks.open();
  await expect(page.getByText("Still loading…").first()).toBeVisible();
  await expectNoFault(page, "loading");
  answer();
  await tasks.expectNothing();
  await expectNoFault(page, "empty");

  await person.has(
    { title: "Late", description: "And with words", due_date: "2026-01-01", priority: 3, tags: ["home", "to do"] },
    { title: "Done", due_date: "2026-01-01", completed: true, priority: 3, tags: ["home"] },
    { title: "Far away", due_date: "2036-01-01", priority: 2, tags: ["1", "2", "3", "4", "5", "6"] },
    { title: "Whenever", priority: 1 },
    { title: "שלום", description: "مرحبا" },
  );
  await tasks.open();
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(5);
  await tasks.checkbox("Late").hover();
  await expectNoFault(page, "full");
  await tasks.search.fill("nothing like it");
  await expect(page.getByText("No task matches")).toBeVisible();
  await expectNoFault(page, "nothing found");
});

test("the task page while it is worked on", async ({ page, person }) => {
  await person.has({ title: "Buy milk", tags: ["garden"] }, "Call mum");
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.newTask.fill("Water the plants tomorrow #garden !3");
  await tasks.button("More").click();
  await expect(tasks.button("Remove due date")).toBeVisible();
  await expect(tasks.button("Remove tag garden")).toBeVisible();
  await expect(tasks.button("Remove priority")).toBeVisible();
  await expectNoFault(page, "adding");

  await tasks.button("Edit Call mum").click();
  await expect(tasks.editor("Call mum")).toBeVisible();
  await expectNoFault(page, "editing");
  await page.getByLabel("New subtask").fill("Find the number tomorrow #family");
  await expect(tasks.button("Remove tag family")).toBeVisible();
  await expectNoFault(page, "adding a subtask");
  const tags = tasks.editor("Call mum").getByRole("textbox", { name: "Tags" });
  await tags.pressSequentially("ga");
  await expect(page.getByRole("listbox", { name: "Tags" })).toBeVisible();
  await expectNoFault(page, "completing a tag");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");

  await tasks.button("Delete Buy milk").click();
  await expect(tasks.button("Undo")).toBeVisible();
  await expectNoFault(page, "undo offered");

  await tasks.button("Keyboard shortcuts").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoFault(page, "help");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "User menu" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectNoFault(page, "menu");
});

test("each view with tasks in it", { tag: "@phone" }, async ({ page, person, isMobile }) => {
  test.slow();
  const today = new Date().toLocaleDateString("sv", { timeZone: "Europe/Berlin" });
  const list = await person.hasList("Work");
  await person.changesList(list.id, { color: "green" });
  const [trip] = await person.has(
    "Trip",
    { title: "Late", due_date: "2026-01-01", priority: 3, tags: ["home"] },
    { title: "Now", due_date: today, due_time: "23:59", repeat: "FREQ=DAILY", remind_before: 0 },
    { title: "Later", due_date: "2036-01-01", priority: 1 },
    { title: "Done", completed: true },
    { title: "Report", list_id: list.id },
  );
  await person.has(
    { title: "Pack", parent_id: trip?.id ?? null },
    { title: "Book", parent_id: trip?.id ?? null, completed: true },
  );
  const shown = {
    "/": "Pack",
    "/today": "Late",
    "/upcoming": "Later",
    "/completed": "Done",
    "/all": "Report",
    [`/list?id=${list.id}`]: "Report",
    "/tag?name=home": "Late",
  };
  const tasks = new TaskPage(page);
  for (const [path, title] of Object.entries(shown)) {
    await tasks.open(path);
    await expect(tasks.checkbox(title)).toBeVisible();
    await expectNoFault(page, path);
  }
  if (!isMobile) return;
  await tasks.button("Browse").click();
  await expect(page.getByRole("dialog").getByRole("link", { name: "Work" })).toBeVisible();
  await expectNoFault(page, "the drawer");
});

test("what is done to many, to a list and to a tag, and what a task has been", { tag: "@phone" }, async ({
  page,
  person,
}) => {
  test.slow();
  const list = await person.hasList("Work");
  const [task] = await person.has({ title: "Report", list_id: list.id, tags: ["home"] });
  await person.changes(task?.id ?? "", { title: "Long report", priority: 2 });
  const tasks = new TaskPage(page);
  const main = page.getByRole("main");
  await tasks.open(`/list?id=${list.id}`);
  await tasks.checkbox("Long report").focus();
  await page.keyboard.press("s");
  const bar = page.getByRole("toolbar", { name: "1 selected" });
  await expect(bar).toBeVisible();
  await expectNoFault(page, "selected");
  await bar.getByRole("button", { name: "Tag" }).click();
  await expect(page.getByLabel("Tag for all of them")).toBeVisible();
  await expectNoFault(page, "tagging");
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "Move to a list" }).click();
  await expect(page.getByRole("menuitem", { name: "Work" })).toBeVisible();
  await expectNoFault(page, "moving to a list");
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "Select nothing" }).click();

  await main.getByRole("button", { name: "Options of Work" }).click();
  await expect(page.getByRole("menuitem", { name: "Edit" })).toBeVisible();
  await expectNoFault(page, "what can be done with a list");
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Name is required")).toBeVisible();
  await expectNoFault(page, "a list without a name");
  await page.keyboard.press("Escape");

  await tasks.row("Long report").getByText("Long report", { exact: true }).click();
  await page.getByText("History", { exact: true }).click();
  await expect(page.getByText("Title: Long report")).toBeVisible();
  await expectNoFault(page, "a history");

  await tasks.open("/tag?name=home");
  await main.getByRole("button", { name: "Options of #home" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  await expect(page.getByRole("dialog").getByLabel("Name")).toBeVisible();
  await expectNoFault(page, "renaming a tag");
});

test.describe("a task that was changed elsewhere, too", () => {
  test.use({ expected: /status of 412|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/ });

  test("asks which version is meant", async ({ page, person, context }) => {
    const [task] = await person.has("Buy milk");
    const tasks = new TaskPage(page);
    await tasks.open(`/all?task=${task?.id}`);
    const form = tasks.editor("Buy milk");
    await expect(form).toBeVisible();
    await goOffline(context);
    await form.getByLabel("Title").fill("Buy oat milk");
    await form.getByRole("button", { name: "Close" }).click();
    await person.changes(task?.id ?? "", { title: "Buy rice" });
    await context.setOffline(false);
    await expect(page.getByRole("dialog", { name: "Changed elsewhere too" })).toBeVisible();
    await expectNoFault(page, "two versions");
  });
});

test("an open task that is deleted elsewhere", async ({ page, person }) => {
  const [task] = await person.has(
    "Prepare the slides for the quarterly review with figures and a summary for everyone else",
  );
  await new TaskPage(page).open(`/all?task=${task?.id}`);
  await expect(page.getByRole("textbox", { name: "New subtask" })).toBeVisible();
  await person.deletes(task?.id ?? "");
  await expect(page.getByRole("region", { name: "This task is in the trash" })).toBeVisible();
  await expectNoFault(page, "beside the list");
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoFault(page, "in a small window");
});

test("choosing a day", async ({ page, person }) => {
  await person.has({ title: "Pay rent", due_date: "2031-05-14" });
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.row("Pay rent").getByRole("button", { name: "Due" }).click();
  await expect(tasks.duePicker).toBeVisible();
  await expectNoFault(page, "in a row");
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoFault(page, "in a row of a small window");
});

test("the account page, and its dialog", async ({ page, person }) => {
  await person.chooses({ time_zone: "Asia/Tokyo" });
  await page.goto("/account");
  await expect(page.getByRole("button", { name: "Use Europe/Berlin" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "New email" })).toBeVisible();
  await expectNoFault(page, "account");
  const zone = page.getByRole("combobox", { name: "Time zone" });
  await zone.fill("Atlantis");
  await zone.press("Enter");
  await expect(zone).toHaveAttribute("aria-invalid", "true");
  await expectNoFault(page, "no time zone");
  await page.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoFault(page, "deleting the account");
  await page.getByRole("dialog").getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByRole("dialog").getByText("Enter your password.")).toBeVisible();
  await expectNoFault(page, "deleting without a password");
});

test("the trash, empty and full, and its dialogs", async ({ page, person }) => {
  await page.goto("/trash");
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await expectNoFault(page, "empty trash");

  await person.has({ title: "Old plan", description: "And with words", completed: true }, "שלום");
  const tasks = new TaskPage(page);
  await tasks.open();
  for (const title of ["Old plan", "שלום"]) {
    const deleted = tasks.saved("DELETE");
    await tasks.button(`Delete ${title}`).click();
    await deleted;
  }
  // Within the page: one that is left before it has read the answer would ask once more.
  await tasks.goTo("Trash");
  await expect(tasks.button("Restore Old plan")).toBeVisible();
  await tasks.button("Restore Old plan").hover();
  await expectNoFault(page, "full trash");
  await tasks.button("Delete Old plan for good").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoFault(page, "deleting for good");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await tasks.button("Empty trash").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoFault(page, "emptying the trash");

  const list = await person.hasList("Trip");
  await person.deletesList(list.id);
  await page.goto("/trash");
  await tasks.button("Delete the list Trip for good").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoFault(page, "deleting a list for good");
  // What this browser has seen before it was deleted opens as it was.
  await page.goto("about:blank");
  const [milk] = await person.has({ title: "Milk", description: "Two bottles" });
  await person.deletes(milk?.id ?? "");
  await tasks.open(`/all?task=${milk?.id}`);
  await expect(page.getByRole("region", { name: "This task is in the trash" })).toBeVisible();
  await expectNoFault(page, "a task in the trash");
});

test("Upcoming with what comes again, among tasks and alone", async ({ page, person }) => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await person.hasList("Home");
  const [list] = await person.lists();
  const [gym] = await person.has(
    { title: "Gym", due_date: day(3), due_time: "17:00", repeat: "FREQ=WEEKLY" },
    { title: "Water plants", due_date: day(0), repeat: "FREQ=DAILY;COUNT=4", list_id: list?.id ?? null },
  );
  const tasks = new TaskPage(page);
  await tasks.open("/upcoming");
  const occurrences = tasks.list.getByRole("button", { name: /Repeats: comes again on/ });
  await expect(occurrences.first()).toContainText("Water plants");
  await occurrences.first().hover();
  await expectNoFault(page, "Upcoming");
  await person.deletes(gym?.id ?? "");
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(0);
  await expect(occurrences.first()).toBeVisible();
  await expectNoFault(page, "Upcoming without a task");
});

test.describe("importing", () => {
  test.use({ expected: /status of 422/ });

  test("a file that is refused, and one that is not", async ({ page, person: _ }) => {
    await page.goto("/account");
    const choose = async (tasks: unknown) => {
      const choosing = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: "Import a file" }).click();
      const buffer = Buffer.from(JSON.stringify(tasks));
      await (await choosing).setFiles({ name: "mine.json", mimeType: "application/json", buffer });
    };
    await choose([{ title: "x".repeat(101) }, { title: "" }]);
    await expect(page.getByRole("main").getByRole("alert")).toContainText("Task 1: ");
    await expectNoFault(page, "a refused file");
    await choose([{ title: "Bread" }]);
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectNoFault(page, "importing");
  });
});

test("every page has a title of its own and one heading of the first rank", async ({ page, person, context }) => {
  const titles = {
    "/": "Inbox · Todo",
    "/today": "Today · Todo",
    "/account": "Account · Todo",
    "/trash": "Trash · Todo",
  };
  for (const [path, title] of Object.entries(titles)) await expectTitle(page, path, title);
  // A page of the app would go there by itself.
  await page.goto("about:blank");
  await context.clearCookies();
  await expectTitle(page, "/welcome", "Todo: a to-do list that keeps every change");
  await expectTitle(page, "/sign-in", "Sign in · Todo");
  await expectTitle(page, "/sign-up", "Create account · Todo");
  expect(person.id).toBeTruthy();
});

async function expectTitle(page: Page, path: string, title: string): Promise<void> {
  await page.goto(path);
  await expect(page).toHaveTitle(title);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
}

test("what happens to tasks is said to those who cannot see it", async ({ page, person }) => {
  await person.has("Buy milk");
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    // A live region speaks when its content changes.
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest("[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]");
        if (region?.textContent) heard.push(region.textContent);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  const tasks = new TaskPage(page);
  await tasks.open();
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.join("\n"));

  await tasks.newTask.fill("Call mum #family !3");
  await expect.poll(heard).toContain("Understood: tag family, High priority. Escape keeps the words instead.");
  await tasks.add("Call mum #family !3", "Call mum");
  await expect.poll(heard).toContain("Added: Call mum, high priority, tagged family");
  await tasks.checkbox("Call mum").check();
  await expect.poll(heard).toContain("Completed: Call mum");
  await tasks.edit("Call mum", { title: "Call dad" });
  await expect.poll(heard).toContain("Saved: Call dad");
  await tasks.button("Delete Buy milk").click();
  await expect.poll(heard).toContain("Deleted: Buy milk");
  await tasks.button("Undo").click();
  await expect.poll(heard).toContain("Undone: Deleted: Buy milk");
  await tasks.search.fill("dad");
  await expect.poll(heard).toContain("1 task");
});
