/** Reminders outside of the page: asked for, subscribed to, sent, shown, and answered from there. */

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { goOffline } from "./connection";
import { Notifications } from "./notifications";
import type { Person } from "./person";
import { isSignedWith, PushService } from "./push-service";
import { SignInPage, signOut } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { test as base, expect } from "./test";

type Fixtures = { pushService: PushService; notifications: Notifications };

const test = base.extend<Fixtures>({
  pushService: async ({ context }, use) => {
    const service = new PushService();
    await service.open();
    await service.isUsedBy(context);
    await use(service);
    await service.close();
  },
  notifications: async ({ page }, use) => use(new Notifications(page)),
});

const TOMORROW = { due_date: "2101-02-28", due_time: "17:00", remind_before: 0 };
const LONG_PAST = { due_date: "2020-02-28", remind_before: 0 };

const deviceSwitch = (page: Page) => page.getByRole("checkbox", { name: "On this device" });

/** By the account page. */
async function switchOn(page: Page): Promise<void> {
  await page.goto("/account");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await deviceSwitch(page).check();
  await expect(page.getByText("Reminders come to this device.").first()).toBeVisible();
  await expect(deviceSwitch(page)).toBeChecked();
}

const subscriptionsOf = async ({ id, stack }: Person): Promise<string[]> =>
  (await stack.sql<{ endpoint: string }>("SELECT endpoint FROM todo.push_subscription WHERE user_id = $1", id)).map(
    ({ endpoint }) => endpoint,
  );

/** Its moment is now; the API looks when it is used. */
async function comesDue({ stack }: Person, page: Page, taskId: string): Promise<void> {
  await stack.sql("UPDATE todo.task SET remind_at = clock_timestamp() WHERE id = $1", taskId);
  await page.reload();
}

const pushOf = (id: string, title: string, more: object = {}) => ({
  task: id,
  title,
  due_date: "2101-02-28",
  due_time: "17:00",
  tag: `tag-${id}`,
  ...more,
});

test("a reminder reaches the device that was switched on, and Done completes its task", async ({
  page,
  person,
  pushService,
  notifications,
}) => {
  const [task] = await person.has({ title: "Pay the rent", ...TOMORROW });
  await switchOn(page);
  expect(await subscriptionsOf(person)).toEqual([pushService.endpoint("ada")]);

  const arrives = pushService.next();
  await comesDue(person, page, task?.id ?? "");
  const push = await arrives;
  const { data } = await (await page.request.get(`${person.stack.api.url}/api/me/push`, await asks(person))).json();
  expect(isSignedWith(data.public_key, push)).toBe(true);
  expect(JSON.parse(push.message)).toMatchObject({ task: task?.id, title: "Pay the rent", due_time: "17:00" });

  await notifications.listen();
  await notifications.push(push.message);
  await notifications.expectShown("Pay the rent");
  expect((await notifications.shown())[0]).toMatchObject({
    body: "Due 28 Feb 2101, 17:00",
    actions: ["Done", "In an hour"],
  });
  // The same reminder once more.
  await notifications.push({ ...JSON.parse(push.message), title: "Pay the whole rent" });
  await notifications.expectShown("Pay the whole rent");
  expect(await notifications.click("Pay the whole rent", "done")).toEqual([]);
  expect((await person.stored())[0]).toMatchObject({ completed: true });
  await notifications.expectShown();
});

async function asks(person: Person) {
  return { headers: { Authorization: `Bearer ${await person.token()}` } };
}

test("Done moves what repeats once, however often it is pressed", async ({
  page,
  person,
  pushService,
  notifications,
}) => {
  const [task] = await person.has({ title: "Water the plants", ...TOMORROW, repeat: "FREQ=DAILY" });
  await switchOn(page);
  await notifications.listen();
  for (let press = 0; press < 2; press += 1) {
    await notifications.push(pushOf(task?.id ?? "", "Water the plants", { tag: `press-${press}` }));
    await notifications.expectShown("Water the plants");
    expect(await notifications.click("Water the plants", "done")).toEqual([]);
    await expect(page.getByText("Not done yet")).toHaveCount(0);
  }
  expect((await person.stored())[0]).toMatchObject({ due_date: "2101-03-01", completed: false });
  expect(pushService.pushes).toEqual([]);
});

test("In an hour has the reminder come again then", async ({ page, person, pushService: _, notifications }) => {
  const [task] = await person.has({ title: "Call mum", ...TOMORROW });
  await switchOn(page);
  await notifications.listen();
  await notifications.push(pushOf(task?.id ?? "", "Call mum"));
  await notifications.expectShown("Call mum");
  expect(await notifications.click("Call mum", "snooze")).toEqual([]);
  const [row] = await person.stack.sql<{ minutes: number }>(
    "SELECT extract(epoch FROM remind_at - now())::int / 60 AS minutes FROM todo.task WHERE id = $1",
    task?.id,
  );
  expect(row?.minutes).toBeGreaterThan(57);
  expect(row?.minutes).toBeLessThan(61);
});

