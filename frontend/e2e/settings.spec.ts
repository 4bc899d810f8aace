/** The account's time zone, and what its weeks and days begin with: chosen once, the same everywhere. */

import type { Locator, Page } from "@playwright/test";
import { goOffline } from "./connection";
import type { Person } from "./person";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

class TimeSettings {
  readonly zone: Locator;
  readonly weekStart: Locator;
  readonly dayStart: Locator;

  constructor(readonly page: Page) {
    this.zone = page.getByRole("combobox", { name: "Time zone" });
    this.weekStart = page.getByRole("combobox", { name: "First day of the week" });
    this.dayStart = page.getByRole("combobox", { name: "Start of the day" });
  }

  async open(): Promise<void> {
    await this.page.goto("/account");
    await expect(this.zone).toBeEnabled();
  }

  async type(zone: string): Promise<void> {
    await this.zone.fill(zone);
    await this.zone.press("Enter");
  }

  async expectChosen(zone: string, weekStart: string, dayStart: string): Promise<void> {
    await expect(this.zone).toHaveValue(zone);
    await expect(this.weekStart).toHaveValue(weekStart);
    await expect(this.dayStart).toHaveValue(dayStart);
  }
}

/** The API gets to know. */
const expectStored = (person: Person, settings: Record<string, unknown>) =>
  expect.poll(() => person.settings()).toMatchObject(settings);

test("what is chosen is kept, and is the same on another device, at once", async ({ page, person, newVisitor }) => {
  const phone = await newVisitor();
  await person.signIn(phone.context);
  const there = new TimeSettings(phone.page);
  await there.open();
  const here = new TimeSettings(page);
  await here.open();
  await here.expectChosen("Europe/Berlin", "1", "09:00");

  await here.type("Europe/London");
  await expect(page.getByText("Your time zone is Europe/London.").first()).toBeVisible();
  await here.weekStart.selectOption("Sunday");
  await expect(page.getByText("Your week begins on Sunday.").first()).toBeVisible();
  await here.dayStart.selectOption("07:30");
  await expect(page.getByText("Your day begins at 07:30.").first()).toBeVisible();
  await expectStored(person, { time_zone: "Europe/London", week_start: 0, day_start: "07:30", email_reminders: false });
  await there.expectChosen("Europe/London", "0", "07:30");

  await page.reload();
  await here.expectChosen("Europe/London", "0", "07:30");
});

test("a time zone is found by its city, from the keyboard, and what is none is said", async ({ page, person }) => {
  const settings = new TimeSettings(page);
  await settings.open();
  await settings.zone.focus();
  await page.keyboard.type("new york");
  await page.keyboard.press("Tab");
  await expect(settings.zone).toHaveValue("America/New_York");
  await expectStored(person, { time_zone: "America/New_York" });

  await settings.type("Atlantis");
  await expect(settings.zone).toHaveAttribute("aria-invalid", "true");
  await expect(settings.zone).toHaveAccessibleDescription(/from the list/);
  await settings.zone.press("Escape");
  await expect(settings.zone).toHaveValue("America/New_York");
  await expect(settings.zone).not.toHaveAttribute("aria-invalid", "true");
  expect((await person.settings()).time_zone).toBe("America/New_York");
});

test.describe("without a connection", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("what is chosen is there when the page is opened again, and is sent later", async ({
    page,
    person,
    context,
  }) => {
    const settings = new TimeSettings(page);
    await settings.open();
    await settings.expectChosen("Europe/Berlin", "1", "09:00");
    await goOffline(context);
    await settings.weekStart.selectOption("Saturday");
    await settings.type("tokyo");
    await expect(settings.zone).toHaveValue("Asia/Tokyo");
    await expect(page.getByText("Not synced yet")).toBeVisible();

    await page.reload();
    await settings.expectChosen("Asia/Tokyo", "6", "09:00");
    expect(await person.settings()).toMatchObject({ time_zone: "Europe/Berlin", week_start: 1 });
    await context.setOffline(false);
    await expectStored(person, { time_zone: "Asia/Tokyo", week_start: 6 });
    await expect(page.getByText("Not synced yet")).toBeHidden();
  });
});

test("a new account gets the settings of the browser that is there first, and not of the next one", async ({
  newVisitor,
  signUp,
}) => {
  const first = await newVisitor({ timezoneId: "Australia/Sydney", locale: "en-GB" });
  const person = await signUp(first.context, { isNew: true });
  expect(await person.settings()).toMatchObject({ time_zone: "UTC", version: 0 });
  await new TaskPage(first.page).open();
  await expectStored(person, { time_zone: "Australia/Sydney", week_start: 1, day_start: "09:00", version: 1 });

  const next = await newVisitor({ timezoneId: "Asia/Tokyo", locale: "en-US" });
  await person.signIn(next.context);
  const settings = new TimeSettings(next.page);
  await settings.open();
  await settings.expectChosen("Australia/Sydney", "1", "09:00");
  expect(await person.settings()).toMatchObject({ time_zone: "Australia/Sydney", version: 1 });
});

test("a device that is elsewhere says so, and its zone is taken only if one says so", async ({
  person,
  newVisitor,
}) => {
  const abroad = await newVisitor({ timezoneId: "Asia/Tokyo" });
  await person.signIn(abroad.context);
  const tasks = new TaskPage(abroad.page);
  await tasks.open();
  await tasks.add("What is sent now comes after all else");
  const settings = new TimeSettings(abroad.page);
  await settings.open();
  await settings.expectChosen("Europe/Berlin", "1", "09:00");
  await expect(abroad.page.getByText("This device is in another time zone, Asia/Tokyo.")).toBeVisible();
  expect(await person.settings()).toMatchObject({ time_zone: "Europe/Berlin" });

  await abroad.page.getByRole("button", { name: "Use Asia/Tokyo" }).click();
  await expect(settings.zone).toHaveValue("Asia/Tokyo");
  await expect(settings.zone).toBeFocused();
  await expect(abroad.page.getByText("This device is in another time zone")).toBeHidden();
  await expectStored(person, { time_zone: "Asia/Tokyo" });
});

test("the calendar and the next week begin with the day that was chosen, as soon as it is", async ({
  page,
  person,
}) => {
  await page.clock.setFixedTime("2031-05-14T10:00:00+02:00");
  await person.has({ title: "Pay rent", due_date: "2031-05-14" });
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.row("Pay rent").getByRole("button", { name: "Due" }).click();
  const firstColumn = tasks.duePicker.locator("th").first();
  const nextWeek = tasks.duePicker.getByRole("button", { name: "Next week" });
  await expect(firstColumn).toHaveText("Mon");
  await expect(nextWeek).toHaveText("Next weekMon");
  await person.chooses({ week_start: 2 });
  await expect(firstColumn).toHaveText("Tue");
  await expect(nextWeek).toHaveText("Next weekTue");
  await nextWeek.click();
  await expect.poll(async () => (await person.stored())[0]?.due_date).toBe("2031-05-20");
});
