/** Whoever signs out is signed out in every tab of the browser, at once: nothing of them is shown, and nothing is sent. */

import type { BrowserContext, Page, Request } from "@playwright/test";
import { type Person, signInFromHome } from "./person";
import { SignInPage, signOut } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, holdBack, test } from "./test";

test.use({ expected: /status of 401.*auth\/token|ERR_(FAILED|INTERNET_DISCONNECTED)/ });

test.beforeEach(({ context }) => signInFromHome(context));

/** Whose token was with each write that has left this browser. */
function writesOf(context: BrowserContext): () => string[] {
  const writes: Request[] = [];
  context.on("requestfinished", (request) => {
    const { authorization } = request.headers();
    if (authorization && request.method() !== "GET") writes.push(request);
  });
  return () => writes.map((request) => subjectOf(request.headers().authorization ?? ""));
}

function subjectOf(authorization: string): string {
  return JSON.parse(Buffer.from(authorization.split(".")[1] ?? "", "base64url").toString()).sub;
}

async function openTab(context: BrowserContext): Promise<TaskPage> {
  const tab = new TaskPage(await context.newPage());
  await tab.open();
  return tab;
}

const withoutWorker = () => void Object.defineProperty(navigator, "serviceWorker", { value: undefined });

/** A timer, a listener or a person whom nothing has stopped yet tries to write. */
async function tryToWrite(page: Page, title: string): Promise<void> {
  await page
    .evaluate((text) => {
      const field = document.querySelector<HTMLInputElement>("form[aria-label='Add a task'] input");
      if (!field) return;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.form?.requestSubmit();
    }, title)
    // The page may be on its way out.
    .catch(() => {});
}

/** Asked without a session: the browser may have somebody else's. */
async function titles({ id, stack }: Person): Promise<string[]> {
  const rows = await stack.sql<{ title: string }>("SELECT title FROM todo.task WHERE user_id = $1 ORDER BY title", id);
  return rows.map(({ title }) => title);
}

test("the other tab shows nothing on its way out, and forgets what was half written", async ({
  person,
  tasks,
  context,
}) => {
  await person.has("Secret plan");
  await context.addInitScript(() => {
    window.addEventListener("pagehide", () =>
      sessionStorage.setItem("boxes", String(document.body.getClientRects().length)),
    );
  });
  const other = await openTab(context);
  await other.newTask.fill("Half a secret");
  await expect(other.row("Secret plan")).toBeVisible();
  await tasks.page.bringToFront();
  await signOut(tasks.page);
  await expect(other.page).toHaveURL("/sign-in");
  const kept = await other.page.evaluate(() => ({ ...sessionStorage }));
  expect(kept).toEqual({ boxes: "0" });
});

test("the other tab is led to the sign-in page, and keeps no word of what was looked for", async ({
  person,
  tasks,
  context,
}) => {
  await person.has("Secret plan");
  const other = await openTab(context);
  await other.search.fill("secret");
  await expect(other.page).toHaveURL("/all?q=secret");
  await signOut(tasks.page);
  await expect(other.page).toHaveURL("/sign-in");
});

test("a tab that has not heard of it sends nothing", async ({ person, tasks, context, newVisitor, signUp }) => {
  const next = await signUp((await newVisitor()).context);
  const deaf = new TaskPage(await context.newPage());
  await deaf.page.addInitScript(() => {
    BroadcastChannel.prototype.addEventListener = () => {};
    for (const type of ["focus", "visibilitychange", "pageshow", "resume", "online", "storage"]) {
      window.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
    }
  });
  await deaf.open();
  const writes = writesOf(context);
  await deaf.add("Before");
  await expect.poll(writes).toEqual([person.id]);
  await signOut(tasks.page);
  await tryToWrite(deaf.page, "After");
  await new SignInPage(tasks.page).signIn(next);
  await tasks.expectNothing();
  await expect(deaf.newTask).toBeHidden();
  expect(writes()).toEqual([person.id]);
  expect(await titles(person)).toEqual(["Before"]);
  expect(await titles(next)).toEqual([]);
});

