/** Tokens end and sessions end, in the middle of things. */

import type { Page } from "@playwright/test";
import { Client } from "pg";
import { keptIn } from "./kept";
import { type Person, signInFromHome } from "./person";
import { SignInPage, signOut } from "./sign-in-page";
import type { Stack } from "./stack";
import { TaskPage } from "./task-page";
import { expect, hearNothing, test } from "./test";

/** Counts the tokens that a page asks for. */
function countTokens(page: Page): () => number {
  let count = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/auth/token") count += 1;
  });
  return () => count;
}

test("one token serves many requests", async ({ page, person: _ }) => {
  const tokens = countTokens(page);
  const tasks = new TaskPage(page);
  await tasks.open();
  for (const title of ["One", "Two", "Three"]) await tasks.add(title);
  expect(tokens()).toBe(1);
});

test("many who share an address all get their tokens", async ({ person }) => {
  for (let count = 0; count < 120; count += 1) await person.token();
});

test("an old token is renewed before anybody notices", async ({ page, person: _ }) => {
  await page.clock.install();
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.expectNothing();
  const tokens = countTokens(page);
  await page.clock.fastForward("16:00");
  await tasks.add("Buy milk");
  expect(tokens()).toBe(1);
});

test.describe("a token that the API refuses", () => {
  test.use({ expected: /status of 401.*api\/tasks/ });

  test("is renewed once, and the request sent again", async ({ page, person, tasks }) => {
    await tasks.expectNothing();
    const tokens = countTokens(page);
    await page.route(
      "**/api/tasks/*",
      async (route) => {
        const { authorization, ...headers } = route.request().headers();
        await route.continue({ headers: { ...headers, authorization: `${authorization?.slice(0, -4)}AAAA` } });
      },
      { times: 1 },
    );
    const refused = page.waitForResponse((response) => response.status() === 401);
    await tasks.newTask.fill("Buy milk");
    await tasks.newTask.press("Enter");
    await refused;
    await expect.poll(async () => (await person.stored()).map((task) => task.title)).toEqual(["Buy milk"]);
    expect(tokens()).toBe(1);
    await expect(page).toHaveURL("/all");
    await expect(tasks.checkbox("Buy milk")).toBeVisible();
  });
});

