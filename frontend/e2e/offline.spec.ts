/** Without a connection: the app opens, shows what it knows, and keeps what is done until it can be sent. */

import type { BrowserContext, Page } from "@playwright/test";
import { goOffline, isKept } from "./connection";
import { keptIn, tasksKeptIn } from "./kept";
import { signOut } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED|status of (412|404)/ });

/** The tasks, and everything that the page needs to open anew, are kept in this browser. */
async function isAllKept(tasks: TaskPage, ...titles: string[]): Promise<void> {
  await tasks.expectTitles(...titles);
  await isKept(tasks.page);
  await expect.poll(() => storedIn(tasks.page)).toBe(titles.length);
}

/** How many tasks this browser keeps, of whomever. */
const storedIn = async (page: Page) => (await tasksKeptIn(page)).length;

async function openAnother(context: BrowserContext): Promise<TaskPage> {
  const tasks = new TaskPage(await context.newPage());
  await tasks.open();
  return tasks;
}

test("what is added, edited and completed offline is there when the page is opened again, and is sent when back", async ({
  person,
  context,
  page,
}) => {
  await person.has("Buy milk", "Call mum");
  const before = new TaskPage(page);
  await before.open();
  await isAllKept(before, "Call mum", "Buy milk");
  await goOffline(context);

  await expect(before.banner).toContainText("You are offline");
  await before.newTask.fill("Pack the tent");
  await before.newTask.press("Enter");
  await before.edit("Buy milk", { title: "Buy oat milk" });
  await before.checkbox("Call mum").click();
  await expect(before.row("Pack the tent")).toContainText("Not synced yet");
  await expect(before.banner).toContainText("3 changes are not synced yet");
  await page.close();

  const after = await openAnother(context);
  await after.expectTitles("Pack the tent", "Call mum", "Buy oat milk");
  await expect(after.checkbox("Call mum")).toBeChecked();
  await expect(after.row("Buy oat milk")).toContainText("Not synced yet");
  await expect(after.banner).toContainText("3 changes are not synced yet");
  await after.checkbox("Pack the tent").click();

  await context.setOffline(false);
  await expect(after.banner).toBeHidden();
  await expect(after.page.getByText("Not synced yet")).toHaveCount(0);
  await expect
    .poll(async () => (await person.stored()).map(({ title, completed }) => [title, completed]))
    .toEqual([
      ["Pack the tent", true],
      ["Call mum", true],
      ["Buy oat milk", false],
    ]);
});

test("what was sent but never answered is not done twice", async ({ person, context, page, stack }) => {
  const before = new TaskPage(page);
  await before.open();
  await before.expectNothing();
  await isKept(page);
  // The request arrives, its answer does not.
  const arrived = new Promise<void>((resolve) => {
    void page.route(`${stack.api.url}/api/tasks/*`, async (route) => {
      await route.fetch();
      await context.setOffline(true);
      await route.abort();
      resolve();
    });
  });
  await before.newTask.fill("Buy milk");
  await before.newTask.press("Enter");
  await arrived;
  await expect(before.row("Buy milk")).toContainText("Not synced yet");
  await page.close();

  await context.setOffline(false);
  const after = await openAnother(context);
  await after.expectTitles("Buy milk");
  await expect(after.page.getByText("Not synced yet")).toHaveCount(0);
  expect((await person.stored()).map(({ title }) => title)).toEqual(["Buy milk"]);
});

test("what another device has written meanwhile is not overwritten", async ({ person, context, page }) => {
  const [task] = await person.has("Buy milk");
  const tasks = new TaskPage(page);
  await tasks.open();
  await isAllKept(tasks, "Buy milk");
  await goOffline(context);
  await tasks.edit("Buy milk", { title: "Buy oat milk" });
  await person.changes(task?.id ?? "", { title: "Buy rice" });

  await context.setOffline(false);
  const dialog = page.getByRole("dialog", { name: "Changed elsewhere too" });
  await expect(dialog).toContainText("Buy rice");
  await expect(dialog).toContainText("Buy oat milk");
  await dialog.getByRole("button", { name: "Keep the other" }).click();
  await tasks.expectTitles("Buy rice");
});