test("what is put off leaves the bell, also after a reload, and rings again when its time has come", async ({
  page,
  person,
  pushService: _,
  notifications,
}) => {
  const now = Date.now();
  const said = new Date(now - 30 * 60_000).toLocaleString("sv", { timeZone: "Europe/Berlin" });
  const due = { due_date: said.slice(0, 10), due_time: said.slice(11, 16) };
  const [task] = await person.has({ title: "Call mum", ...due, remind_before: 0 });
  await page.clock.install({ time: now });
  await switchOn(page);
  const tasks = new TaskPage(page);
  await tasks.open("/");
  const bell = page.getByRole("button", { name: "1 missed reminder" });
  await expect(bell).toBeVisible();
  await notifications.listen();
  await notifications.push(pushOf(task?.id ?? "", "Call mum", due));
  await notifications.expectShown("Call mum");
  expect(await notifications.click("Call mum", "snooze")).toEqual([]);
  await expect(bell).toBeHidden();
  await page.reload();
  await tasks.listens();
  await expect(tasks.row("Call mum")).toBeVisible();
  await expect(bell).toBeHidden();
  await page.clock.fastForward("01:05:00");
  await expect(bell).toBeVisible();
});

test("a click leads the open page to the task, with what is being written in it", async ({
  page,
  person,
  pushService: _,
  notifications,
}) => {
  const [task] = await person.has({ title: "Call mum", ...TOMORROW });
  await switchOn(page);
  const tasks = new TaskPage(page);
  await tasks.open("/");
  await tasks.newTask.fill("Half written");
  await notifications.listen();
  await notifications.push(pushOf(task?.id ?? "", "Call mum"));
  await notifications.expectShown("Call mum");
  await page.evaluate(() => Object.assign(window, { isSame: true }));
  expect(await notifications.click("Call mum")).toEqual([]);
  await expect(tasks.editor("Call mum")).toBeVisible();
  await expect(tasks.newTask).toHaveValue("Half written");
  expect(await page.evaluate(() => "isSame" in window)).toBe(true);
});

test("what is no reminder is shown as something harmless", async ({ page, person: _, pushService, notifications }) => {
  await switchOn(page);
  await notifications.listen();
  await notifications.push("{ no JSON");
  await notifications.expectShown("Todo");
  expect((await notifications.shown())[0]).toMatchObject({ body: "A reminder is due.", actions: [] });
  expect(pushService.pushes).toEqual([]);
});

test("a subscription that has ended is renewed, by the worker and by the next page", async ({
  page,
  person,
  pushService,
  notifications,
}) => {
  await switchOn(page);
  const forget = () => person.stack.sql("DELETE FROM todo.push_subscription WHERE user_id = $1", person.id);
  await forget();
  await page.evaluate(() => localStorage.removeItem("test-subscription"));
  await page.reload();
  await expect.poll(() => subscriptionsOf(person)).toEqual([pushService.endpoint("ada")]);

  await forget();
  await pushService.isUsedByWorker(await notifications.worker());
  await notifications.end();
  expect(await subscriptionsOf(person)).toEqual([pushService.endpoint("ada")]);
});

test.describe("without a connection", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("Done leads to the task with a sentence, and works from there", async ({
    page,
    context,
    person,
    pushService: _,
    notifications,
  }) => {
    const [task] = await person.has({ title: "Pay the rent", ...TOMORROW });
    await switchOn(page);
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.row("Pay the rent")).toBeVisible();
    await notifications.listen();
    await notifications.push(pushOf(task?.id ?? "", "Pay the rent"));
    await notifications.expectShown("Pay the rent");
    await goOffline(context);
    await notifications.click("Pay the rent", "done");
    await expect(page.getByText("Not done yet: Pay the rent.").first()).toBeVisible();
    await expect(tasks.editor("Pay the rent")).toBeVisible();
    await page.getByRole("button", { name: "Done", exact: true }).click();
    await expect(tasks.checkbox("Pay the rent")).toBeChecked();
    await context.setOffline(false);
    await expect.poll(async () => (await person.stored())[0]?.completed).toBe(true);
  });
});

