/** What an attacker would try first. */

import type { Page } from "@playwright/test";
import { keptIn, tasksKeptIn } from "./kept";
import { SignInPage } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

const pages = ["/", "/account", "/?show=active"];
const doors = ["/", "/sign-in", "/sign-up"];

/** The policy of an answer, by directive. */
function policyOf(headers: Record<string, string>): Record<string, string[]> {
  const directives = (headers["content-security-policy"] ?? "").split(";").map((part) => part.trim().split(/\s+/));
  return Object.fromEntries(directives.map(([name = "", ...values]) => [name, values]));
}

test("every page allows only scripts with its own nonce", async ({ page, person: _, newVisitor, stack }) => {
  const visitor = await newVisitor();
  const visits = [...pages.map((path) => [page, path] as const), ...doors.map((path) => [visitor.page, path] as const)];
  const nonces = new Set<string>();
  for (const [browser, path] of visits) {
    const answer = await browser.goto(path);
    const headers = (await answer?.allHeaders()) ?? {};
    const policy = policyOf(headers);
    const nonce = policy["script-src"]?.find((source) => source.startsWith("'nonce-")) ?? "";
    expect(nonce.length, path).toBeGreaterThan(24);
    nonces.add(nonce);
    expect(policy["script-src"], path).toEqual(["'self'", nonce, "'strict-dynamic'"]);
    expect(policy["style-src"]?.join(" "), path).not.toContain("unsafe-inline");
    expect(policy, path).toMatchObject({
      "default-src": ["'self'"],
      "connect-src": ["'self'", stack.api.url],
      "object-src": ["'none'"],
      "base-uri": ["'none'"],
      "form-action": ["'self'"],
      "frame-ancestors": ["'none'"],
    });
    expect(headers, path).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin" });
    expect(headers["permissions-policy"], path).toBeTruthy();
    // Only over https: on http it would be ignored at best.
    expect(headers, path).not.toHaveProperty("strict-transport-security");
    expect(headers, path).not.toHaveProperty("x-powered-by");
  }
  expect(nonces.size).toBe(visits.length);
});

test("nothing on any page breaks the policy", async ({ page, person, newVisitor }) => {
  const visitor = await newVisitor();
  for (const path of doors) await expectNoViolation(visitor.page, path);
  await person.has({ title: "Buy milk", description: "Two bottles", due_date: "2031-01-01" });
  for (const path of pages) await expectNoViolation(page, path);
  const tasks = new TaskPage(page);
  await watchViolations(page);
  await tasks.open();
  await tasks.add("Call mum tomorrow", "Call mum");
  await tasks.edit("Call mum", { title: "Call dad" });
  await tasks.button("Delete Call dad").click();
  await expect(tasks.button("Undo")).toBeVisible();
  await tasks.button("Keyboard shortcuts").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "User menu" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  expect(await violations(page)).toEqual([]);
});

test.describe("a script that somebody smuggles in", () => {
  test.use({ expected: /Content Security Policy/ });

  test("does not run", async ({ tasks: { page } }) => {
    const ran = await page.evaluate(async () => {
      const smuggled = document.createElement("div");
      smuggled.innerHTML = "<img src='data:,' onerror='window.smuggled = true'>";
      document.body.append(smuggled);
      // Its own handler would come first.
      await new Promise((resolve) => smuggled.firstElementChild?.addEventListener("error", resolve));
      return "smuggled" in window;
    });
    expect(ran).toBe(false);
  });
});

test("a task's words are words, whatever they look like", async ({ tasks }) => {
  const title = "<img src=x onerror=alert(1)> <b>bold</b>";
  await tasks.add(title);
  await tasks.page.reload();
  await expect(tasks.row(title)).toContainText(title);
  await expect(tasks.list.locator("img, b")).toHaveCount(0);
});

test("no script can read the session's cookie, and no other site can use it", async ({ tasks }) => {
  const cookies = await tasks.page.context().cookies();
  expect(cookies.map((cookie) => cookie.name)).toContain("better-auth.session_token");
  for (const cookie of cookies)
    expect(cookie, cookie.name).toMatchObject({ httpOnly: cookie.name !== "todo.session_mark", sameSite: "Lax" });
  // It tells one session from another; nobody gets in with it.
  const [mark, ...others] = (await tasks.page.evaluate(() => document.cookie)).split("; ");
  expect(mark).toMatch(/^todo\.session_mark=[\w-]{16}$/);
  expect(others).toEqual([]);
});

test("the token is in memory and nowhere else", async ({ page, person }) => {
  const sent: { url: string; authorization: string | undefined }[] = [];
  page.on("request", (request) => sent.push({ url: request.url(), authorization: request.headers().authorization }));
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.add("Buy milk");
  await expect.poll(async () => (await tasksKeptIn(page)).length).toBe(1);
  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Account", exact: true })).toBeVisible();

  const kept = await page.evaluate(async () => [
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
    document.cookie,
    JSON.stringify(history.state),
    window.name,
  ]);
  const { records, files } = await keptIn(page);
  expect(JSON.stringify(records.rows)).toContain("Buy milk");
  // The head of every token, in base64: {"alg
  expect([...kept, JSON.stringify(records), ...files].join()).not.toContain("eyJ");
  expect(kept[2]).toMatch(/^todo\.session_mark=[\w-]{16}$/);
  for (const { url, authorization } of sent) {
    expect(url).not.toContain("eyJ");
    // Only the API is shown it.
    expect(Boolean(authorization?.startsWith("Bearer eyJ")), url).toBe(url.startsWith(person.stack.api.url));
  }
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name.endsWith("session_token"));
  expect(await page.content()).not.toContain(decodeURIComponent(cookie?.value ?? "?"));
});

