/** What SMTP_URL and MAIL_FROM may say. */

import { expect, test } from "vitest";
import { readMailSettings } from "../lib/mail/settings";

const FROM = "Todo <todo@example.com>";

test("without an SMTP_URL there is no mail", () => {
  expect(readMailSettings(undefined, FROM)).toBeUndefined();
  expect(readMailSettings("", undefined)).toBeUndefined();
});

test("smtps is TLS from the first byte, and has its port", () => {
  expect(readMailSettings("smtps://ada:p%40ss@mail.example.com", FROM)).toEqual({
    host: "mail.example.com",
    port: 465,
    secure: true,
    requireTLS: false,
    auth: { user: "ada", pass: "p@ss" },
    from: FROM,
  });
});

test("smtp sends no password without STARTTLS", () => {
  expect(readMailSettings("smtp://ada:secret@mail.example.com:2525", FROM)).toMatchObject({
    port: 2525,
    secure: false,
    requireTLS: true,
  });
  expect(readMailSettings("smtp://[::1]", FROM)).toMatchObject({
    host: "::1",
    port: 587,
    requireTLS: false,
    auth: undefined,
  });
});

test.each([
  ["smtp://mail.example.com", undefined, /^MAIL_FROM is missing/],
  ["smtp://mail.example.com", "nobody", /^MAIL_FROM must be an address/],
  ["smtp://mail.example.com", "a@example.com, b@example.com", /^MAIL_FROM must be an address/],
  ["mail.example.com:587", FROM, /^SMTP_URL must be a URL/],
  ["https://mail.example.com", FROM, /^SMTP_URL must be a URL/],
  ["smtp://", FROM, /^SMTP_URL must be a URL/],
  ["smtp://mail.example.com?logger=true", FROM, /^SMTP_URL says more/],
  ["smtp://ada:50%@mail.example.com", FROM, /^SMTP_URL has a %/],
])("%s with %s is refused in one sentence", (url, from, message) => {
  expect(() => readMailSettings(url, from)).toThrow(message);
});

test("no message tells a password", () => {
  for (const url of ["smtp://ada:secret%@x", "http://ada:secret@x", "smtp://ada:secret@x/path"]) {
    expect(() => readMailSettings(url, FROM)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("secret") }),
    );
  }
});
