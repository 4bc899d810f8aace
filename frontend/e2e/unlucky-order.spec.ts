/** What happens elsewhere just between two steps here: nothing comes back from the dead, gets lost, or is overwritten. */

import type { Page } from "@playwright/test";
import { goOffline, isKept } from "./connection";
import { keptIn } from "./kept";
import { signInFromHome } from "./person";
import { SignInPage, signOut } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, hearNothing, holdBack, makeRefused, test } from "./test";

test.use({
  expected: /status of (401|404|412|422)|ERR_(CONNECTION_REFUSED|INTERNET_DISCONNECTED|FAILED)|Failed to fetch/,
});

/** Holds back what the API answers to edits, until the returned function is called. */
async function holdAnswers(page: Page): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/api/tasks/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.fallback();
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  return () => letGo();
}

test("an answer that comes after the news that its task is gone does not bring it back", async ({
  person,
  page,
  tasks,
}) => {
  const [task] = await person.has("Buy milk", "Call mum");
  await tasks.expectTitles("Call mum", "Buy milk");
  const letGo = await holdAnswers(page);
  await tasks.checkbox("Buy milk").click();
  await expect.poll(async () => (await person.stored()).some(({ completed }) => completed)).toBe(true);
  await person.deletes(task?.id ?? "");
  await tasks.expectTitles("Call mum");
  const answered = page.waitForResponse((answer) => answer.request().method() === "PATCH");
  letGo();
  await answered;
  await expect(tasks.row("Call mum")).toBeVisible();
  await tasks.expectTitles("Call mum");
  await page.reload();
  await tasks.expectTitles("Call mum");
});

test("a new task whose answer was lost does not come back once another device has deleted it", async ({
  person,
  page,
  tasks,
  context,
}) => {
  await tasks.expectNothing();
  await isKept(page);
  await page.route("**/api/tasks/*", async (route) => {
    await route.fetch();
    await context.setOffline(true);
    await route.abort();
  });
  await tasks.newTask.fill("Buy milk");
  await tasks.newTask.press("Enter");
  await expect(tasks.row("Buy milk")).toContainText("Not synced yet");
  await page.close();
  const [task] = await person.stored();
  await person.deletes(task?.id ?? "");
  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto("/api/auth/ok");
  await forgetTasks(next);
  const after = new TaskPage(next);
  await after.open();
  await after.expectNothing();
  await expect.poll(async () => (await keptIn(next)).records.commands).toEqual([]);
  await after.expectNothing();
  await next.reload();
  await after.expectNothing();
});

/** Of what this browser keeps only the changes stay, as after signing out. */
async function forgetTasks(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const [kept] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith("todo-"));
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open(kept?.name ?? "");
      opening.onsuccess = () => {
        const writing = opening.result.transaction(["rows", "state"], "readwrite");
        for (const store of ["rows", "state"]) writing.objectStore(store).clear();
        writing.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    });
  });
}

test.describe("an answer is lost, and what it was about is undone elsewhere", () => {
  const ways = [
    { what: "a deletion", does: "DELETE", request: "restore", init: { method: "POST" } },
    { what: "a completion", does: "PATCH", request: "complete", init: { method: "PATCH" } },
  ];
  for (const { what, does, request, init } of ways) {
    test(`${what} is not simply done again`, async ({ person, page, tasks, context, stack }) => {
      const [task] = await person.has("Buy milk");
      await tasks.expectTitles("Buy milk");
      // Nor does it hear by the way that the request has arrived.
      await hearNothing(page);
      await tasks.open();
      await tasks.expectTitles("Buy milk");
      await isKept(page);
      const headers = { Authorization: `Bearer ${await person.token()}` };
      await page.route(
        "**/api/tasks/*",
        async (route) => {
          if (route.request().method() !== does) return route.fallback();
          await route.fetch();
          await context.setOffline(true);
          await route.abort();
        },
        { times: 1 },
      );
      await tasks.row("Buy milk").hover();
      if (does === "DELETE") await tasks.button("Delete Buy milk").click();
      else await tasks.checkbox("Buy milk").click();
      await expect(tasks.banner).toBeVisible();
      const undone = await fetch(`${stack.api.url}/api/tasks/${task?.id}/${request}`, { ...init, headers });
      expect(undone.status).toBe(200);
      await context.setOffline(false);
      await expect(page.getByRole("dialog")).toBeVisible();
      expect((await person.stored()).map(({ completed }) => completed)).toEqual([false]);
    });
  }
});

