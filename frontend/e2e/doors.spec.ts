/** Who gets in where: the sign-in and sign-up pages, and the way back to where somebody wanted to go. */

import { signInFromHome } from "./person";
import { SignInPage } from "./sign-in-page";
import { expect, test } from "./test";

test("whoever is not signed in is asked to, and gets to the page they wanted", async ({ page, person, context }) => {
  await signInFromHome(context);
  await context.clearCookies();
  await page.goto("/account");
  await expect(page).toHaveURL("/sign-in?next=%2Faccount");
  await new SignInPage(page).signIn(person);
  await expect(page).toHaveURL("/account");
});

const elsewhere = [
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "javascript:alert(1)",
  "http:evil.example",
];

test("nobody is sent to another site after signing in", async ({ page, person, context }) => {
  await signInFromHome(context);
  for (const next of elsewhere) {
    // A page of theirs would find out by itself that it is over, and be on its way to the door just now.
    await page.goto("about:blank");
    await context.clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await new SignInPage(page).signIn(person);
    await expect(page, next).toHaveURL("/");
    await expect(page.getByText("Nothing to do yet")).toBeVisible();
  }
});

test("nor is somebody who is signed in already", async ({ page, person: _ }) => {
  for (const next of elsewhere) {
    for (const door of ["sign-in", "sign-up"]) {
      await page.goto(`/${door}?next=${encodeURIComponent(next)}`);
      await expect(page, next).toHaveURL("/");
    }
  }
});

test("somebody who is signed in has no business at the doors", async ({ page, person: _ }) => {
  for (const door of ["/sign-in", "/sign-up"]) {
    await page.goto(door);
    await expect(page).toHaveURL("/");
  }
});

test("the two doors lead to each other and keep the way", async ({ page }) => {
  await page.goto("/sign-in?next=%2Faccount");
  await page.getByRole("link", { name: "Create an account" }).click();
  await expect(page).toHaveURL("/sign-up?next=%2Faccount");
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/sign-in?next=%2Faccount");
});

test("an empty form says what is missing, and takes the focus there", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByRole("button", { name: "Create account" }).click();
  const name = page.getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription(/Enter your name/);
  await expect(page.getByRole("textbox", { name: "Email" })).toHaveAccessibleDescription(/Enter your email/);
});

test.describe("what the server refuses", () => {
  test.use({ expected: /status of 4(00|22).*sign-up\/email/ });

  test("is said next to its field", async ({ page, person, context }) => {
    await signInFromHome(context);
    await context.clearCookies();
    const door = new SignInPage(page);
    await page.goto("/sign-up");
    await door.signUp({ name: "Ada", email: "ada@example.com", password: "short" });
    await expect(door.password).toBeFocused();
    await expect(door.password).toHaveAccessibleDescription(/Use at least 8 characters/);
    await door.signUp({ name: "Ada", email: person.email, password: "long enough" });
    await expect(door.email).toBeFocused();
    await expect(door.email).toHaveAccessibleDescription(/There is already an account with this email/);
    await door.signUp({ name: "Ada", email: "no address", password: "long enough" });
    await expect(door.email).toHaveAccessibleDescription(/email address such as/);
  });
});

test("a password can be looked at while it is typed", async ({ page }) => {
  await page.goto("/sign-in");
  const { password } = new SignInPage(page);
  await password.fill("secret");
  await expect(password).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await expect(password).toHaveValue("secret");
  await page.getByRole("button", { name: "Hide password" }).click();
  await expect(password).toHaveAttribute("type", "password");
});

test.describe("a page that is not there", () => {
  test.use({ expected: /status of 404.*nowhere/ });

  test("says so and leads back", async ({ page, person: _ }) => {
    const answer = await page.goto("/nowhere");
    expect(answer?.status()).toBe(404);
    await page.getByRole("main").getByRole("link").first().click();
    await expect(page).toHaveURL("/");
  });
});

test.describe("opened at another address", () => {
  test.use({ expected: /^Asked http/ });

  test("of this machine, it leads to the right one", async ({ page, stack }) => {
    const { port } = new URL(stack.web.url);
    await page.goto(`http://127.0.0.1:${port}/sign-in?next=%2Ftrash`);
    await expect(page).toHaveURL(`${stack.web.url}/sign-in?next=%2Ftrash`);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  });

  test("of another name, it says where it is to be opened", async ({ page, stack }) => {
    const { port } = new URL(stack.web.url);
    await page.goto(`http://todo.localhost:${port}/sign-up`);
    await expect(page.getByRole("heading", { name: "This app has another address" })).toBeVisible();
    await expect(page.getByText(stack.web.url).first()).toBeVisible();
    await page.getByRole("link", { name: `Open ${stack.web.url}` }).click();
    await expect(page).toHaveURL(`${stack.web.url}/sign-up`);
  });
});