test.describe("a session that is over", () => {
  test.use({ expected: /status of 401/ });

  test.beforeEach(({ context }) => signInFromHome(context));

  /** Ends the session behind the page's back, and its token too. No timer runs: the page would notice before it is asked for anything. */
  async function end({ page, person, stack }: { page: Page; person: Person; stack: Stack }): Promise<void> {
    await stack.sql('DELETE FROM auth.session WHERE "userId" = $1', person.id);
    await page.clock.setSystemTime(Date.now() + 16 * 60_000);
  }

  test("leads to the sign-in page, and back to the same place with what was being done", async ({
    page,
    person,
    stack,
  }) => {
    await page.clock.install();
    // Otherwise the page may notice first.
    await hearNothing(page);
    await person.has("Buy milk", "Call mum");
    const tasks = new TaskPage(page);
    await tasks.open("/all?sort=title&q=milk");
    await tasks.expectTitles("Buy milk");
    const here = page.url();

    await end({ page, person, stack });
    await tasks.checkbox("Buy milk").click();
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await new SignInPage(page).signIn(person);
    await expect(page).toHaveURL(here);
    await tasks.expectTitles("Buy milk");
    await expect(tasks.checkbox("Buy milk")).toBeChecked();
    await expect
      .poll(async () => (await person.stored()).map(({ title, completed }) => [title, completed]))
      .toEqual([
        ["Call mum", false],
        ["Buy milk", true],
      ]);
  });

  test("hands nothing over to somebody else who signs in", async ({ page, person, stack, newVisitor, signUp }) => {
    const next = await signUp((await newVisitor()).context);
    await page.clock.install();
    await hearNothing(page);
    const tasks = new TaskPage(page);
    await tasks.open();
    await tasks.expectNothing();
    await end({ page, person, stack });
    await tasks.newTask.fill("Secret plan");
    await tasks.newTask.press("Enter");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await new SignInPage(page).signIn(next);
    await tasks.expectNothing();
    expect(await next.stored()).toEqual([]);
    // Kept for when the first one is back, and nothing else of theirs.
    const { records } = await keptIn(page);
    expect(records.commands).toHaveLength(1);
    expect(JSON.stringify(records.rows)).not.toContain("Secret");

    await signOut(page);
    await new SignInPage(page).signIn(person);
    await tasks.expectTitles("Secret plan");
    await expect.poll(async () => (await person.stored()).map(({ title }) => title)).toEqual(["Secret plan"]);
    expect(await next.stored()).toEqual([]);
  });

  /** Nothing is kept on the disk, for as long as the tab says so. */
  const withoutDisk = () => {
    if (sessionStorage.getItem("has-disk")) return;
    IDBFactory.prototype.open = () => {
      throw new DOMException("No disk", "UnknownError");
    };
  };
  const hasDisk = () => sessionStorage.setItem("has-disk", "yes");

  test("takes nothing with it that this browser has not kept", async ({ page, person, stack }) => {
    await page.addInitScript(withoutDisk);
    await page.clock.install();
    await hearNothing(page);
    await person.has("Buy milk", "Call mum");
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.checkbox("Buy milk")).toBeVisible();
    await end({ page, person, stack });
    await tasks.checkbox("Buy milk").click();
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.evaluate(hasDisk);
    await new SignInPage(page).signIn(person);
    await expect(tasks.checkbox("Buy milk")).toBeChecked();
    await expect
      .poll(async () => (await person.stored()).map(({ title, completed }) => [title, completed]).sort())
      .toEqual([
        ["Buy milk", true],
        ["Call mum", false],
      ]);
    await expect.poll(() => page.evaluate(() => Object.keys(sessionStorage))).toEqual(["has-disk"]);
  });

  test("leaves what this browser has not kept to nobody else, and to nobody after signing out", async ({
    page,
    person,
    stack,
    newVisitor,
    signUp,
  }) => {
    const next = await signUp((await newVisitor()).context);
    await page.addInitScript(withoutDisk);
    await page.clock.install();
    await hearNothing(page);
    await person.has("Secret plan");
    const tasks = new TaskPage(page);
    await tasks.open();
    await tasks.expectTitles("Secret plan");
    await end({ page, person, stack });
    await tasks.checkbox("Secret plan").click();
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    const inTab = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    expect(await inTab()).toContain("Secret plan");
    await new SignInPage(page).signIn(next);
    await tasks.expectNothing();
    await expect.poll(inTab).not.toContain("Secret plan");
    await tasks.newTask.fill("Another secret");
    await tasks.newTask.press("Enter");
    await tasks.expectTitles("Another secret");
    await expect.poll(async () => (await next.stored()).map(({ title }) => title)).toEqual(["Another secret"]);
    await signOut(page);
    expect(await inTab()).toBe("{}");
  });

  test("takes nothing of what is half written in another tab", async ({ page, person, stack, context }) => {
    await page.clock.install();
    await hearNothing(page);
    const tasks = new TaskPage(page);
    await tasks.open();
    const other = new TaskPage(await context.newPage());
    await other.open();
    await other.newTask.fill("Half a thought");
    await end({ page, person, stack });
    await tasks.newTask.fill("Buy milk");
    await tasks.newTask.press("Enter");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    // It may have found out by itself, and be on its way.
    await other.page.evaluate(() => window.dispatchEvent(new Event("focus"))).catch(() => {});
    await expect(other.page).toHaveURL(/\/sign-in/);
    await new SignInPage(other.page).signIn(person);
    await expect(other.newTask).toHaveValue("Half a thought");
  });

  test("leads there at once when the page is loaded anew", async ({ page, person, stack }) => {
    const token = page.waitForResponse(/\/api\/auth\/token$/);
    await page.goto("/completed");
    // A page without one would find by itself that the session is over, and leave while it is loaded anew.
    await token;
    await stack.sql('DELETE FROM auth.session WHERE "userId" = $1', person.id);
    await page.reload();
    await expect(page).toHaveURL("/sign-in?next=%2Fcompleted");
    await new SignInPage(page).signIn(person);
    await expect(page).toHaveURL("/completed");
  });

  test("is no fault of the server's where it ends while its devices are being listed", async ({ person, stack }) => {
    const other = new Client({ connectionString: process.env.E2E_DATABASE_URL });
    await other.connect();
    const whoWaits = () =>
      stack.sql("SELECT 1 FROM pg_locks WHERE relation = 'auth.session'::regclass AND NOT granted");
    const expectWaiting = (count: number) =>
      expect.poll(async () => (await whoWaits()).length, { intervals: [20] }).toBeGreaterThanOrEqual(count);
    // Who asks for a table gets it in turn: the first look, then the end of the session, and then only the second look.
    await stack.sql("BEGIN");
    try {
      await stack.sql("LOCK TABLE auth.session");
      const answer = person.context.request.get(`${stack.web.url}/api/auth/sessions`);
      await expectWaiting(1);
      const id = other.escapeLiteral(person.id);
      const ended = other.query(`LOCK TABLE auth.session; DELETE FROM auth.session WHERE "userId" = ${id}`);
      await expectWaiting(2);
      await stack.sql("COMMIT");
      await ended;
      expect((await answer).status()).toBe(401);
    } finally {
      await stack.sql("ROLLBACK");
      await other.end();
    }
  });
});

