/** What every browser test starts from: the real stack, people with accounts, and pages that must not complain. */

import { randomBytes } from "node:crypto";
import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { Person } from "./person";
import { type Stack, withStack } from "./stack";
import { TaskPage } from "./task-page";

export { expect };

/** A browser of somebody's own, with an account or without. */
interface Visitor {
  context: BrowserContext;
  page: Page;
}

export interface Fixtures {
  /** The console errors that a test means to cause; every other one fails it. */
  expected: RegExp | undefined;
  /** From here on, no page of this browser may complain. */
  watch: (context: BrowserContext) => void;
  /** Opens one more browser, which shares nothing with the first. */
  newVisitor: (options?: BrowserContextOptions) => Promise<Visitor>;
  /**
   * Makes an account and signs its owner in, in this browser. Unless the person is `isNew`, their settings are chosen:
   * otherwise the first page sends them, amid what a test waits for.
   */
  signUp: (context: BrowserContext, options?: { isNew?: boolean }) => Promise<Person>;
  /** Somebody new, signed in to `page`. */
  person: Person;
  /** The task page of `person`, opened. */
  tasks: TaskPage;
}

export const test = base.extend<Fixtures, { stack: Stack }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads here which fixtures this one needs.
  stack: [async ({}, use, { workerIndex }) => withStack(workerIndex, use), { scope: "worker", timeout: 180_000 }],

  baseURL: async ({ stack }, use) => use(stack.web.url),

  expected: [undefined, { option: true }],

  watch: async ({ stack, expected }, use) => {
    const complaints: string[] = [];
    await use((context) => listen(context, stack, complaints));
    const unexpected = complaints.filter((complaint) => !expected?.test(complaint));
    expect(unexpected, "what the pages complained of").toEqual([]);
  },

  context: async ({ context, watch }, use) => {
    watch(context);
    await use(context);
  },

  newVisitor: async ({ browser, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch(context);
      return { context, page: await context.newPage() };
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  signUp: async ({ stack }, use) => {
    await use(async (context, { isNew = false } = {}) => {
      const person = new Person(context, stack, {
        name: "Ada Lovelace",
        email: `ada-${randomBytes(6).toString("hex")}@example.com`,
        password: randomBytes(12).toString("base64url"),
      });
      await person.signUp();
      if (!isNew) await person.chooses({ time_zone: "Europe/Berlin", week_start: 1 });
      return person;
    });
  },

  person: async ({ context, signUp }, use) => use(await signUp(context)),

  // The person comes first: the page needs the session.
  tasks: async ({ person: _, page }, use) => {
    const tasks = new TaskPage(page);
    await tasks.open();
    await use(tasks);
  },
});

/** From its next stream on, the page does not learn what happens elsewhere. */
export async function hearNothing(page: Page): Promise<void> {
  await page.route("**/api/events", () => {});
}

/** Requests to that address wait until the returned function is called. */
export async function holdBack(at: Page | BrowserContext, url: string | RegExp): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await at.route(url, async (route) => {
    await held;
    await route.fallback();
  });
  return letGo;
}

/** The script that has this text in it waits until the returned function is called, which ends once it has arrived. */
export async function holdBackScript(page: Page, text: string): Promise<() => Promise<void>> {
  let letGo = () => {};
  let arrive = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    const response = await route.fetch();
    const isMeant = (await response.text()).includes(text);
    if (isMeant) await held;
    await route.fulfill({ response });
    if (isMeant) arrive();
  });
  return async () => {
    letGo();
    await arrived;
    // Others may be on their way when the test ends.
    await page.unrouteAll({ behavior: "ignoreErrors" });
  };
}

/** The API gets a longer title than was written, and refuses it: what the page knows to be too long it does not send. */
export async function makeRefused(page: Page): Promise<() => Promise<void>> {
  const tasks = /\/api\/tasks\/[^/]+$/;
  await page.route(tasks, (route) => {
    const request = route.request();
    if (!["PUT", "PATCH"].includes(request.method())) return route.fallback();
    return route.continue({ postData: JSON.stringify({ ...request.postDataJSON(), title: "x".repeat(101) }) });
  });
  return () => page.unroute(tasks);
}

/** Collects what no page may do: errors in the console, uncaught errors, requests to anybody else. */
function listen(context: BrowserContext, stack: Stack, complaints: string[]): void {
  const own = [stack.web.url, stack.api.url];
  context.on("console", (message) => {
    const { url } = message.location();
    // The browser writes down each answer that is no yes. On a loaded machine the API asks for patience, and the page tries
    // again; a page that was left before it had read an answer asks once more, and hears that it is done.
    const isUsual = url.startsWith(stack.api.url) && /status of (503|412)/.test(message.text());
    if (message.type() === "error" && !isUsual) complaints.push(`${message.text()} (${url})`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && !own.includes(url.origin)) complaints.push(`Asked ${url.origin}`);
  });
}
