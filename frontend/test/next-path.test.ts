/** Where a person may be sent after signing in. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { nextPath, withNext } from "../lib/auth/next-path";

test("a path of this site is followed, with its query and its fragment", () => {
  for (const path of ["/", "/account", "/?filter=today&q=tea%20cup", "/account#sessions"]) {
    expect(nextPath(path)).toBe(path);
  }
});

test("whatever leads elsewhere becomes the start page", () => {
  const elsewhere = [
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "evil.example",
    "@evil.example",
    "",
  ];
  for (const path of elsewhere) expect(nextPath(path), JSON.stringify(path)).toBe("/");
  expect(nextPath(undefined)).toBe("/");
  expect(nextPath(["/account", "/"])).toBe("/");
});

test("the way back survives the change between the two pages", () => {
  expect(withNext("/sign-up", "/")).toBe("/sign-up");
  const link = new URL(withNext("/sign-up", "/?q=a&b=c"), "http://localhost");
  expect(nextPath(link.searchParams.get("next") ?? undefined)).toBe("/?q=a&b=c");
});

test("whatever somebody writes into an address leads to this site", () => {
  const here = "https://todo.example";
  const path = fc.string({ unit: fc.constantFrom("/", "\\", ".", ":", "@", "\t", "\n", "a", "?", "#", "%2f") });
  fc.assert(fc.property(path, (text) => new URL(nextPath(text), here).origin === here));
});