test.describe("signing out with changes that are not synced", () => {
  test.use({ expected: /ERR_FAILED|status of 401.*auth\/token/ });

  test("asks first, and they are sent after the next sign-in", async ({ page, person, tasks, stack }) => {
    await tasks.add("Before");
    await page.route(`${stack.api.url}/**`, (route) => route.abort());
    for (const title of ["Unsent", "Unsent too"]) {
      await tasks.newTask.fill(title);
      await tasks.newTask.press("Enter");
    }
    await expect(tasks.row("Unsent too")).toContainText("Not synced yet");
    const dialog = page.getByRole("dialog", { name: "Sign out?" });
    const ask = async () => {
      await tasks.button("User menu").click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await expect(dialog).toContainText(
        "2 changes are not synced. They stay in this browser until you sign in again.",
      );
    };
    await ask();
    await dialog.getByRole("button", { name: "Stay" }).click();
    await expect(dialog).toBeHidden();
    await expect(tasks.button("User menu")).toBeFocused();
    await expect(page).toHaveURL("/all");

    await ask();
    await dialog.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL("/sign-in");
    await page.unroute(`${stack.api.url}/**`);
    await new SignInPage(page).signIn(person);
    await tasks.expectTitles("Before", "Unsent", "Unsent too");
    await expect
      .poll(async () => (await person.stored()).map(({ title }) => title).sort())
      .toEqual(["Before", "Unsent", "Unsent too"]);
  });
});

test.describe("signing out", () => {
  test.use({ expected: /ERR_(FAILED|INTERNET_DISCONNECTED)|status of 401.*auth\/token/ });

  for (const { when, isOffline } of [
    { when: "at once", isOffline: false },
    { when: "when the connection is back", isOffline: true },
  ]) {
    test(`whose answer is lost is found out ${when}, and leaves nothing in the browser`, async ({
      page,
      context,
      person,
      tasks,
    }) => {
      await person.has("Secret plan");
      await tasks.expectTitles("Secret plan");
      await page.route("**/sign-out", async (route) => {
        await route.fetch();
        await context.setOffline(isOffline);
        await route.abort();
      });
      await page.getByRole("button", { name: "User menu" }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      if (isOffline) {
        await expect(page.getByText("That did not work just now.").first()).toBeVisible();
        // The page sees by itself that its session is over.
        await context.setOffline(false);
      }
      await expect(page).toHaveURL("/sign-in");
      expect(JSON.stringify(await keptIn(page))).not.toContain("Secret plan");
    });
  }
});
