/** People see their own tasks and nobody else's, whatever happens in one browser or in two. */

import { type Person, signInFromHome } from "./person";
import { SignInPage, signOut } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

test("two people at once see nothing of each other", async ({ person, tasks, newVisitor, signUp }) => {
  const { context, page } = await newVisitor();
  const stranger = await signUp(context);
  const theirs = new TaskPage(page);
  await theirs.open();

  await Promise.all([tasks.add("Mine"), theirs.add("Theirs")]);
  await tasks.page.reload();
  await theirs.page.reload();
  await tasks.expectTitles("Mine");
  await theirs.expectTitles("Theirs");
  expect((await person.stored()).map((task) => task.title)).toEqual(["Mine"]);
  expect((await stranger.stored()).map((task) => task.title)).toEqual(["Theirs"]);
});

test("the next person in the same browser never sees the last one's tasks, not for a moment", async ({
  person,
  page,
  context,
  newVisitor,
  signUp,
}) => {
  await signInFromHome(context);
  const next = await signUp((await newVisitor()).context);
  await next.has("Bread");
  await person.has("Secret plan");
  await page.addInitScript(watchFor, "Secret plan");
  const tasks = new TaskPage(page);
  await tasks.open();
  await expect(tasks.checkbox("Secret plan")).toBeVisible();
  expect(await wasSeen(page)).toBe(true);

  await signOut(page);
  expect(await wasSeen(page)).toBe(false);
  await new SignInPage(page).signIn(next);
  await tasks.expectTitles("Bread");
  expect(await wasSeen(page)).toBe(false);
});

test.describe("after signing out", () => {
  // The page that is kept asks whose it is.
  test.use({ expected: /status of 401 .*\/api\/auth\/token/ });

  test("going back shows nothing", async ({ person, page }) => {
    await person.has("Secret plan");
    await page.addInitScript(watchFor, "Secret plan");
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.checkbox("Secret plan")).toBeVisible();
    await signOut(page);
    await page.goBack();
    await expect(page).toHaveURL(/\/sign-in/);
    expect(await wasSeen(page)).toBe(false);
  });
});

test.describe("another tab", () => {
  // It may be asking for a token just then.
  test.use({ expected: /status of 401 .*\/api\/auth\/token/ });

  test("has no working token after signing out in the first one", async ({ person, page, context }) => {
    await person.has("Milk");
    const tasks = new TaskPage(page);
    await tasks.open();
    const second = await context.newPage();
    await new TaskPage(second).open();
    await signOut(second);
    await expect(page).toHaveURL(/\/sign-in/);
    expect((await context.request.get("/api/auth/token")).status()).toBe(401);
  });
});

test("a person's cookies open nothing of anybody else's account", async ({ person, newVisitor, signUp }) => {
  const stranger: Person = await signUp((await newVisitor()).context);
  const [task] = await stranger.has("Theirs");
  const { context, stack } = person;
  const answer = await context.request.get(`${stack.api.url}/api/tasks/${task?.id}`, {
    headers: { Authorization: `Bearer ${await person.token()}` },
  });
  expect(answer.status()).toBe(404);
  // A list of sessions would hold their tokens.
  const sessions = await context.request.get(`${stack.web.url}/api/auth/list-sessions`);
  expect(sessions.status()).toBe(404);
});

/** Runs in the page: remembers whether these words were ever in the document. */
function watchFor(words: string): void {
  const look = () => {
    if (document.documentElement?.textContent?.includes(words)) Object.assign(window, { wasSeen: true });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

function wasSeen(page: TaskPage["page"]): Promise<boolean> {
  return page.evaluate(() => "wasSeen" in window);
}