test.describe("while two versions wait for a choice", () => {
  test.beforeEach(async ({ person, tasks }) => {
    const [task] = await person.has("Buy milk");
    await expect(tasks.row("Buy milk")).toBeVisible();
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    await expect(form).toBeVisible();
    await goOffline(tasks.page.context());
    await form.getByLabel("Title").fill("Buy oat milk");
    await form.getByRole("button", { name: "Close" }).click();
    await person.changes(task?.id ?? "", { title: "Buy rice" });
    await tasks.page.context().setOffline(false);
    await expect(tasks.page.getByRole("dialog")).toBeVisible();
  });

  test("no button of the choice has the focus, for somebody may be typing", async ({ page }) => {
    await page.keyboard.type(" and bread ");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
  });

  test("a task that is deleted elsewhere stays away, though theirs was chosen", async ({ person, page, tasks }) => {
    const [task] = await person.stored();
    await person.deletes(task?.id ?? "");
    // By roles there is nothing behind a dialog.
    await expect(page.locator("ul[aria-label=Tasks] li")).toHaveCount(0);
    await page.getByRole("dialog").getByRole("button", { name: "Keep the other" }).click();
    await tasks.expectNothing();
    await page.reload();
    await tasks.expectNothing();
  });

  test("a further edit does not overwrite theirs once that is chosen", async ({ person, page, tasks }) => {
    const dialog = page.getByRole("dialog");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await tasks.edit("Buy oat milk", { title: "Buy soy milk" });
    await tasks.button("Choose a version").click();
    await dialog.getByRole("button", { name: "Keep the other" }).click();
    await expect(dialog.getByText("Buy soy milk")).toBeVisible();
    expect((await person.stored()).map(({ title }) => title)).toEqual(["Buy rice"]);
  });
});

test.describe("a refusal", () => {
  test("is heard on the page of tasks, though it came on another", async ({ page, tasks }) => {
    await tasks.expectNothing();
    await makeRefused(page);
    const letGo = await holdBack(page, /\/api\/tasks\/[^/]+$/);
    await tasks.newTask.fill("Buy milk");
    await tasks.newTask.press("Enter");
    await expect(tasks.row("Buy milk")).toBeVisible();
    await page.getByRole("button", { name: "User menu" }).click();
    await page.getByRole("menuitem", { name: "Account" }).click();
    await expect(page.getByRole("heading", { name: "Account", exact: true })).toBeVisible();
    const refused = page.waitForResponse((answer) => answer.status() === 422);
    letGo();
    await refused;
    await page.goBack();
    await expect(tasks.newTask).toHaveValue("Buy milk");
    await expect(page.getByText("at most 100").first()).toBeVisible();
  });

  test("is heard when the list has become empty", async ({ person, page }) => {
    await person.has("Buy milk");
    const tasks = new TaskPage(page);
    await tasks.open("/?q=milk");
    await makeRefused(page);
    await tasks.edit("Buy milk", { title: "Buy rice" });
    await expect(page.getByText("at most 100").first()).toBeVisible();
  });
});

