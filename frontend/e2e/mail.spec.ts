/** Mail about accounts: a new password by a link, an address that is confirmed, and one that is changed. */

import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { subjects } from "./mailbox";
import { ask, signInFromHome } from "./person";
import { SignInPage } from "./sign-in-page";
import { expect, test } from "./test";

test.beforeEach(({ context }) => signInFromHome(context));

const { RESET, CONFIRM, CHANGE, CHANGED } = subjects;
const ANSWER = "If there is an account with this address, a link is on its way to it.";
const OVER = "This link has been used, or its hour is over.";

const newAddress = () => `grace-${randomBytes(6).toString("hex")}@example.com`;

async function askForLink(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  // The page before has such a field, too.
  await expect(page.getByRole("button", { name: "Send the link" })).toBeVisible();
  await new SignInPage(page).email.fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
}

async function choose(page: Page, password: string): Promise<void> {
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set the password" }).click();
}

test.describe("a new password by mail", () => {
  test.use({ expected: /status of 40[01].*(reset-password|\/token|sign-in)/ });

  test("ends all sessions and the old password, and each link works once @phone", async ({
    page,
    person,
    stack,
    newVisitor,
  }) => {
    const { page: desk, context } = await newVisitor();
    await signInFromHome(context);
    await askForLink(desk, ` ${person.email.toUpperCase()} `);
    const note = desk.getByRole("status").filter({ hasText: ANSWER });
    await expect(note).toBeFocused();
    const first = await stack.mailbox.letterTo(person.email, RESET);
    await askForLink(desk, person.email);
    const { text, html, link } = await stack.mailbox.letterTo(person.email, RESET, 2);
    expect(link).not.toBe(first.link);
    expect(text).toContain("for an hour");
    expect(html).toContain(`<a href="${link}">`);

    await desk.goto(link);
    await choose(desk, "short");
    await expect(desk.getByLabel("New password", { exact: true })).toHaveAccessibleDescription(/at least 8 characters/);
    await choose(desk, "a better password");
    await expect(desk.getByText("Your password is changed, and you are signed out everywhere.")).toBeVisible();
    await new SignInPage(desk).signIn({ email: person.email, password: "a better password" });
    await expect(desk).toHaveURL("/");

    await page.goto("/account");
    await expect(page).toHaveURL(/\/sign-in/);
    expect((await person.signIn()).status()).toBe(401);
    for (const used of [link, first.link]) {
      await page.goto(used);
      await expect(page.getByText(OVER)).toBeVisible();
    }
    await page.getByRole("link", { name: "Ask for a new link" }).click();
    await expect(page.getByRole("button", { name: "Send the link" })).toBeVisible();
  });

  test("works for an hour, also where the page was opened before", async ({ page, person, stack }) => {
    await page.context().clearCookies();
    await askForLink(page, person.email);
    const { link } = await stack.mailbox.letterTo(person.email, RESET);
    await page.goto(link);
    await expect(page.getByLabel("New password", { exact: true })).toBeVisible();
    const [left] = await stack.sql<{ minutes: number }>(
      `select extract(epoch from "expiresAt" - now())::float / 60 as minutes from auth.verification where value = $1`,
      person.id,
    );
    expect(left?.minutes).toBeGreaterThan(55);
    expect(left?.minutes).toBeLessThanOrEqual(60);
    await stack.sql(
      `update auth.verification set "expiresAt" = now() - interval '1 second' where value = $1`,
      person.id,
    );
    await choose(page, "a better password");
    await expect(page.getByText(OVER)).toBeVisible();
    await page.goto(link);
    await expect(page.getByText(OVER)).toBeVisible();
    expect((await person.signIn()).status()).toBe(200);
  });

  test("leads to no other site, whoever asks for it", async ({ person, context, stack }) => {
    const answer = await ask(context, stack.web.url, "request-password-reset", {
      email: person.email,
      redirectTo: `${stack.web.url}/sign-up`,
    });
    expect(answer.status()).toBe(200);
    const { link } = await stack.mailbox.letterTo(person.email, RESET);
    expect(new URL(link).searchParams.get("callbackURL")).toBe("/reset-password");
  });
});

test("who has no account gets the same answer in the same time, and no mail", async ({ page, person, stack }) => {
  await page.context().clearCookies();
  const stranger = newAddress();
  const told: string[] = [];
  for (const email of [stranger, person.email]) {
    const answered = page.waitForResponse("**/request-password-reset");
    await askForLink(page, email);
    await expect(page.getByText(ANSWER)).toBeVisible();
    const answer = await answered;
    told.push(`${answer.status()} ${await answer.text()}`);
    expect(answer.request().timing().responseStart).toBeGreaterThan(490);
  }
  expect(told[0]).toBe(told[1]);
  // The other one, which was asked for later, is there.
  await stack.mailbox.letterTo(person.email, RESET);
  expect(stack.mailbox.lettersTo(stranger, RESET)).toEqual([]);
});

