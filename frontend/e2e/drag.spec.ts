/** Dragging with a mouse: tasks to another place, into a task, to a list, to another day; lists to another place. */

import type { Locator, Page } from "@playwright/test";
import { goOffline } from "./connection";
import type { Person } from "./person";
import { dayAfter, inOrder, parents } from "./places";
import type { TaskPage } from "./task-page";
import { expect, holdBackScript, test } from "./test";

/**
 * Where on an element: so far down, from 0 to 1, and so many pixels to the right of where the drag began. A quick hand is
 * there at once.
 */
type Spot = { down: number; right?: number; isQuick?: boolean };

const [UPPER, MIDDLE, LOWER] = [0.1, 0.5, 0.9];

/** What is shown while something is dragged. */
const mark = (page: Page) => page.locator("[data-mark]");

/** By the mouse, which comes to rest over that place, the button still down. */
async function hold(item: Locator, over: Locator, { down, right = 0, isQuick }: Spot): Promise<void> {
  const page = item.page();
  await item.hover();
  // What drags is fetched when the mouse comes near.
  await expect(item).toHaveAttribute("draggable", "true");
  const [from, to] = [await item.boundingBox(), await over.boundingBox()];
  if (!from || !to) throw new Error("They are not there.");
  const x = from.x + from.width / 2;
  // Where the row is, if that is not beside it.
  const isBeside = to.x > x || to.x + to.width < x;
  await page.mouse.down();
  const [toX, toY] = [(isBeside ? to.x + to.width / 2 : x) + right, to.y + to.height * down];
  await page.mouse.move(toX + 8, toY, { steps: isQuick ? 1 : 6 });
  await rest(page, toX, toY);
}

/** Where nothing moves, Playwright's mouse tells of no drag; a person's does, all the time. */
async function rest(page: Page, x: number, y: number): Promise<void> {
  for (const by of [1, 0]) await page.mouse.move(x + by, y);
}

async function drag(item: Locator, over: Locator, spot: Spot): Promise<void> {
  await hold(item, over, spot);
  await expect(mark(item.page())).toBeAttached();
  await item.page().mouse.up();
  await expect(mark(item.page())).not.toBeAttached();
}

