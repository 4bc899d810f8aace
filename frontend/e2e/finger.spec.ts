/** Rows that a finger drags after it has rested on them: to another place, into a task and out of it, to another day; and what moves nothing. */

import type { Page } from "@playwright/test";
import { Finger, placeOn } from "./finger";
import { dayAfter, inOrder, parents } from "./places";
import type { TaskPage } from "./task-page";
import { expect, test } from "./test";

const [UPPER, MIDDLE, LOWER] = [0.1, 0.5, 0.9];
const X = 150;

const mark = (page: Page) => page.locator("[data-mark]");
const selected = (page: Page) => page.getByRole("toolbar", { name: /\d selected/ });

/** A finger has rested on that row, which shows it. */
async function pickUp(tasks: TaskPage, title: string): Promise<Finger> {
  const finger = await Finger.on(tasks.page, await placeOn(tasks.row(title), X));
  await expect(tasks.row(title)).toHaveAttribute("data-picked");
  await expect(tasks.row(title).getByText("Selected")).toBeAttached();
  return finger;
}

async function drag(tasks: TaskPage, title: string, over: string, down: number, right = 0): Promise<void> {
  const finger = await pickUp(tasks, title);
  await finger.moveTo(await placeOn(tasks.row(over), X + right, down));
  await expect(mark(tasks.page)).toBeAttached();
  await finger.up();
  await expect(mark(tasks.page)).not.toBeAttached();
  await expect(tasks.page.getByText("Selected", { exact: true })).toHaveCount(0);
}

/** It is lifted only after that, over a place that would take the row. */
const thenLifted = (stop: (finger: Finger, page: Page) => Promise<unknown>) => async (finger: Finger, page: Page) => {
  await stop(finger, page);
  await expect(mark(page)).not.toBeAttached();
  await finger.up();
};

const STOPS = {
  "a second finger": thenLifted((finger) => finger.joined(300, 600)),
  "a touch that the phone takes away": (finger: Finger) => finger.cancel(),
  Escape: thenLifted((_, page) => page.keyboard.press("Escape")),
  "turning the phone": thenLifted((_, page) => page.setViewportSize({ width: 740, height: 360 })),
};

const open = async (tasks: TaskPage, view: string, ...titles: string[]) => {
  await tasks.goTo(view);
  await tasks.expectTitles(...titles);
  // What follows a finger is fetched when the rows are there.
  await expect(tasks.list.locator("..")).toHaveCSS("touch-action", "pan-y pinch-zoom");
};

test.describe("in the Inbox", { tag: "@phone-only" }, () => {
  test.beforeEach(async ({ person, tasks }) => {
    await person.has("One", "Two", "Three", "Four");
    await open(tasks, "Inbox", "One", "Two", "Three", "Four");
  });

  test("a task is dragged to another place, and neither opened nor selected; Undo puts it back", async ({
    tasks,
    page,
    person,
  }) => {
    await drag(tasks, "Four", "Two", UPPER);
    await tasks.expectTitles("One", "Four", "Two", "Three");
    await expect(page.getByRole("status").filter({ hasText: "Four: 2 of 4" }).first()).toBeAttached();
    await expect(selected(page)).toHaveCount(0);
    await expect(page).toHaveURL(/\/$/);
    await expect.poll(() => inOrder(person)).toEqual(["One", "Four", "Two", "Three"]);
    await tasks.button("Undo").tap();
    await tasks.expectTitles("One", "Two", "Three", "Four");
    await expect.poll(() => inOrder(person)).toEqual(["One", "Two", "Three", "Four"]);
  });

  test("a task is dropped on another one and becomes part of it, and is dragged out again", async ({
    tasks,
    person,
  }) => {
    await drag(tasks, "Four", "One", MIDDLE);
    await tasks.expectTitles("One", "Four", "Two", "Three");
    await expect.poll(() => parents(person)).toMatchObject({ Four: "One" });
    await drag(tasks, "Four", "Four", MIDDLE, -40);
    await expect.poll(() => parents(person)).toMatchObject({ Four: null });
  });

  test("of several selected all are dragged, and none is selected after that", async ({ tasks, page, person }) => {
    await (await pickUp(tasks, "Two")).up();
    await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
    await drag(tasks, "Four", "One", UPPER);
    await tasks.expectTitles("Two", "Four", "One", "Three");
    await expect(selected(page)).toHaveCount(0);
    await expect.poll(() => inOrder(person)).toEqual(["Two", "Four", "One", "Three"]);

    for (const title of ["Two", "Four"]) await (await pickUp(tasks, title)).up();
    await expect(page.getByRole("toolbar", { name: "2 selected" })).toBeVisible();
    await drag(tasks, "Two", "Three", LOWER);
    await expect.poll(() => inOrder(person)).toEqual(["One", "Three", "Two", "Four"]);
  });

  test("a finger lifted without having moved selects the row, or no longer, and moves nothing", async ({
    tasks,
    page,
    person,
  }) => {
    await (await pickUp(tasks, "Two")).up();
    await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
    await (await pickUp(tasks, "Two")).up();
    await expect(selected(page)).toHaveCount(0);
    expect(await inOrder(person)).toEqual(["One", "Two", "Three", "Four"]);
  });

  for (const [what, stop] of Object.entries(STOPS))
    test(`${what} ends a drag, moves nothing, and leaves nothing selected`, async ({ tasks, page, person }) => {
      const finger = await pickUp(tasks, "Four");
      await finger.moveTo(await placeOn(tasks.row("One"), X, UPPER));
      await expect(mark(page)).toBeAttached();
      await stop(finger, page);
      await expect(mark(page)).not.toBeAttached();
      await expect(selected(page)).toHaveCount(0);
      await tasks.expectTitles("One", "Two", "Three", "Four");
      // The next drag is none the worse for it.
      await drag(tasks, "Two", "One", UPPER);
      await expect.poll(() => inOrder(person)).toEqual(["Two", "One", "Three", "Four"]);
    });

  test("without dragging, a selected task is moved by the bar, step by step", async ({ tasks, page, person }) => {
    await (await pickUp(tasks, "Two")).up();
    const step = async (name: string) => {
      await page.getByRole("toolbar").getByRole("button", { name: "Move", exact: true }).tap();
      await page.getByRole("menuitem", { name, exact: true }).tap();
    };
    await step("Down");
    await tasks.expectTitles("One", "Three", "Two", "Four");
    await expect(page.getByRole("status").filter({ hasText: "Two: 3 of 4" }).first()).toBeAttached();
    await step("Into the task above");
    await expect.poll(() => parents(person)).toMatchObject({ Two: "Three" });
    await step("Out of its task");
    await expect.poll(() => parents(person)).toMatchObject({ Two: null });
  });
});

