/** The calendar feed: an address that is shown once, and that a calendar reads without signing in. */

import type { Page } from "@playwright/test";
import type { Person } from "./person";
import { expect, test } from "./test";

class CalendarSection {
  readonly address;
  readonly dialog;

  constructor(readonly page: Page) {
    this.address = page.getByRole("textbox", { name: "Calendar address" });
    this.dialog = page.getByRole("dialog");
  }

  open = () => this.page.goto("/account");
  press = (name: string) => this.page.getByRole("button", { name, exact: true }).click();

  async confirm(name: string): Promise<void> {
    await this.press(name);
    await expect(this.dialog).toContainText("get nothing from it any more");
    await this.dialog.getByRole("button", { name, exact: true }).click();
    await expect(this.dialog).toBeHidden();
  }
}

/** As a calendar does: without a session and without a token. */
const statusOf = async (address: string) => (await fetch(address)).status;

async function addTask(person: Person, title: string): Promise<void> {
  const headers = { Authorization: `Bearer ${await person.token()}` };
  const data = { title, due_date: "2101-02-28" };
  const answer = await person.context.request.post(`${person.stack.api.url}/api/tasks`, { headers, data });
  expect(answer.status()).toBe(201);
}

test("a calendar reads one's tasks at an address that is shown once, until it is made anew or ended", async ({
  page,
  person,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await addTask(person, "Pay the rent");
  const calendar = new CalendarSection(page);
  await calendar.open();
  await calendar.press("Make an address");
  await expect(calendar.address).toBeFocused();
  const first = await calendar.address.inputValue();
  expect(first).toMatch(/^http.*\/feed\/[\w-]{43}\.ics$/);
  expect(await (await fetch(first)).text()).toContain("SUMMARY:Pay the rent");
  await calendar.press("Copy");
  await expect(page.getByText("The calendar address is copied.").first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);

  await page.reload();
  await expect(page.getByText("It cannot be shown again")).toBeVisible();
  await expect(calendar.address).toBeHidden();

  await calendar.confirm("Make a new address");
  await expect(calendar.address).toHaveValue(/\.ics$/);
  const second = await calendar.address.inputValue();
  expect(second).not.toBe(first);
  expect(await statusOf(first)).toBe(404);
  expect(await statusOf(second)).toBe(200);

  await calendar.confirm("End the address");
  await expect(calendar.address).toBeHidden();
  await expect(page.getByRole("button", { name: "Make an address" })).toBeVisible();
  expect(await statusOf(second)).toBe(404);
});

test.describe("without a connection", () => {
  test.use({ expected: /ERR_|Failed to load resource/ });

  test("an address is not made, and that is said", async ({ page, person: _ }) => {
    const calendar = new CalendarSection(page);
    await calendar.open();
    await expect(page.getByRole("button", { name: "Make an address" })).toBeVisible();
    await page.route("**/api/me/feed", (route) => route.abort());
    await calendar.press("Make an address");
    await expect(page.getByText("The server cannot be reached").first()).toBeVisible();
    await page.unroute("**/api/me/feed");
    await calendar.press("Make an address");
    await expect(calendar.address).toHaveValue(/\.ics$/);
  });
});
