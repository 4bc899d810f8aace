/** Mail about accounts: a new password by a link, an address that is confirmed, and one that is changed. */

import { randomBytes } from "node:crypto";
import type { APIResponse, BrowserContext, Page } from "@playwright/test";
import { Mailbox, SilentServer } from "./mailbox";
import { atHome, signInFromHome } from "./person";
import type { Service } from "./service";
import { SignInPage } from "./sign-in-page";
import { expect, test } from "./test";

test.beforeEach(({ context }) => signInFromHome(context));

const RESET = "Choose a new password";
const CONFIRM = "Confirm your email address";
const CHANGE = "Confirm your new email address";
const CHANGED = "Your email address was changed";
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

/** Without a page; an answer that waits for a mail server comes too late. */
function ask(context: BrowserContext, { url }: Service, path: string, data: object): Promise<APIResponse> {
  const headers = { Origin: url, ...atHome() };
  return context.request.post(`${url}/api/auth/${path}`, { data, headers, timeout: 8_000 });
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
    const answer = await ask(context, stack.web, "request-password-reset", {
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
    await ask(context, stack.web, "request-password-reset", { email: person.email });
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
    const answer = await ask(context, stack.web, "change-email", { newEmail: address });
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

test.describe("a mail server that is no help", () => {
  const servers: [string, () => Promise<{ url: string; close: () => Promise<void> }>, RegExp][] = [
    ["greets and hangs", async () => opened(new SilentServer()), /ETIMEDOUT/],
    ["refuses the mail", async () => opened(new SilentServer("554 no service\r\n")), /EPROTOCOL 554|ECONNECTION 554/],
    ["is not there", gone, /ECONNREFUSED|ESOCKET|ECONNECTION/],
  ];

  for (const [what, start, reason] of servers) {
    test(`and ${what}, is nobody's trouble but the log's, which has one line`, async ({ context, person, stack }) => {
      const { url, close } = await start();
      const web = await stack.another({ SMTP_URL: url });
      try {
        await web.start();
        const before = web.log.length;
        const answer = await ask(context, web, "request-password-reset", { email: person.email });
        expect(answer.status()).toBe(200);
        const said = () => web.log.slice(before).match(/A mail was not sent.*/g) ?? [];
        await expect.poll(said, { timeout: 40_000 }).toEqual([expect.stringMatching(reason)]);
        expect(web.log.slice(before)).not.toContain(person.email);
        expect(web.log.slice(before)).not.toContain("token");
      } finally {
        await web.stop();
        await close();
      }
    });
  }
});

test("a mail is sent before a process that is told to stop has stopped", async ({ context, person, stack }) => {
  const web = await stack.another({});
  await web.start();
  const answer = await ask(context, web, "request-password-reset", { email: person.email });
  expect(answer.status()).toBe(200);
  await web.stop();
  await stack.mailbox.letterTo(person.email, RESET);
});

test.describe("without a mail server", () => {
  test.use({ expected: /^Asked http:\/\/localhost/ });

  test("nothing of it is there", async ({ person, newVisitor, stack }) => {
    const web = await stack.another({ SMTP_URL: "", MAIL_FROM: "" });
    const { page, context } = await newVisitor();
    try {
      await web.start();
      await page.goto(`${web.url}/sign-in`);
      await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
      await expect(page.getByRole("link", { name: "Forgot your password?" })).toBeHidden();
      for (const path of ["forgot-password", "reset-password?token=x", "verify-email"]) {
        await page.goto(`${web.url}/${path}`);
        await expect(page, path).toHaveURL(`${web.url}/sign-in`);
      }
      for (const path of ["request-password-reset", "send-verification-email", "change-email", "reset-password"]) {
        expect((await ask(context, web, path, { email: person.email })).status(), path).toBe(404);
      }
      // By this the account page knows what to show.
      const address = await person.context.request.get(`${web.url}/api/auth/address`);
      expect(await address.json()).toMatchObject({ hasMail: false });
    } finally {
      await web.stop();
    }
  });
});

test("without a sender the web app says at start what is missing", async ({ stack }) => {
  const web = await stack.another({ MAIL_FROM: "" });
  await expect(web.start()).rejects.toThrow("MAIL_FROM is missing; SMTP_URL is set, and mail needs a sender.");
});

function claimsOf(link: string): { exp: number; iat: number } {
  const token = new URL(link).searchParams.get("token") ?? "";
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

async function opened(server: SilentServer) {
  return { url: await server.open(), close: () => server.close() };
}

async function gone() {
  const mailbox = new Mailbox();
  const url = await mailbox.open();
  await mailbox.close();
  return { url, close: async () => {} };
}
