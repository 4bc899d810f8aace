/** Everything about one's account, down to its end. */

import type { Page } from "@playwright/test";
import { keptIn } from "./kept";
import { signInFromHome } from "./person";
import { TaskPage } from "./task-page";
import { expect, holdBack, test } from "./test";

test.beforeEach(({ context }) => signInFromHome(context));

test("a new name is saved, said, and shown in the menu", async ({ page, person: _ }) => {
  await page.goto("/account");
  const name = page.getByRole("textbox", { name: "Name" });
  await expect(name).toHaveValue("Ada Lovelace");
  await name.fill("Grace Hopper");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name is saved.").first()).toBeVisible();
  await page.reload();
  await expect(name).toHaveValue("Grace Hopper");
  await page.getByRole("button", { name: "User menu" }).click();
  await expect(page.getByRole("menu")).toContainText("Grace Hopper");
});

test("nothing can be typed into the page before it listens, so that nothing typed is lost", async ({
  page,
  person: _,
}) => {
  const arrive = await holdBack(page, "**/_next/static/**/*.js");
  await page.goto("/account", { waitUntil: "commit" });
  const password = page.getByLabel("Current password");
  await expect(password).toBeVisible();
  await expect(password).not.toBeEditable();
  arrive();
  await expect(password).toBeEditable();
  await password.fill("what I type stays");
  await expect(page.getByText("This device")).toBeVisible();
  await expect(password).toHaveValue("what I type stays");
});

test.describe("a new password", () => {
  test.use({ expected: /status of 40[01].*change-password/ });

  async function change(page: Page, from: string, to: string, isEverywhere = true): Promise<void> {
    await page.goto("/account");
    await page.getByLabel("Current password").fill(from);
    await page.getByLabel("New password").fill(to);
    await page.getByRole("checkbox", { name: "Sign out everywhere else" }).setChecked(isEverywhere);
    await page.getByRole("button", { name: "Change password" }).click();
  }

  test("counts from now on, here and everywhere", async ({ page, person, newVisitor }) => {
    const phone = await newVisitor();
    await person.signIn(phone.context);
    await change(page, person.password, "a better password");
    await expect(page.getByText("Your password is changed.").first()).toBeVisible();
    await expect(page.getByLabel("Current password")).toHaveValue("");

    await phone.page.goto("/");
    await expect(phone.page).toHaveURL(/\/sign-in/);
    await page.goto("/");
    await expect(new TaskPage(page).newTask).toBeVisible();
    expect((await person.signIn(phone.context)).status()).toBe(401);
    expect((await person.signIn(phone.context, "a better password")).status()).toBe(200);
  });

  test("leaves the other browsers signed in if one says so", async ({ page, person, newVisitor }) => {
    const phone = await newVisitor();
    await person.signIn(phone.context);
    await change(page, person.password, "a better password", false);
    await expect(page.getByText("Your password is changed.").first()).toBeVisible();
    await phone.page.goto("/");
    await expect(new TaskPage(phone.page).newTask).toBeVisible();
  });

  test("needs the old one", async ({ page, person }) => {
    await change(page, "not the password", "a better password");
    const current = page.getByLabel("Current password");
    await expect(current).toBeFocused();
    await expect(current).toHaveAccessibleDescription(/not your password/);
    expect((await person.signIn()).status()).toBe(200);
  });

  test("must be long enough", async ({ page, person }) => {
    await change(page, person.password, "short");
    await expect(page.getByLabel("New password")).toHaveAccessibleDescription("Use at least 8 characters.");
    await expect(page.getByText("At least 8 characters.", { exact: true })).toBeHidden();
    expect((await person.signIn()).status()).toBe(200);
  });
});

test.describe("sessions", () => {
  // The page that is kept asks whose it is.
  test.use({ expected: /status of 401.*\/api\/auth\/token/ });

  test("are listed in words, and one that is revoked loses its way in", async ({ page, person, newVisitor }) => {
    const phone = await newVisitor({
      userAgent:
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    });
    await person.signIn(phone.context);
    const tasks = new TaskPage(phone.page);
    await tasks.open();

    await page.goto("/account");
    const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
    await expect(sessions).toHaveCount(2);
    await expect(sessions.first()).toContainText(/Chrome on .*This device/);
    await expect(sessions.last()).toContainText("Safari on iOS");
    await expect(sessions.last()).toContainText(/last seen just now/i);
    await sessions
      .last()
      .getByRole("button", { name: /^Sign out/ })
      .click();
    await expect(sessions).toHaveCount(1);
    await phone.page.reload();
    await expect(phone.page).toHaveURL(/\/sign-in/);
  });
});

test("all other sessions can be revoked at once", async ({ page, person, newVisitor }) => {
  const others = [await newVisitor(), await newVisitor()];
  for (const { context } of others) await person.signIn(context);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await expect(page.getByRole("list", { name: "Sessions" }).getByRole("listitem")).toHaveCount(1);
  for (const other of others) {
    await other.page.goto("/");
    await expect(other.page).toHaveURL(/\/sign-in/);
  }
  await page.goto("/");
  await expect(new TaskPage(page).newTask).toBeVisible();
});

test("the theme follows the system until one is chosen, which stays", async ({ page, person: _ }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/account");
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(background).not.toBe(light);
  const dark = await background();

  await page.getByRole("radio", { name: "Light" }).click();
  await expect.poll(background).toBe(light);
  await page.reload();
  await expect.poll(background).toBe(light);
  await page.getByRole("radio", { name: "System" }).click();
  await expect.poll(background).toBe(dark);
});