test.describe("in a long list", { tag: "@phone-only" }, () => {
  test.beforeEach(async ({ person, tasks }) => {
    await person.has(...Array.from({ length: 30 }, (_, index) => `Task ${index + 1}`));
    await open(tasks, "Inbox", ...Array.from({ length: 30 }, (_, index) => `Task ${index + 1}`));
  });

  test("a finger that moves at once scrolls, and selects and moves nothing", async ({ tasks, page }) => {
    const finger = await Finger.on(page, await placeOn(tasks.row("Task 5"), X));
    await finger.moveBy(0, -200);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(100);
    await finger.up();
    await expect(mark(page)).toHaveCount(0);
    await expect(selected(page)).toHaveCount(0);
    await expect(tasks.list.getByRole("checkbox").first()).toHaveAccessibleName("Task 1");
  });

  test("the page scrolls while a task is held near its lower edge, and the finger is still", async ({
    tasks,
    page,
    person,
  }) => {
    const finger = await pickUp(tasks, "Task 2");
    await finger.moveTo({ x: X, y: 700 });
    // Where a row is while the page still moves, it no longer is when the finger comes.
    const left = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY);
    await expect.poll(left).toBeLessThan(2);
    await finger.moveTo(await placeOn(tasks.row("Task 28"), X, LOWER));
    await expect(mark(page)).toBeAttached();
    await finger.up();
    await expect.poll(async () => (await inOrder(person)).indexOf("Task 2")).toBeGreaterThan(20);
  });
});

test("in Upcoming a task is dragged to another day, and to one without tasks at the edge", {
  tag: "@phone-only",
}, async ({ tasks, page, person }) => {
  await person.has({ title: "Pack", due_date: dayAfter(2) }, { title: "Fly", due_date: dayAfter(5) });
  await open(tasks, "Upcoming", "Pack", "Fly");
  const due = async () => Object.fromEntries((await person.stored()).map(({ title, due_date }) => [title, due_date]));
  await drag(tasks, "Pack", "Fly", MIDDLE);
  await expect.poll(due).toEqual({ Fly: dayAfter(5), Pack: dayAfter(5) });
  await tasks.button("Undo").tap();
  await tasks.expectTitles("Pack", "Fly");

  const day = page.locator(`[data-strip-day="${dayAfter(4)}"]`);
  const finger = await pickUp(tasks, "Pack");
  await finger.moveBy(0, 30);
  await expect(day).toBeVisible();
  await finger.moveTo(await placeOn(day, 300));
  await expect(mark(page)).toBeAttached();
  await finger.up();
  await expect.poll(due).toEqual({ Fly: dayAfter(5), Pack: dayAfter(4) });
});