test.describe("in the Inbox", () => {
  // One of these tests has no connection for a while.
  test.use({ expected: /ERR_INTERNET_DISCONNECTED/ });

  test.beforeEach(async ({ person, tasks }) => {
    await person.has("One", "Two", "Three", "Four");
    await tasks.goTo("Inbox");
    await tasks.expectTitles("One", "Two", "Three", "Four");
  });

  test("a task is dragged to another place, and neither opened nor selected; Undo puts it back", async ({
    tasks,
    page,
    person,
  }) => {
    await drag(tasks.row("Four"), tasks.row("Two"), { down: UPPER });
    await tasks.expectTitles("One", "Four", "Two", "Three");
    await expect(page.getByRole("status").filter({ hasText: "Four: 2 of 4" })).toBeAttached();
    await expect(page).toHaveURL(/\/$/);
    await expect(page.getByText("Selected")).toHaveCount(0);
    await expect.poll(() => inOrder(person)).toEqual(["One", "Four", "Two", "Three"]);
    await drag(tasks.row("One"), tasks.row("Three"), { down: LOWER, isQuick: true });
    await tasks.expectTitles("Four", "Two", "Three", "One");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await tasks.expectTitles("One", "Two", "Three", "Four");
    await expect.poll(() => inOrder(person)).toEqual(["One", "Two", "Three", "Four"]);
  });

  test("a task is dropped on another one and becomes part of it, and is dragged out again", async ({
    tasks,
    page,
    person,
  }) => {
    await drag(tasks.row("Four"), tasks.row("One"), { down: MIDDLE });
    await tasks.expectTitles("One", "Four", "Two", "Three");
    await expect(page.getByRole("status").filter({ hasText: "Four is part of One now" })).toBeAttached();
    await expect.poll(() => parents(person)).toMatchObject({ Four: "One" });
    // In between, to the right.
    await drag(tasks.row("Three"), tasks.row("Two"), { down: UPPER, right: 40 });
    await tasks.expectTitles("One", "Four", "Three", "Two");
    await expect.poll(() => parents(person)).toMatchObject({ Four: "One", Three: "One" });
    await drag(tasks.row("Three"), tasks.row("Three"), { down: MIDDLE, right: -40 });
    await expect(page.getByRole("status").filter({ hasText: "Three is no longer part of One" })).toBeAttached();
    await expect.poll(() => parents(person)).toMatchObject({ Four: "One", Three: null });
  });

  test("Escape leaves everything as it was", async ({ tasks, page, person }) => {
    await hold(tasks.row("Four"), tasks.row("One"), { down: UPPER });
    await expect(mark(page)).toBeAttached();
    await page.keyboard.press("Escape");
    await expect(mark(page)).not.toBeAttached();
    await page.mouse.up();
    await tasks.expectTitles("One", "Two", "Three", "Four");
    // The next drag is none the worse for it.
    await drag(tasks.row("Four"), tasks.row("Three"), { down: UPPER });
    await tasks.expectTitles("One", "Two", "Four", "Three");
    await expect.poll(() => inOrder(person)).toEqual(["One", "Two", "Four", "Three"]);
  });

  test("with several selected, all of them are dragged, and come back with one Undo", async ({
    tasks,
    page,
    person,
  }) => {
    for (const title of ["Two", "Four"])
      await tasks
        .row(title)
        .getByText(title)
        .click({ modifiers: ["ControlOrMeta"] });
    await expect(page.getByRole("toolbar", { name: "2 selected" })).toBeVisible();
    await drag(tasks.row("Four"), tasks.row("One"), { down: UPPER });
    await tasks.expectTitles("Two", "Four", "One", "Three");
    await expect.poll(() => inOrder(person)).toEqual(["Two", "Four", "One", "Three"]);
    await page.keyboard.press("Control+z");
    await tasks.expectTitles("One", "Two", "Three", "Four");
    await expect.poll(() => inOrder(person)).toEqual(["One", "Two", "Three", "Four"]);
  });

  test("without a connection tasks are dragged, too, and sent when it is back", async ({
    tasks,
    page,
    context,
    person,
  }) => {
    await goOffline(context);
    await drag(tasks.row("One"), tasks.row("Four"), { down: LOWER });
    await drag(tasks.row("Three"), tasks.row("Two"), { down: MIDDLE });
    await tasks.expectTitles("Two", "Three", "Four", "One");
    await context.setOffline(false);
    await expect.poll(() => parents(person)).toMatchObject({ Three: "Two", One: null });
    await page.reload();
    await tasks.expectTitles("Two", "Three", "Four", "One");
  });

  test("a task is dragged to a list in the sidebar, to the Inbox, and to Today", async ({ tasks, page, person }) => {
    const home = await person.hasList("Home");
    const line = (name: string) =>
      tasks.filters.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
    await expect(line("Home")).toBeVisible();
    const stored = async (title: string) => (await person.stored()).find((one) => one.title === title);
    await drag(tasks.row("Two"), line("Home"), { down: MIDDLE });
    await tasks.expectTitles("One", "Three", "Four");
    await expect(page.getByText("Moved to Home: Two", { exact: true })).toBeVisible();
    await expect.poll(async () => (await stored("Two"))?.list_id).toBe(home.id);
    await drag(tasks.row("Three"), line("Today"), { down: MIDDLE });
    await expect.poll(async () => (await stored("Three"))?.due_date).not.toBeNull();
    await tasks.goTo("Home");
    await drag(tasks.row("Two"), line("Inbox"), { down: MIDDLE });
    await expect.poll(async () => (await stored("Two"))?.list_id).toBeNull();
    await tasks.button("Undo").last().click();
    await tasks.expectTitles("Two");
    await expect.poll(async () => (await stored("Two"))?.list_id).toBe(home.id);
  });
});

test("a task is dragged to another day of Upcoming", async ({ tasks, page, person }) => {
  await person.has({ title: "Pack", due_date: dayAfter(2) }, { title: "Fly", due_date: dayAfter(5) });
  await tasks.goTo("Upcoming");
  await tasks.expectTitles("Pack", "Fly");
  await drag(tasks.row("Pack"), tasks.row("Fly"), { down: MIDDLE });
  const due = async () => (await person.stored()).map(({ title, due_date }) => `${title} ${due_date}`).sort();
  await expect.poll(due).toEqual([`Fly ${dayAfter(5)}`, `Pack ${dayAfter(5)}`]);
  await tasks.button("Undo").click();
  await tasks.expectTitles("Pack", "Fly");
  await expect.poll(due).toEqual([`Fly ${dayAfter(5)}`, `Pack ${dayAfter(2)}`]);
  await expect(page).toHaveURL(/upcoming$/);
});