test.describe("in another tab", () => {
  test.beforeEach(({ context }) => signInFromHome(context));

  test("what happens after signing out is there after signing in again, with everything else", async ({
    person,
    context,
    page,
    newVisitor,
  }) => {
    await person.has("One", "Two", "Three");
    const tasks = new TaskPage(page);
    await tasks.open();
    await tasks.expectTitles("Three", "Two", "One");
    const other = new TaskPage(await context.newPage());
    await other.open();
    await other.expectTitles("Three", "Two", "One");
    const phone = await newVisitor();
    await person.signIn(phone.context);
    const onPhone = new TaskPage(phone.page);
    await onPhone.open();
    await signOut(page);
    await expect(other.page).toHaveURL(/\/sign-in/);
    await onPhone.checkbox("One").check();
    await new SignInPage(page).signIn(person);
    await expect(tasks.newTask).toBeVisible();
    await tasks.goTo("All tasks");
    await tasks.expectTitles("Three", "Two", "One");
    await expect(tasks.checkbox("One")).toBeChecked();
    await page.reload();
    await tasks.expectTitles("Three", "Two", "One");
  });

  test("what a closed one has left unsent is sent by one that was open before", async ({ person, context, page }) => {
    await person.has("Buy milk");
    const closing = new TaskPage(page);
    await closing.open();
    await closing.expectTitles("Buy milk");
    const staying = new TaskPage(await context.newPage());
    await staying.open();
    await staying.expectTitles("Buy milk");
    await goOffline(context);
    await closing.newTask.fill("Left behind");
    await closing.newTask.press("Enter");
    await expect(closing.row("Left behind")).toContainText("Not synced yet");
    await page.close();
    await context.setOffline(false);
    await staying.expectTitles("Left behind", "Buy milk");
  });
});

test.describe("in a browser with two tabs", () => {
  test("what one has changed the other shows, goes on with, and sends when that one was closed", async ({
    person,
    context,
    page,
  }) => {
    await person.has("Buy milk");
    const closing = new TaskPage(page);
    const staying = new TaskPage(await context.newPage());
    for (const tasks of [closing, staying]) {
      await tasks.open();
      await tasks.expectTitles("Buy milk");
    }
    await goOffline(context);
    await closing.edit("Buy milk", { title: "Buy oat milk" });
    await expect(staying.row("Buy oat milk")).toContainText("Not synced yet");
    await staying.edit("Buy oat milk", { title: "Buy soy milk" });
    await expect(closing.row("Buy soy milk")).toContainText("Not synced yet");
    await page.close();
    await context.setOffline(false);
    await expect.poll(async () => (await person.stored()).map(({ title }) => title)).toEqual(["Buy soy milk"]);
    await expect(staying.page.getByText("Not synced yet")).toHaveCount(0);
    await expect(staying.page.getByRole("dialog")).toBeHidden();
  });
});

test("without a connection the app is that of whoever has signed in last", async ({
  person,
  context,
  page,
  stack,
  newVisitor,
  signUp,
}) => {
  await signInFromHome(context);
  const next = await signUp((await newVisitor()).context);
  await page.clock.install();
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.expectNothing();
  await tasks.filter("Inbox").click();
  await expect(page).toHaveURL("/");
  await hearNothing(page);
  await stack.sql('DELETE FROM auth.session WHERE "userId" = $1', person.id);
  await tasks.newTask.fill("Secret plan");
  await page.clock.fastForward("16:00");
  // By the keyboard: the page may find out by itself just now, and then there is no box.
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await new SignInPage(page).signIn(next);
  await expect(page).toHaveURL("/");
  await tasks.expectNothing();
  await tasks.button("User menu").click();
  await expect(page.getByText(next.email)).toBeVisible();
  await page.keyboard.press("Escape");
  await tasks.expectNothing();
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("Secret plan");
});

test("a browser that keeps nothing shows the tasks all the same, and says what that means", async ({
  person,
  page,
  context,
}) => {
  await person.has("Buy milk");
  await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: null }));
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.expectTitles("Buy milk");
  await goOffline(context);
  await tasks.checkbox("Buy milk").click();
  await expect(page.getByText("This browser cannot store your changes.").first()).toBeVisible();
});