test("another site can do nothing in somebody's name", async ({ person }) => {
  const { context, stack } = person;
  const headers = { Origin: "https://evil.example" };
  for (const path of ["sign-out", "delete-user", "change-password", "update-user"]) {
    const answer = await context.request.post(`${stack.web.url}/api/auth/${path}`, { headers, data: {} });
    expect(answer.status(), path).toBe(403);
  }
  const preflight = await context.request.fetch(`${stack.api.url}/api/tasks`, {
    method: "OPTIONS",
    headers: { ...headers, "Access-Control-Request-Method": "POST" },
  });
  expect(preflight.headers()).not.toHaveProperty("access-control-allow-origin");
});

test.describe("guessing passwords", () => {
  test.use({ expected: /status of 4(01|29).*sign-in/ });

  test("soon has to wait, at one address and not at all", async ({ page, person, context, stack }) => {
    const attempt = (from: string) =>
      context.request.post(`${stack.web.url}/api/auth/sign-in/email`, {
        data: { email: person.email, password: "a wrong guess" },
        headers: { Origin: stack.web.url, "X-Forwarded-For": from },
      });
    const statuses: number[] = [];
    for (let guess = 0; guess < 5; guess += 1) statuses.push((await attempt("203.0.113.7")).status());
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    // What comes before the last entry is hearsay, and changes nothing.
    expect((await attempt("198.51.100.1, 203.0.113.7")).status()).toBe(429);
    expect((await attempt("203.0.113.8")).status()).toBe(401);

    await context.clearCookies();
    await context.route("**/api/auth/**", (route) =>
      route.continue({ headers: { ...route.request().headers(), "X-Forwarded-For": "203.0.113.7" } }),
    );
    await page.goto("/sign-in");
    await new SignInPage(page).signIn(person);
    await expect(page.getByText("That was too often in a short time.")).toBeVisible();
  });
});

test("without a proxy, no one has another address by saying so", async ({ person, stack, newVisitor }) => {
  const web = await stack.another({ TRUSTED_PROXIES: "" });
  const { context } = await newVisitor();
  try {
    await web.start();
    const statuses: number[] = [];
    for (let guess = 0; guess < 5; guess += 1) {
      const answer = await context.request.post(`${web.url}/api/auth/sign-in/email`, {
        data: { email: person.email, password: "a wrong guess" },
        headers: { Origin: web.url, "X-Forwarded-For": `198.51.100.${guess}` },
      });
      statuses.push(answer.status());
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  } finally {
    await web.stop();
  }
});

test("the account page knows no session's token, and ends a session by its id", async ({
  page,
  person,
  newVisitor,
}) => {
  const phone = await newVisitor();
  await person.signIn(phone.context);
  const tokens = (await Promise.all([page.context().cookies(), phone.context.cookies()]))
    .flat()
    .filter(({ name }) => name.endsWith("session_token"))
    .map(({ value }) => decodeURIComponent(value).split(".")[0] ?? "?");
  expect(tokens).toHaveLength(2);
  const answers: Promise<string>[] = [];
  page.on("response", (response) => {
    // The stream of events has no end.
    if (response.url().startsWith(person.stack.web.url)) answers.push(response.text().catch(() => ""));
  });
  await page.goto("/account");
  const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  await sessions.getByRole("button", { name: /^Sign out/ }).click();
  await expect(sessions).toHaveCount(1);
  const told = (await Promise.all(answers)).join();
  for (const token of tokens) expect(told).not.toContain(token);
  const list = await page.request.get("/api/auth/list-sessions");
  expect(list.status()).toBe(404);
});

test("a session of somebody else is not ended by its id", async ({ person, newVisitor, signUp, stack }) => {
  const stranger = await signUp((await newVisitor()).context);
  const [theirs] = await stack.sql<{ id: string }>('SELECT id FROM auth.session WHERE "userId" = $1', stranger.id);
  await person.context.request.delete(`${stack.web.url}/api/auth/sessions/${theirs?.id}`);
  const left = await stack.sql('SELECT 1 FROM auth.session WHERE "userId" = $1', stranger.id);
  expect(left).toHaveLength(1);
  const { context } = await newVisitor();
  const answer = await context.request.delete(`${stack.web.url}/api/auth/sessions/${theirs?.id}`);
  expect(answer.status()).toBe(401);
});

test("everybody's tables are where they belong", async ({ person: _, stack }) => {
  const tables = await stack.sql<{ name: string }>(
    `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const names = tables.map((table) => table.name);
  expect(names.filter((name) => !/^(auth|todo)\./.test(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(["auth.user", "auth.session", "auth.jwks", "todo.user", "todo.task"]));
});

async function watchViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    document.addEventListener("securitypolicyviolation", (event) => {
      seen.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
}

function violations(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { violations: string[] }).violations);
}

async function expectNoViolation(page: Page, path: string): Promise<void> {
  await watchViolations(page);
  await page.goto(path, { waitUntil: "load" });
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect(await violations(page), path).toEqual([]);
}
