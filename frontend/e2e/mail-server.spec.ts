/** The web app and its mail server: one that is no help, one that is not set up, and mails that are still to be sent. */

import { Mailbox, SilentServer, subjects } from "./mailbox";
import { ask } from "./person";
import { expect, test } from "./test";

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
        const answer = await ask(context, web.url, "request-password-reset", { email: person.email });
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
  const answer = await ask(context, web.url, "request-password-reset", { email: person.email });
  expect(answer.status()).toBe(200);
  await web.stop();
  await stack.mailbox.letterTo(person.email, subjects.RESET);
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
        expect((await ask(context, web.url, path, { email: person.email })).status(), path).toBe(404);
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

async function opened(server: SilentServer) {
  return { url: await server.open(), close: () => server.close() };
}

async function gone() {
  const mailbox = new Mailbox();
  const url = await mailbox.open();
  await mailbox.close();
  return { url, close: async () => {} };
}
