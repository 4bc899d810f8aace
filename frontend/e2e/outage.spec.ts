/** The API is slow, away, or says no. */

import { TaskPage } from "./task-page";
import { expect, hearNothing, holdBack, makeRefused, test } from "./test";

test.describe("while the API is away", () => {
  test.use({ expected: /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/ });

  test("the page says so, keeps what is written, and saves it by itself afterwards", async ({
    person,
    tasks,
    stack,
  }) => {
    await tasks.add("Before");
    await tasks.page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
    await stack.api.stop();

    await tasks.newTask.fill("Meanwhile");
    await tasks.newTask.press("Enter");
    await tasks.checkbox("Before").click();
    await expect(tasks.checkbox("Meanwhile")).toBeVisible();
    await expect(tasks.checkbox("Before")).toBeChecked();
    await expect(tasks.row("Meanwhile")).toContainText("Not synced yet");
    await expect(tasks.banner).toContainText(/cannot be reached/i);

    await stack.api.start();
    await expect(tasks.banner).toBeHidden({ timeout: 20_000 });
    await expect(tasks.row("Meanwhile")).not.toContainText("Not synced yet");
    await expect
      .poll(async () => (await person.stored()).map(({ title, completed }) => [title, completed]))
      .toEqual([
        ["Meanwhile", false],
        ["Before", true],
      ]);
    expect(await tasks.page.evaluate(() => "stillTheSamePage" in window)).toBe(true);
  });

  test("a page opened meanwhile waits, and fills by itself", async ({ person, page, stack }) => {
    await person.has("Buy milk");
    await stack.api.stop();
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.banner).toContainText(/cannot be reached/i);
    await stack.api.start();
    await expect(tasks.checkbox("Buy milk")).toBeVisible({ timeout: 20_000 });
    await expect(tasks.banner).toBeHidden();
  });

  test("nobody has to wait for the next try", async ({ person, page, stack }) => {
    await person.has("Buy milk");
    await stack.api.stop();
    await page.clock.install();
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.banner).toBeVisible();
    // The page's time all but stands still: it tries again when asked, and not by itself.
    const failed = page.waitForEvent("requestfailed");
    await page.clock.pauseAt(Date.now() + 60_000);
    await failed;
    await page.clock.runFor(100);
    await stack.api.start();
    await tasks.banner.getByRole("button", { name: "Retry now" }).click();
    await expect(async () => {
      await page.clock.runFor(20);
      await expect(tasks.checkbox("Buy milk")).toBeVisible({ timeout: 200 });
    }).toPass();
  });
});

test("a slow API is waited for, with words", async ({ person, page, stack }) => {
  await person.has("Buy milk");
  const answer = await holdBack(page, `${stack.api.url}/api/tasks/changes**`);
  const tasks = new TaskPage(page);
  await tasks.open();
  await expect(page.getByText("Still loading…").first()).toBeVisible();
  answer();
  await expect(tasks.checkbox("Buy milk")).toBeVisible();
  await expect(page.getByText("Still loading…")).toBeHidden();
});