test.describe("deleting the account", () => {
  // The page notices that the API is away: its stream of events ends.
  test.use({
    expected:
      /status of (40[01]|503).*delete-user|api\/(auth\/token|events|tasks)|ERR_(CONNECTION_REFUSED|FAILED|INTERNET_DISCONNECTED)/,
  });

  async function deleteAccount(page: Page, password: string): Promise<void> {
    await page.goto("/account");
    await page.getByRole("button", { name: "Delete account" }).click();
    await confirm(page, password);
  }

  async function confirm(page: Page, password: string): Promise<void> {
    const dialog = page.getByRole("dialog", { name: /Delete your account/ });
    await dialog.getByLabel("Password", { exact: true }).fill(password);
    await dialog.getByRole("button", { name: "Delete account" }).click();
  }

  test("leaves nothing behind", async ({ page, person, stack }) => {
    await person.has(`Private ${person.id}`);
    const headers = { Authorization: `Bearer ${await person.token()}` };
    const ask = () => person.context.request.get(`${stack.api.url}/api/tasks`, { headers });
    expect((await ask()).status()).toBe(200);
    expect(await traces(person.id)).not.toEqual([]);

    await deleteAccount(page, person.password);
    await expect(page).toHaveURL(/\/sign-up/);
    await expect(page.getByText("Your account and your tasks are deleted.")).toBeVisible();

    expect((await ask()).status()).toBe(401);
    expect((await person.signIn()).status()).toBe(401);
    expect(await traces(person.id)).toEqual([]);
    expect(await traces(person.email)).toEqual([]);
    await page.goto("/account");
    await expect(page).toHaveURL(/\/sign-in/);

    /** Every table of everybody's in which these words stand. */
    async function traces(words: string): Promise<string[]> {
      const tables = await stack.sql<{ name: string }>(
        `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name
         FROM information_schema.tables WHERE table_schema IN ('auth', 'todo', 'public')`,
      );
      const found: string[] = [];
      for (const { name } of tables) {
        const rows = await stack.sql(`SELECT 1 FROM ${name} AS row WHERE strpos(row::text, $1) > 0`, words);
        if (rows.length > 0) found.push(name);
      }
      return found;
    }
  });

  test("says goodbye, though the page finds its session ended before it hears that this worked", async ({
    page,
    person,
    stack,
  }) => {
    await page.route("**/delete-user", async (route) => {
      const response = await route.fetch();
      await stack.api.stop();
      await stack.api.start(); // the page's stream begins anew
      await page.waitForFunction(() => !/todo\.session_mark=./.test(document.cookie));
      await route.fulfill({ response });
    });
    await deleteAccount(page, person.password);
    // The API has to come back first.
    const goodbye = page.getByText("Your account and your tasks are deleted.");
    await expect(goodbye).toBeVisible({ timeout: 40_000 });
  });

  for (const { when, after } of [
    { when: "at once", after: 0 },
    { when: "when the connection is back", after: 1 },
  ]) {
    test(`whose answer is lost is found out ${when}, and leaves nothing in the browser`, async ({
      page,
      person,
      context,
    }) => {
      await person.has("Secret plan");
      await new TaskPage(page).open();
      await new TaskPage(page).expectTitles("Secret plan");
      await page.route("**/delete-user", async (route) => {
        // Not by the browser, which would learn from the answer's cookies that the session is over.
        const { cookie = "", origin = "" } = await route.request().allHeaders();
        const headers = { cookie, origin, "content-type": "application/json" };
        const answer = await fetch(route.request().url(), {
          method: "POST",
          headers,
          body: route.request().postData() ?? "",
        });
        expect(answer.ok).toBe(true);
        if (after) await context.setOffline(true);
        await route.abort();
      });
      await deleteAccount(page, person.password);
      if (after) {
        await expect(page.getByText("That did not work just now.")).toBeVisible();
        await context.setOffline(false);
      }
      await expect(page.getByText("Your account and your tasks are deleted.")).toBeVisible();
      expect(JSON.stringify(await keptIn(page))).not.toContain("Secret plan");
    });
  }

  test("is heard of on other devices, which go to the door", async ({ page, person, newVisitor }) => {
    await person.has("Buy milk");
    const other = await newVisitor();
    await person.signIn(other.context);
    const tasks = new TaskPage(other.page);
    await tasks.open();
    await expect(tasks.checkbox("Buy milk")).toBeVisible();
    await deleteAccount(page, person.password);
    await expect(other.page).toHaveURL(/\/sign-in/);
  });

  test("asks for the password, and is not done without the right one", async ({ page, person }) => {
    await deleteAccount(page, "not the password");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/not your password/);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    expect((await person.signIn()).status()).toBe(200);
  });

  test("is refused with a sentence when the tasks cannot be deleted", async ({ page, person, stack }) => {
    await person.has("Buy milk");
    await stack.api.stop();
    await deleteAccount(page, person.password);
    await expect(page.getByText("Your tasks could not be deleted just now; nothing was changed.")).toBeVisible();
    await stack.api.start();
    expect((await person.stored()).map((task) => task.title)).toEqual(["Buy milk"]);

    await confirm(page, person.password);
    await expect(page).toHaveURL(/\/sign-up/);
  });

  test("does not keep anybody from coming back under the same address", async ({ page, person, context }) => {
    await person.has("Old");
    await deleteAccount(page, person.password);
    await expect(page).toHaveURL(/\/sign-up/);
    const before = person.id;
    await person.signUp();
    expect(person.id).not.toBe(before);
    const tasks = new TaskPage(await context.newPage());
    await tasks.open();
    await tasks.expectNothing();
    await tasks.add("New");
  });
});