test("a tab without a connection ends too, and its changes wait for whoever made them", async ({
  person,
  tasks,
  context,
  stack,
  newVisitor,
  signUp,
}) => {
  const next = await signUp((await newVisitor()).context);
  const offline = await openTab(context);
  // The other tab would send it.
  const api = `${stack.api.url}/**`;
  await context.route(api, (route) => route.abort());
  await offline.page.route(`${stack.web.url}/**`, (route) => route.abort());
  await offline.newTask.fill("Unsent");
  await offline.newTask.press("Enter");
  await expect(offline.row("Unsent")).toContainText("Not synced yet");
  const writes = writesOf(context);

  await tasks.button("User menu").click();
  await tasks.page.getByRole("menuitem", { name: "Sign out" }).click();
  await tasks.page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await expect(tasks.page).toHaveURL(/\/sign-in/);
  await expect(offline.row("Unsent")).toBeHidden();
  await context.unroute(api);
  await new SignInPage(tasks.page).signIn(next);
  await tasks.expectNothing();
  await offline.page.unrouteAll();
  await offline.page.goto("/");
  await offline.expectNothing();
  expect(writes()).toEqual([]);
  expect(await titles(next)).toEqual([]);

  await signOut(tasks.page);
  await new SignInPage(tasks.page).signIn(person);
  await tasks.expectTitles("Unsent");
  await expect.poll(() => titles(person)).toEqual(["Unsent"]);
});

test.describe("without a service worker, whose requests cannot be held back", () => {
  test.beforeEach(({ context }) => context.addInitScript(withoutWorker));

  test("a tab that was asleep wakes up to nothing, also when somebody else has signed in", async ({
    person,
    tasks,
    context,
    newVisitor,
    signUp,
  }) => {
    const next = await signUp((await newVisitor()).context);
    await person.has("Secret plan");
    const asleep = await openTab(context);
    await expect(asleep.row("Secret plan")).toBeVisible();
    const writes = writesOf(context);
    const wakeUp = await holdBack(asleep.page, "**/icon.svg?asleep");
    // Nothing else runs in the tab while this request is waited for, and what comes next comes before all news.
    const awake = asleep.page
      .evaluate(() => {
        const request = new XMLHttpRequest();
        request.open("GET", "/icon.svg?asleep", false);
        request.send();
        document.querySelector<HTMLElement>("input[type=checkbox]")?.click();
      })
      .catch(() => {});

    await signOut(tasks.page);
    await new SignInPage(tasks.page).signIn(next);
    await tasks.expectNothing();
    wakeUp();
    await awake;
    await asleep.expectNothing();
    await expect(asleep.row("Secret plan")).toBeHidden();
    expect(writes().filter((owner) => owner === person.id)).toEqual([]);
    expect(await titles(next)).toEqual([]);
  });
});

test("a form about the first person's account changes nothing of the second one's", async ({
  tasks,
  context,
  page,
  newVisitor,
  signUp,
}) => {
  const next = await signUp((await newVisitor()).context);
  const account = await context.newPage();
  await account.addInitScript(() => {
    BroadcastChannel.prototype.addEventListener = () => {};
    // Nor is it the next to speak with the API for all tabs.
    Object.defineProperty(navigator, "locks", { value: undefined });
    for (const type of ["focus", "visibilitychange"])
      window.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
  });
  await account.goto("/account");
  await account.getByRole("textbox", { name: "Name" }).fill("Mallory");
  await signOut(page);
  await new SignInPage(page).signIn(next);
  await tasks.expectNothing();
  await account.getByRole("button", { name: "Save name" }).click();
  await expect(account.getByRole("textbox", { name: "Name" })).toHaveValue(next.name);
  await page.goto("/account");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(next.name);
});

test("deleting the account ends every tab too", async ({ tasks, person, context }) => {
  await person.has("Secret plan");
  const other = await openTab(context);
  await expect(other.row("Secret plan")).toBeVisible();
  const { page } = tasks;
  await page.goto("/account");
  await page.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Password", { exact: true }).fill(person.password);
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(page).toHaveURL(/goodbye/);
  await expect(other.page).toHaveURL("/sign-in");
});

test("a new password here leaves one's own tabs signed in", async ({ tasks, person, context }) => {
  const other = await openTab(context);
  const { page } = tasks;
  await page.goto("/account");
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("New password").fill("a better password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed.").first()).toBeVisible();
  await other.add("Still here");
  await page.goto("/");
  await tasks.expectTitles("Still here");
});
