/** The page that says what this is, to whoever comes to the front door without a session. */

import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { signInFromHome } from "./person";
import { SignInPage } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

const heading = (page: Page) => page.getByRole("heading", { level: 1, name: "A to-do list that keeps every change" });
const picture = (page: Page) => page.getByRole("img", { name: /^The Inbox/ });

test("who comes for the first time sees what this is, and makes an account from there", { tag: "@phone" }, async ({
  page,
}) => {
  await page.goto("/");
  await expect(heading(page)).toBeVisible();
  await expect(page).toHaveURL("/");
  await page.getByRole("link", { name: "Create account" }).click();
  await expect(page).toHaveURL("/sign-up");
  await new SignInPage(page).signUp({
    name: "Ada",
    email: `${randomBytes(6).toString("hex")}@example.com`,
    password: "correct horse battery",
  });
  await expect(page).toHaveURL("/");
  await expect(new TaskPage(page).newTask).toBeFocused();
  await expect(heading(page)).toBeHidden();
});

test("who has an account already signs in from there, and gets to what they came for", async ({
  page,
  person,
  context,
}) => {
  await signInFromHome(context);
  await context.clearCookies();
  await page.goto("/?q=milk");
  await expect(heading(page)).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await new SignInPage(page).signIn(person);
  await expect(page).toHaveURL("/?q=milk");
});

test("who is signed in gets their tasks at the front door, and a way there from the page itself", async ({
  page,
  person,
}) => {
  await person.has("Buy milk");
  const tasks = new TaskPage(page);
  await page.goto("/");
  await tasks.expectTitles("Buy milk");
  await expect(heading(page)).toBeHidden();
  await page.goto("/welcome");
  await expect(heading(page)).toBeVisible();
  await expect(page.getByRole("link", { name: "Create account" })).toBeHidden();
  await page.getByRole("link", { name: "Go to your tasks" }).click();
  await expect(page).toHaveURL("/");
  await tasks.expectTitles("Buy milk");
});

test("it is open to all at its own address, and leads to the same doors", async ({ page }) => {
  await page.goto("/welcome");
  await expect(heading(page)).toBeVisible();
  await expect(page).toHaveURL("/welcome");
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/sign-in");
});

test("any other page asks for signing in", async ({ page }) => {
  for (const path of ["/today", "/welcome/nowhere", "/nowhere"]) {
    await page.goto(path);
    await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(path)}`);
  }
});

test("its picture is there, one of them and no more, in the theme and of the size of the screen", {
  tag: "@phone",
}, async ({ page, isMobile }) => {
  const size = isMobile ? "phone" : "wide";
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith(".webp")) asked.push(pathname);
  });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/");
  await expectPicture(page, `/welcome/${size}-dark.webp`);
  expect(asked).toEqual([`/welcome/${size}-dark.webp`]);

  // As somebody chooses in the app.
  await page.evaluate(() => localStorage.setItem("theme", "light"));
  await page.reload();
  await expectPicture(page, `/welcome/${size}-light.webp`);
  await expect(picture(page)).toHaveCount(1);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("it says and shows the same", async ({ page }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto("/");
    await expect(heading(page)).toBeVisible();
    await expect(picture(page)).toHaveCount(1);
    await expectPicture(page, "/welcome/wide-dark.webp");
    await page.getByRole("link", { name: "Create account" }).click();
    await expect(page).toHaveURL("/sign-up");
  });
});

test.describe("on screens of any width", () => {
  for (const width of [320, 768, 1024, 1920]) {
    test(`of ${width} px nothing is wider than the page, and the way in is in sight`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto("/");
      await expect(page.getByRole("link", { name: "Create account" })).toBeInViewport({ ratio: 1 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
});

/** What is shown has arrived, and is of that address. */
async function expectPicture(page: Page, pathname: string): Promise<void> {
  await picture(page).scrollIntoViewIfNeeded();
  await expect
    .poll(() =>
      picture(page).evaluate((image: HTMLImageElement) => image.naturalWidth > 0 && new URL(image.currentSrc).pathname),
    )
    .toBe(pathname);
}