test("what was deleted and had back before it was sent is sent with all that was written", async ({
  person,
  context,
  page,
  tasks,
}) => {
  await isAllKept(tasks);
  await goOffline(context);
  await tasks.newTask.fill("Precious");
  await tasks.newTask.press("Enter");
  await tasks.edit("Precious", { description: "Very" });
  await tasks.row("Precious").hover();
  await tasks.button("Delete Precious").click();
  await expect(tasks.row("Precious")).toBeHidden();
  await tasks.button("Undo").click();
  await expect(tasks.row("Precious")).toContainText("Not synced yet");
  await page.reload();
  await expect(tasks.row("Precious")).toContainText("Very");
  await context.setOffline(false);
  await expect.poll(() => person.stored()).toMatchObject([{ title: "Precious", description: "Very" }]);
  await expect(page.getByText("Not synced yet")).toHaveCount(0);
});

test("a task that was edited here and deleted elsewhere waits for a choice, also beyond a reload", async ({
  person,
  context,
  page,
}) => {
  const [task] = await person.has("Buy milk", "Call mum");
  const tasks = new TaskPage(page);
  await tasks.open();
  await isAllKept(tasks, "Call mum", "Buy milk");
  await goOffline(context);
  await tasks.edit("Buy milk", { description: "Two litres" });
  await tasks.edit("Buy milk", { title: "Buy oat milk" });
  await tasks.checkbox("Buy oat milk").click();
  await person.deletes(task?.id ?? "");
  await context.setOffline(false);
  const dialog = page.getByRole("dialog", { name: "Deleted elsewhere" });
  await dialog.press("Escape");
  await expect(page.getByText("Buy milk was deleted in another tab")).toBeVisible();
  await tasks.expectTitles("Call mum");
  await page.reload();
  for (const change of ["Buy oat milk", "Two litres", "Yes"]) await expect(dialog).toContainText(change);
  await dialog.getByRole("button", { name: "Bring it back with my changes" }).click();
  await tasks.expectTitles("Call mum", "Buy oat milk");
  const all = { title: "Buy oat milk", description: "Two litres", completed: true };
  await expect.poll(() => person.stored()).toMatchObject([{ title: "Call mum" }, all]);
});

test("what a closed tab has left behind is sent by the one that stays open", async ({ person, context, page }) => {
  const first = new TaskPage(page);
  await first.open();
  await isAllKept(first);
  await goOffline(context);
  await first.newTask.fill("From the first tab");
  await first.newTask.press("Enter");
  await expect(first.row("From the first tab")).toContainText("Not synced yet");
  await context.setOffline(false);
  await expect.poll(async () => (await person.stored()).length).toBe(1);
  await goOffline(context);
  await first.newTask.fill("Left behind");
  await first.newTask.press("Enter");
  await expect(first.row("Left behind")).toContainText("Not synced yet");

  const second = await openAnother(context);
  await page.close();
  await expect(second.checkbox("Left behind")).toBeVisible();
  await context.setOffline(false);
  await expect
    .poll(async () => (await person.stored()).map(({ title }) => title).sort())
    .toEqual(["From the first tab", "Left behind"]);
});

test("offline, every view opens, by its address and by the menu, and what is being written stays", {
  tag: "@phone",
}, async ({ person, context, page }) => {
  await person.has("Buy milk");
  const tasks = new TaskPage(page);
  await tasks.open();
  await isAllKept(tasks, "Buy milk");
  await tasks.newTask.fill("Half a thought");
  await goOffline(context);
  for (const [path, view] of [
    ["/", "Inbox"],
    ["/today", "Today"],
    ["/upcoming", "Upcoming"],
    ["/tag?name=x", "#x"],
    ["/completed", "Completed"],
    ["/all", "All tasks"],
  ] as const) {
    await page.goto(path);
    await expect(tasks.heading).toHaveText(view);
    await expect(tasks.newTask).toHaveValue("Half a thought");
  }
  await page.goto("/trash");
  await expect(page.getByRole("heading", { name: "Trash", level: 1 })).toBeVisible();
  await expect(page.getByText(/^(You are offline\.|Offline)$/).filter({ visible: true })).toBeVisible();
  await page.goto("/account");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(person.name);
  await expect(page.getByText(`You sign in as ${person.email}.`)).toBeVisible();
  for (const [name, path] of [
    ["Trash", "/trash"],
    ["Account", "/account"],
  ] as const) {
    await tasks.button("User menu").click();
    await page.getByRole("menuitem", { name }).click();
    await expect(page).toHaveURL(path);
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  }
  await page.getByRole("link", { name: "Todo" }).click();
  await tasks.expectTitles("Buy milk");
  await expect(tasks.newTask).toHaveValue("Half a thought");
});