test.describe("what the API refuses", () => {
  test.use({ expected: /status of (422|404)/ });

  test("a new task leaves the list, its words stay in the box, and the reason stands there", async ({
    person,
    tasks,
  }) => {
    await makeRefused(tasks.page);
    await tasks.newTask.fill("Buy milk");
    await tasks.newTask.press("Enter");
    await expect(tasks.page.getByText("Title must be at most 100 characters").first()).toBeVisible();
    await expect(tasks.newTask).toHaveValue("Buy milk");
    await expect(tasks.checkbox("Buy milk")).toBeHidden();
    expect(await person.stored()).toEqual([]);
  });

  test("it wipes nothing of the next one, whatever field that was begun in", async ({ tasks }) => {
    const { page } = tasks;
    await makeRefused(page);
    const letGo = await holdBack(page, /\/api\/tasks\/[^/]+$/);
    await tasks.newTask.fill("Buy milk");
    await tasks.newTask.press("Enter");
    await tasks.button("More").click();
    const description = page.getByRole("form", { name: "Add a task" }).getByLabel("Description");
    await description.fill("Of the next one");
    letGo();
    await expect(tasks.button("Edit it")).toBeVisible();
    await expect(description).toHaveValue("Of the next one");
  });

  test("an edit is taken back, and can be put right", { tag: "@phone" }, async ({ person, tasks }) => {
    await tasks.add("Buy milk");
    const accept = await makeRefused(tasks.page);
    await tasks.edit("Buy milk", { title: "Buy soy milk" });
    const editor = tasks.editor("Buy milk");
    await expect(editor).toContainText("Title must be at most 100 characters");
    await expect(editor.getByLabel("Title")).toHaveValue("Buy soy milk");
    expect((await person.stored())[0]?.title).toBe("Buy milk");

    await accept();
    await editor.getByLabel("Title").fill("Buy oat milk");
    await editor.getByRole("button", { name: "Close" }).click();
    await expect(tasks.checkbox("Buy oat milk")).toBeVisible();
    await expect.poll(async () => (await person.stored())[0]?.title).toBe("Buy oat milk");
  });

  test("what is written on while an earlier save is refused stays, too", async ({ person, tasks, page }) => {
    await tasks.add("Buy milk");
    const accept = await makeRefused(page);
    const letGo = await holdBack(page, /\/api\/tasks\/[^/]+$/);
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const editor = tasks.editor("Buy milk");
    const sent = page.waitForRequest((request) => request.method() === "PATCH");
    await editor.getByLabel("Title").fill("Buy soy milk");
    await sent;
    await editor.getByLabel("Description").fill("From the shop around the corner");
    letGo();
    await expect(editor).toContainText("Title must be at most 100 characters");
    await expect(editor.getByLabel("Title")).toHaveValue("Buy soy milk");
    await expect(editor.getByLabel("Description")).toHaveValue("From the shop around the corner");
    // Once more for the same reason.
    const refused = page.waitForResponse((response) => response.status() === 422);
    await editor.getByLabel("Title").fill("Buy nut milk");
    await expect(editor).not.toContainText("at most");
    await refused;
    await expect(editor).toContainText("Title must be at most 100 characters");
    await expect(editor.getByLabel("Title")).toHaveValue("Buy nut milk");
    await accept();
    await editor.getByLabel("Title").fill("Buy oat milk");
    await editor.getByRole("button", { name: "Close" }).click();
    const stored = async () => (await person.stored()).map(({ title, description }) => [title, description]);
    await expect.poll(stored).toEqual([["Buy oat milk", "From the shop around the corner"]]);
  });

  test("a change to a task that is gone asks, and the task goes if somebody says so", async ({ page, person }) => {
    const [task] = await person.has("Buy milk");
    await hearNothing(page);
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.checkbox("Buy milk")).toBeVisible();
    await person.deletes(task?.id ?? "");
    await tasks.checkbox("Buy milk").click();
    const dialog = page.getByRole("dialog", { name: "Deleted elsewhere" });
    await dialog.getByRole("button", { name: "Keep it deleted" }).click();
    await expect(tasks.checkbox("Buy milk")).toBeHidden();
  });
});

test("a service that is too busy for a moment is asked again, and a test that meets it goes on", async ({ tasks }) => {
  let isBusy = true;
  await tasks.page.route(/\/api\/tasks(\/[^/]+)?$/, (route) => {
    if (!isBusy || !["POST", "PUT"].includes(route.request().method())) return route.fallback();
    isBusy = false;
    const headers = { "access-control-allow-origin": new URL(tasks.page.url()).origin, "retry-after": "1" };
    return route.fulfill({ status: 503, headers, json: { detail: "Service temporarily unavailable" } });
  });
  await tasks.add("Buy milk");
  await tasks.expectTitles("Buy milk");
});
