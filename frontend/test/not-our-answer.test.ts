/** Captive portals and companies' filters answer in our place, mostly with a page and whatever status: that is no answer of ours. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";

const page = (status: number) =>
  new Response("<html>Log in to the network</html>", { status, headers: { "Content-Type": "text/html" } });

let answer: (path: string) => Response;

/** A page of somebody who is signed in, in which nothing has been asked yet. */
beforeEach(() => {
  vi.resetModules();
  const location = { pathname: "/today", search: "", origin: "http://here.test", assign: vi.fn(), replace: vi.fn() };
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("document", { documentElement: { hidden: false }, cookie: "todo.session_mark=abc" });
  vi.stubGlobal("window", Object.assign(new EventTarget(), { location }));
  vi.stubGlobal("fetch", async (asked: string | URL) => answer(new URL(asked, location.origin).pathname));
});

afterEach(() => vi.unstubAllGlobals());

/** Signing out and deleting the account, and what the page says then. */
async function end(which: "signOut" | "deleteUser") {
  const { authClient } = await import("../lib/auth/client");
  const { endSession } = await import("../lib/auth/end-session");
  const { problemOf } = await import("../lib/auth/problems");
  const call = () => (which === "signOut" ? authClient.signOut() : authClient.deleteUser({ password: "secret" }));
  return new Promise<string>((resolve) => {
    const farewell = () => {
      resolve("goodbye");
      return new Promise<never>(() => {});
    };
    void endSession(() => problemOf(call()), farewell).then((problem) => resolve(problem?.message ?? "nothing"));
  });
}

for (const which of ["signOut", "deleteUser"] as const) {
  test.each([200, 401, 403, 404])(`${which} says no goodbye to somebody else's page with %i`, async (status) => {
    answer = () => page(status);
    expect(await end(which)).toContain("That did not work just now.");
  });

  test(`${which} says goodbye when our server has done it`, async () => {
    answer = () => Response.json({ success: true });
    expect(await end(which)).toBe("goodbye");
  });
}

test("a form about the account does not take somebody else's page for success", async () => {
  const { authClient } = await import("../lib/auth/client");
  const { problemOf } = await import("../lib/auth/problems");
  answer = () => page(200);
  expect(await problemOf(authClient.updateUser({ name: "Ada" }))).toBeDefined();
  expect(await problemOf(authClient.$fetch("/sessions"))).toBeDefined();
});

test("what our server refuses is still said in its words", async () => {
  const { authClient } = await import("../lib/auth/client");
  const { problemOf } = await import("../lib/auth/problems");
  answer = () => Response.json({ code: "INVALID_PASSWORD", message: "Invalid password" }, { status: 400 });
  const problem = await problemOf(authClient.deleteUser({ password: "wrong" }), { password: "" });
  expect(problem).toEqual({ field: "password", message: "This is not your password." });
});

const notSignedIn = () => Response.json({ code: "UNAUTHORIZED", message: "Unauthorized" }, { status: 401 });

test.each([200, 401, 403])(
  "nobody is signed out by somebody else's page with %i in place of the token",
  async (status) => {
    const { getToken } = await import("../lib/api/token");
    answer = () => page(status);
    await expect(getToken()).rejects.toThrow("The sign-in service cannot be reached");
    answer = notSignedIn;
    expect(await getToken()).toBeNull();
  },
);

test.each([200, 401])("a page that knows nobody asks on after somebody else's page with %i", async (status) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { findPerson } = await import("../lib/auth/find-person");
    answer = () => page(status);
    const found = findPerson(new AbortController().signal);
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    const claims = { sub: "ada", exp: 900, iat: 0, name: "Ada", email: "ada@example.com" };
    answer = () => Response.json({ token: `.${btoa(JSON.stringify(claims))}.` });
    await vi.runOnlyPendingTimersAsync();
    expect(await found).toEqual({ id: "ada", name: "Ada", email: "ada@example.com" });
    expect(window.location.assign).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});