test("while a task of Upcoming is dragged, days without tasks are at the edge and take it, and no row moves", async ({
  tasks,
  page,
  person,
}) => {
  await person.has({ title: "Pack", due_date: dayAfter(2) }, { title: "Fly", due_date: dayAfter(5) });
  await tasks.goTo("Upcoming");
  await tasks.expectTitles("Pack", "Fly");
  const day = page.locator(`[data-strip-day="${dayAfter(4)}"]`);
  await tasks.row("Fly").hover();
  await expect(day).toBeAttached();
  await expect(day).toBeHidden();
  const before = await tasks.row("Fly").boundingBox();
  await hold(tasks.row("Pack"), day, { down: MIDDLE });
  await expect(day).toBeVisible();
  // It may have come under a mouse that had arrived before.
  const there = await day.boundingBox();
  if (there) await rest(page, there.x + there.width / 2, there.y + there.height / 2);
  expect(await tasks.row("Fly").boundingBox()).toEqual(before);
  await expect(mark(page)).toBeAttached();
  expect((await mark(page).boundingBox())?.height).toBe((await day.boundingBox())?.height);
  await page.mouse.up();
  await expect(day).toBeHidden();
  await expect
    .poll(async () => (await person.stored()).find(({ title }) => title === "Pack")?.due_date)
    .toBe(dayAfter(4));
  await tasks.button("Undo").click();
  await tasks.expectTitles("Pack", "Fly");
});

test("where colors are forced, the line and the frame have another one than the lines between rows", async ({
  tasks,
  page,
  person,
}) => {
  await person.has("One", "Two", "Three");
  await tasks.goTo("Inbox");
  await tasks.expectTitles("One", "Two", "Three");
  await page.emulateMedia({ forcedColors: "active" });
  const colorOf = (one: Locator) => one.evaluate((element) => getComputedStyle(element).borderTopColor);
  const usual = await colorOf(tasks.row("Two"));
  await hold(tasks.row("Three"), tasks.row("One"), { down: LOWER });
  await expect.poll(() => colorOf(mark(page).locator("div"))).not.toBe(usual);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await hold(tasks.row("Three"), tasks.row("One"), { down: MIDDLE });
  await expect.poll(() => colorOf(mark(page))).not.toBe(usual);
});

test("lists are dragged into another order", async ({ tasks, page, person }) => {
  for (const name of ["One", "Two", "Three"]) await person.hasList(name);
  const names = page.getByRole("region", { name: "Lists" }).getByRole("link");
  await expect(names).toHaveCount(3);
  const before = (await person.lists()).map(({ name }) => name);
  await drag(tasks.filter(before[2] ?? ""), tasks.filter(before[0] ?? ""), { down: UPPER });
  const wanted = [before[2], before[0], before[1]];
  await expect.poll(async () => (await person.lists()).map(({ name }) => name)).toEqual(wanted);
  for (const [place, name] of wanted.entries()) await expect(names.nth(place)).toHaveAccessibleName(name ?? "");
  await expect(page).toHaveURL(/\/all$/);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await person.lists()).map(({ name }) => name)).toEqual(before);
});

test("a list of a thousand scrolls while a task is dragged near its edge", async ({ tasks, page, person }) => {
  await person.hasMany(1000, (number, moment) => ({ title: `Task ${number}`, created_at: moment }));
  await tasks.open("/");
  const first = tasks.list.getByRole("listitem").first();
  const name = "Task 1";
  await expect(first.getByRole("checkbox", { name, exact: true })).toBeVisible();
  await hold(first, tasks.list.getByRole("listitem").nth(3), { down: UPPER });
  const height = page.viewportSize()?.height ?? 720;
  await page.mouse.move(600, height - 4, { steps: 4 });
  const scrolled = async () => {
    await rest(page, 600, height - 4);
    return page.evaluate(() => window.scrollY);
  };
  await expect.poll(scrolled).toBeGreaterThan(1500);
  await page.mouse.move(600, height / 2, { steps: 4 });
  await rest(page, 600, height / 2);
  await expect(mark(page)).toBeAttached();
  await page.mouse.up();
  await expect(tasks.checkbox(name)).toBeInViewport();
  await expect.poll(async () => Number(await tasks.row(name).getAttribute("aria-posinset"))).toBeGreaterThan(30);
});

test.describe("by touch", { tag: "@phone-only" }, () => {
  test("a row that a finger touches is not made draggable, also when what drags comes late", async ({
    tasks,
    person,
    page,
  }: {
    tasks: TaskPage;
    person: Person;
    page: Page;
  }) => {
    await person.has("One", "Two");
    const letGo = await holdBackScript(page, "data-dragged");
    await tasks.open("/");
    await tasks.row("One").getByText("One").tap();
    await letGo();
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    await expect(tasks.row("One")).not.toHaveAttribute("draggable", "true");
  });
});