test("an address is confirmed by the link that came with the account", async ({ page, person, stack }) => {
  const { link } = await stack.mailbox.letterTo(person.email, CONFIRM);
  await page.goto("/account");
  await expect(page.getByText("Not verified", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Send the link again" }).click();
  await expect(page.getByText(`A link is on its way to ${person.email}.`).first()).toBeVisible();
  const again = await stack.mailbox.letterTo(person.email, CONFIRM, 2);
  expect(claimsOf(again.link).exp - claimsOf(again.link).iat).toBe(3600);

  await page.goto(link);
  await expect(page.getByText("Your email address is confirmed.")).toBeVisible();
  await page.goto("/account");
  await expect(page.getByText("Verified", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Send the link again" })).toBeHidden();
  await page.goto(link.replace("token=", "token=x"));
  await expect(page.getByText(OVER)).toBeVisible();
});

test.describe("a change of address", () => {
  test.use({ expected: /status of 40[01].*(change-email|sign-in|\/token)/ });

  async function change(page: Page, to: string, password: string): Promise<void> {
    await page.goto("/account");
    await page.getByRole("textbox", { name: "New email" }).fill(to);
    await page.getByLabel("Your password").fill(password);
    await page.getByRole("button", { name: "Change email" }).click();
  }

  test("counts when the link in the new mailbox is opened, and the old one is told", async ({
    page,
    person,
    stack,
  }) => {
    const address = newAddress();
    await change(page, address, person.password);
    await expect(page.getByText(`Your address stays ${person.email} until`)).toBeVisible();
    const { link } = await stack.mailbox.letterTo(address, CHANGE);
    await expect(page.getByRole("main")).toContainText(`You sign in as ${person.email}.`);
    expect(stack.mailbox.lettersTo(person.email, CHANGED)).toEqual([]);

    await page.goto(link);
    await expect(page.getByText("Your email address is changed.")).toBeVisible();
    await page.goto("/account");
    await expect(page.getByText("Verified", { exact: true })).toBeVisible();
    await expect(page.getByText(address).first()).toBeVisible();
    const { text } = await stack.mailbox.letterTo(person.email, CHANGED);
    expect(text).not.toContain(address);
    expect((await person.signIn()).status()).toBe(401);

    await page.goto(link);
    await expect(page.getByText(OVER)).toBeVisible();
    await change(page, person.email, person.password);
    await page.goto((await stack.mailbox.letterTo(person.email, CHANGE)).link);
    await expect(page.getByText("Your email address is changed.")).toBeVisible();
    await page.goto(link);
    await expect(page.getByText(OVER)).toBeVisible();
    expect((await person.signIn()).status()).toBe(200);
  });

  test("ends the links for a new password that the old mailbox has", async ({ page, person, context, stack }) => {
    await ask(context, stack.web.url, "request-password-reset", { email: person.email });
    const reset = await stack.mailbox.letterTo(person.email, RESET);
    const address = newAddress();
    await change(page, address, person.password);
    await page.goto((await stack.mailbox.letterTo(address, CHANGE)).link);
    await expect(page.getByText("Your email address is changed.")).toBeVisible();
    await page.goto(reset.link);
    await expect(page.getByText(OVER)).toBeVisible();
  });

  test("needs the password, and an address that is another one", async ({ page, person, context, stack }) => {
    const address = newAddress();
    await change(page, address, "not the password");
    await expect(page.getByLabel("Your password")).toHaveAccessibleDescription(/not your password/);
    await change(page, person.email, person.password);
    const field = page.getByRole("textbox", { name: "New email" });
    await expect(field).toHaveAccessibleDescription(/your address already/);
    await change(page, "no address", person.password);
    await expect(field).toHaveAccessibleDescription(/email address such as/);
    const answer = await ask(context, stack.web.url, "change-email", { newEmail: address });
    expect(answer.status()).toBe(400);
    expect(stack.mailbox.lettersTo(address, CHANGE)).toEqual([]);
  });

  test("does not tell whether an address has an account", async ({ page, person, signUp, newVisitor, stack }) => {
    const other = await signUp((await newVisitor()).context);
    await change(page, other.email, person.password);
    await expect(page.getByText(`Your address stays ${person.email} until`)).toBeVisible();
    expect(stack.mailbox.lettersTo(other.email, CHANGE)).toEqual([]);
  });
});

function claimsOf(link: string): { exp: number; iat: number } {
  const token = new URL(link).searchParams.get("token") ?? "";
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}