test("on a bad line the app opens at once: no view waits for its server", async ({ person, context, page, stack }) => {
  await person.has("Buy milk");
  const tasks = new TaskPage(page);
  await tasks.open();
  await isAllKept(tasks, "Buy milk");
  await page.close();
  // Nothing is refused, and nothing is answered.
  await context.route(/^http/, () => {});
  const asked: string[] = [];
  context.on("request", (request) => {
    if (request.isNavigationRequest() && request.serviceWorker()) asked.push(request.url());
  });
  const after = await openAnother(context);
  await after.expectTitles("Buy milk");
  expect(asked).toEqual([]);
  expect(after.page.url()).toBe(`${stack.web.url}/all`);
});

test("the pages that the browser keeps have nothing personal on them", async ({ person, page }) => {
  await person.has("Secret plan");
  const tasks = new TaskPage(page);
  await tasks.open();
  await isAllKept(tasks, "Secret plan");
  const { files } = await keptIn(page);
  const pages = files.filter((file) => file.startsWith("<!DOCTYPE html>"));
  expect(pages.length).toBeGreaterThan(5);
  for (const words of [person.email, person.name, person.id, "Secret plan"])
    expect(pages.join().includes(words), words).toBe(false);
});

test("a filter in the address holds offline too", async ({ person, context, page }) => {
  await person.has("Buy milk", { title: "Buy bread", completed: true }, "Call mum");
  const tasks = new TaskPage(page);
  await tasks.open();
  await isAllKept(tasks, "Call mum", "Buy bread", "Buy milk");
  await goOffline(context);
  await tasks.open("/?show=active&q=buy&sort=oldest");
  await tasks.expectTitles("Buy milk");
  await expect(tasks.search).toHaveValue("buy");
  await expect(tasks.filter("Inbox")).toHaveAttribute("aria-current");
  await expect(page).toHaveURL("/?q=buy&sort=oldest");
});

test("signing out leaves nothing behind", async ({ person, context, page }) => {
  await person.has("Buy milk");
  const tasks = new TaskPage(page);
  await tasks.open();
  await isAllKept(tasks, "Buy milk");
  await signOut(page);
  expect(await storedIn(page)).toBe(0);
  expect(await page.evaluate(() => localStorage.getItem("todo-person"))).toBe(null);
  await context.setOffline(true);
  // The page that is kept knows nobody, and leads to the sign-in page, which needs a connection.
  await page.goto("/").catch(() => {});
  await expect(page.getByText("Buy milk")).toBeHidden();
});

test("the app can be installed", async ({ tasks, stack }) => {
  await tasks.expectNothing();
  const { page } = tasks;
  const manifest = await page.locator('link[rel="manifest"]').getAttribute("href");
  const answer = await page.request.get(`${stack.web.url}${manifest}`);
  const { name, start_url, display, icons } = await answer.json();
  expect({ name, start_url, display }).toEqual({ name: "Todo", start_url: "/", display: "standalone" });
  for (const { src, type } of icons) {
    const icon = await page.request.get(`${stack.web.url}${src}`);
    expect(icon.ok()).toBe(true);
    expect(icon.headers()["content-type"]).toContain(type);
  }
  const worker = await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.scriptURL);
  expect(worker).toBe(`${stack.web.url}/worker.js`);
});

test("a new build takes over when nobody looks, and what is half written stays", async ({ page, tasks }) => {
  await isAllKept(tasks);
  await tasks.newTask.fill("Half a thought");
  const isOpenedAnew = () => page.evaluate(() => !("isTheSame" in window));
  await page.evaluate(async () => {
    Object.assign(window, { isTheSame: true });
    // A worker of another name, for the same pages.
    await navigator.serviceWorker.register("/worker.js?newer");
  });
  const isWaiting = () => page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting));
  await expect.poll(isWaiting).toBe(true);
  const hide = () =>
    page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
  // Somebody is writing.
  await hide();
  expect(await isWaiting()).toBe(true);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await hide();
  await expect.poll(() => isOpenedAnew().catch(() => false)).toBe(true);
  await expect(tasks.newTask).toHaveValue("Half a thought");
});