test.describe("the person", () => {
  test.use({ expected: /status of 40[14]/ });

  test("who signs out takes their reminders with them", async ({ page, person, pushService: _, notifications }) => {
    const [task] = await person.has({ title: "Secret plan", ...TOMORROW });
    await switchOn(page);
    await notifications.listen();
    await notifications.push(pushOf(task?.id ?? "", "Secret plan"));
    await notifications.expectShown("Secret plan");
    await signOut(page);
    expect(await subscriptionsOf(person)).toEqual([]);
    expect(await page.evaluate(() => ({ ...localStorage }))).not.toHaveProperty("test-subscription");
    await notifications.expectShown();
    // One that was on its way.
    await notifications.push(pushOf(task?.id ?? "", "Secret plan"));
    await notifications.expectShown("Todo");
  });

  test("of a session that was ended elsewhere nothing is shown any more", async ({
    page,
    person,
    pushService: _,
    notifications,
  }) => {
    const [task] = await person.has({ title: "Secret plan", ...TOMORROW });
    await switchOn(page);
    await notifications.listen();
    await notifications.push(pushOf(task?.id ?? "", "Secret plan"));
    await notifications.expectShown("Secret plan");
    await person.stack.sql('DELETE FROM auth.session WHERE "userId" = $1', person.id);
    await notifications.push(pushOf(task?.id ?? "", "Second plan", { tag: "another" }));
    await notifications.expectShown("Todo");
    expect((await notifications.shown())[0]?.body).toContain("You are signed out here.");
  });

  test("who signs in next is not shown what was meant for somebody else", async ({
    page,
    person,
    pushService: _,
    notifications,
    newVisitor,
    signUp,
  }) => {
    const next = await signUp((await newVisitor()).context);
    const [task] = await person.has({ title: "Secret plan", ...TOMORROW });
    await switchOn(page);
    // Nobody could be told.
    await page.context().clearCookies();
    await page.goto("/sign-in");
    await new SignInPage(page).signIn(next);
    await new TaskPage(page).listens();
    await notifications.listen();
    await notifications.push(pushOf(task?.id ?? "", "Secret plan"));
    await notifications.expectShown("Todo");
    await page.goto("/account");
    await expect(deviceSwitch(page)).not.toBeChecked();
  });
});

test("with the first reminder that is typed, this device can be switched on", async ({
  // Before the page is opened.
  pushService,
  tasks,
  page,
  person,
}) => {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await tasks.add("Call mum tomorrow at 5pm remind me 1h before", "Call mum");
  await expect(page.getByText("Remind you here?").first()).toBeVisible();
  await page.getByRole("button", { name: "Allow notifications" }).click();
  await expect(page.getByText("Reminders come to this device.").first()).toBeVisible();
  expect(await subscriptionsOf(person)).toEqual([pushService.endpoint("ada")]);
});

test("notifications are asked for when the first reminder is set, and not before", async ({
  page,
  person,
  context,
}) => {
  await context.addInitScript(() => {
    Object.defineProperty(Notification, "permission", { get: () => sessionStorage.getItem("permission") ?? "default" });
    Notification.requestPermission = async () => {
      sessionStorage.setItem("permission", "denied");
      return "denied";
    };
  });
  const [task] = await person.has("Pay the rent");
  const tasks = new TaskPage(page);
  await tasks.open();
  await expect(tasks.row("Pay the rent")).toBeVisible();
  // Set on another device.
  await person.changes(task?.id ?? "", TOMORROW);
  await expect(tasks.row("Pay the rent")).toContainText("28 Feb 2101");
  await expect(page.getByText("Remind you here?")).toHaveCount(0);

  await tasks.edit("Pay the rent", { dueDate: "2101-03-01" });
  await expect(page.getByText("Remind you here?").first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole("button", { name: "Allow notifications" }).click();
  await expect(page.getByText("Notifications of this page are blocked").first()).toBeVisible();

  await page.reload();
  await tasks.listens();
  await tasks.edit("Pay the rent", { dueDate: "2101-03-02" });
  await expect(tasks.row("Pay the rent")).toContainText("2 Mar 2101");
  await expect(page.getByText("Remind you here?")).toHaveCount(0);
  await page.goto("/account");
  await expect(deviceSwitch(page)).toBeDisabled();
  await expect(page.getByText("Notifications of this page are blocked").first()).toBeVisible();
});

test("a service without a key shows nothing of all that", async ({ page, person, context }) => {
  await context.route("**/api/me/push", (route) => route.fulfill({ json: { data: { public_key: null } } }));
  const address = { email: "ada@example.com", isVerified: true, hasMail: false };
  await context.route("**/api/auth/address", (route) => route.fulfill({ json: address }));
  await person.has({ title: "Pay the rent", ...LONG_PAST });
  const loaded = ["**/api/me/push", "**/api/auth/address"].map((address) => page.waitForResponse(address));
  await page.goto("/account");
  await Promise.all(loaded);
  await expect(page.getByRole("heading", { name: "Password" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Reminders" })).toHaveCount(0);
});

test.describe("on an iPhone", () => {
  test.use({
    userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1",
  });

  test("it is said that the app has to be on the home screen", async ({ page, person: _ }) => {
    await page.goto("/account");
    await expect(page.getByText("Add to Home Screen")).toBeVisible();
    await expect(deviceSwitch(page)).toBeDisabled();
  });
});

test("reminders by email are switched on for the account", async ({ page, person }) => {
  await page.goto("/account");
  await page.getByRole("checkbox", { name: "By email" }).check();
  await expect(page.getByText("Reminders are sent by email.").first()).toBeVisible();
  await expect
    .poll(async () => {
      const answer = await page.request.get(`${person.stack.api.url}/api/me/settings`, await asks(person));
      return (await answer.json()).data.email_reminders;
    })
    .toBe(true);
});
