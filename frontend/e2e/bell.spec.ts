/** Reminders in the page: the bell of those that were missed, and a note at the moment of each. */

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { goOffline } from "./connection";
import type { TaskPage } from "./task-page";
import { expect, test } from "./test";

const bell = (tasks: TaskPage) => tasks.page.getByRole("button", { name: /missed reminders?$/ });

const ON_THE_MINUTE = Math.floor(Date.now() / 60_000) * 60_000;

/** The day and the time so many minutes from now, in the zone of the account. */
function minutesAway(minutes: number) {
  const said = new Date(ON_THE_MINUTE + minutes * 60_000).toLocaleString("sv", { timeZone: "Europe/Berlin" });
  return { due_date: said.slice(0, 10), due_time: said.slice(11, 16), remind_before: 0 };
}

/** What reminds is fetched late, and writes down first what was seen on this device. */
const KEPT = "todo-reminders-";

const forgetWhatWasSeen = (page: Page) =>
  page.evaluate((prefix) => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  }, KEPT);

/** A note stays for a minute: the clock goes on to its moment, and not much further. */
async function untilReminded(page: Page, minutes: number): Promise<void> {
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join())).toContain(KEPT);
  const now = await page.evaluate(() => Date.now());
  await page.clock.runFor(ON_THE_MINUTE + minutes * 60_000 - now + 1_000);
}

test("what was missed rings until somebody has looked @phone", async ({ tasks, person, page }) => {
  await expect(bell(tasks)).toBeHidden();
  await person.has({ title: "Pay the rent", ...minutesAway(-90) }, { title: "Call mum", ...minutesAway(-30) });
  await tasks.open();
  await expect(bell(tasks)).toHaveAccessibleName("2 missed reminders");
  await bell(tasks).click();
  await expect(page.getByText("Missed reminders", { exact: true })).toBeVisible();
  const items = page.getByRole("menuitem");
  await expect(items).toContainText(["Call mum", "Pay the rent"]);
  const { violations } = await new AxeBuilder({ page }).include("[role=menu]").analyze();
  expect(violations).toEqual([]);
  await items.first().click();
  await expect(tasks.editor("Call mum")).toBeVisible();
  await expect(bell(tasks)).toBeHidden();
  await page.reload();
  await tasks.listens();
  await expect(tasks.row("Pay the rent")).toBeVisible();
  await expect(bell(tasks)).toBeHidden();
});

test("a page with a reminder to come opens at its top, and the focus where it would be without one @phone", async ({
  tasks,
  person,
  page,
}) => {
  await page.clock.install({ time: ON_THE_MINUTE });
  await person.has({ title: "Pay the rent", ...minutesAway(10) });
  await person.hasMany(40, (number, moment) => ({ title: `Task ${number}`, created_at: moment }));
  await tasks.open("/all");
  await expect(tasks.row("Pay the rent")).toBeVisible();
  // This browser has seen the account without tasks, where the add box has the focus.
  await forgetWhatWasSeen(page);
  await page.reload();
  await expect(tasks.row("Pay the rent")).toBeVisible();
  // When it is said, what looks for missed ones has long been there.
  await untilReminded(page, 10);
  await expect(page.getByText("Reminder: Pay the rent").first()).toBeVisible();
  expect(await page.evaluate(() => [window.scrollY, document.activeElement?.tagName])).toEqual([0, "BODY"]);
});

test("it works from the keyboard, and the focus does not get lost", async ({ tasks, person, page }) => {
  await person.has({ title: "Pay the rent", ...minutesAway(-90) });
  await tasks.open();
  await expect(bell(tasks)).toHaveAccessibleName("1 missed reminder");
  await bell(tasks).press("Enter");
  await expect(page.getByRole("menuitem")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(bell(tasks)).toBeHidden();
  await expect(page.getByRole("main")).toBeFocused();
});

test("what is completed elsewhere is missed no more", async ({ tasks, person }) => {
  const [task] = await person.has({ title: "Pay the rent", ...minutesAway(-90) });
  await tasks.open();
  await expect(bell(tasks)).toBeVisible();
  await person.changes(task?.id ?? "", { completed: true });
  await expect(bell(tasks)).toBeHidden();
});

test("nobody misses what they have just said themselves", async ({ tasks, person }) => {
  const { due_date, ...late } = minutesAway(-30);
  await person.has(
    { title: "Pay the rent", due_date: "2101-02-28", ...late },
    { title: "Call mum", due_date, ...late },
  );
  await tasks.open();
  await expect(bell(tasks)).toHaveAccessibleName("1 missed reminder");
  await tasks.edit("Pay the rent", { dueDate: due_date });
  await expect(tasks.row("Pay the rent")).not.toContainText("2101");
  await expect(bell(tasks)).toHaveAccessibleName("1 missed reminder");
});

test.describe("at the moment of a reminder", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("the page says it, also without a connection, and Done completes the task", async ({
    tasks,
    person,
    page,
    context,
  }) => {
    await page.clock.install({ time: ON_THE_MINUTE });
    await person.has({ title: "Pay the rent", ...minutesAway(10) });
    await tasks.open();
    await expect(tasks.row("Pay the rent")).toBeVisible();
    await goOffline(context);
    await untilReminded(page, 10);
    await expect(page.getByText("Reminder: Pay the rent").first()).toBeVisible();
    await page.getByRole("button", { name: "Done", exact: true }).click();
    await expect(tasks.checkbox("Pay the rent")).toBeChecked();
    await expect(bell(tasks)).toBeHidden();
  });

  test("Open leads to the task", async ({ tasks, person, page }) => {
    await page.clock.install({ time: ON_THE_MINUTE });
    await person.has({ title: "Pay the rent", ...minutesAway(10) });
    await tasks.open("/");
    await expect(tasks.row("Pay the rent")).toBeVisible();
    await untilReminded(page, 10);
    await expect(bell(tasks)).toHaveAccessibleName("1 missed reminder");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await expect(tasks.editor("Pay the rent")).toBeVisible();
    await expect(bell(tasks)).toBeHidden();
  });
});
