/** Rows drawn aside by a finger: what that does, what it shows before, and when it means something else. */

import { Finger, placeOn } from "./finger";
import type { Person } from "./person";
import type { TaskPage } from "./task-page";
import { expect, test } from "./test";

/** On the row of that task, so far from the left edge of the window. */
const fingerOn = async (tasks: TaskPage, title: string, x = 180) =>
  Finger.on(tasks.page, await placeOn(tasks.row(title), x));

const completed = async (person: Person) =>
  (await person.stored()).filter((task) => task.completed).map(({ title }) => title);

/** Where the row is, beside where it belongs. */
const shift = (tasks: TaskPage, title: string) =>
  tasks.row(title).evaluate((row) => {
    const inner = row.lastElementChild;
    return Math.round((inner?.getBoundingClientRect().x ?? 0) - row.getBoundingClientRect().x);
  });

test.describe("by a finger", { tag: "@phone-only" }, () => {
  test.beforeEach(async ({ person, tasks }) => {
    await person.has("Three", "Two", "One");
    await tasks.expectTitles("One", "Two", "Three");
    // What follows a finger is fetched when the rows are there, and from then on the browser leaves these movements to it.
    await expect(tasks.list.locator("..")).toHaveCSS("touch-action", "pan-y pinch-zoom");
  });

  test("a row drawn to the right is completed, which it says before, and another time reopened", async ({
    tasks,
    person,
  }) => {
    const row = tasks.row("Two");
    const finger = await fingerOn(tasks, "Two", 60);
    await finger.moveBy(70);
    await expect(row.getByText("Complete", { exact: true })).toBeVisible();
    expect(await shift(tasks, "Two")).toBeGreaterThan(40);
    const early = await colorOf(tasks, "Complete");
    await finger.moveBy(90);
    await expect.poll(() => colorOf(tasks, "Complete")).not.toBe(early);
    await finger.up();
    await expect(tasks.checkbox("Two")).toBeChecked();
    await expect.poll(() => completed(person)).toEqual(["Two"]);
    await expect.poll(() => shift(tasks, "Two")).toBe(0);
    await expect(row.getByText("Complete", { exact: true })).toHaveCount(0);
    await expect(tasks.button("Undo")).toBeVisible();

    const again = await fingerOn(tasks, "Two", 60);
    await again.moveBy(160);
    await expect(row.getByText("Reopen", { exact: true })).toBeVisible();
    await again.up();
    await expect.poll(() => completed(person)).toEqual([]);
    await expect(tasks.page.locator("[data-pane]")).toHaveCount(0);
  });

  test("a row drawn to the left asks for its due date", async ({ tasks, person }) => {
    const finger = await fingerOn(tasks, "Two", 300);
    await finger.moveBy(-160);
    await expect(tasks.row("Two").getByText("Due date", { exact: true })).toBeVisible();
    await finger.up();
    await tasks.duePicker.getByRole("button", { name: "Tomorrow" }).tap();
    await expect
      .poll(async () => (await person.stored()).filter(({ due_date }) => due_date !== null).map(({ title }) => title))
      .toEqual(["Two"]);
    expect(await completed(person)).toEqual([]);
    await expect(tasks.page.getByText("Moved to tomorrow: Two").first()).toBeVisible();
    await tasks.button("Undo").tap();
    await expect.poll(async () => (await person.stored()).map(({ due_date }) => due_date)).toEqual([null, null, null]);
  });

  test("a row let go too early, or drawn back, is left as it is", async ({ tasks, person }) => {
    const short = await fingerOn(tasks, "Two", 60);
    await short.moveBy(60);
    await short.up();
    await expect.poll(() => shift(tasks, "Two")).toBe(0);
    const back = await fingerOn(tasks, "One", 60);
    await back.moveBy(160);
    await back.moveBy(-140);
    await back.up();
    await expect.poll(() => shift(tasks, "One")).toBe(0);
    await expect(tasks.duePicker).toHaveCount(0);
    await expect(tasks.page.locator("[data-pane]")).toHaveCount(0);
    expect(await completed(person)).toEqual([]);
  });

  test("what begins at the edge of the window is the browser's, and what goes up or down scrolls", async ({
    tasks,
    person,
  }) => {
    const edge = await fingerOn(tasks, "Two", 20);
    await edge.moveBy(200);
    expect(await shift(tasks, "Two")).toBe(0);
    await edge.up();
    const scroll = await fingerOn(tasks, "Two", 100);
    await scroll.moveBy(20, 60);
    await scroll.moveBy(200);
    expect(await shift(tasks, "Two")).toBe(0);
    await scroll.up();
    expect(await completed(person)).toEqual([]);
  });

  test("a finger that has rested selects, and draws nothing aside after that", async ({ tasks, person, page }) => {
    const finger = await fingerOn(tasks, "Two", 60);
    await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
    await finger.moveBy(200);
    expect(await shift(tasks, "Two")).toBe(0);
    await finger.up();
    const other = await fingerOn(tasks, "One", 60);
    await other.moveBy(200);
    expect(await shift(tasks, "One")).toBe(0);
    await other.up();
    await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
    expect(await completed(person)).toEqual([]);
  });

  test.describe("where nothing is to move", () => {
    test.use({ contextOptions: { reducedMotion: "reduce" } });

    test("the row stays, and what would be done is said over it", async ({ tasks, person }) => {
      const finger = await fingerOn(tasks, "Two", 60);
      await finger.moveBy(160);
      await expect(tasks.row("Two").getByText("Complete", { exact: true })).toBeInViewport();
      expect(await shift(tasks, "Two")).toBe(0);
      await finger.up();
      await expect.poll(() => completed(person)).toEqual(["Two"]);
    });
  });
});

const colorOf = (tasks: TaskPage, label: string) =>
  tasks.list.getByText(label, { exact: true }).evaluate((text) => getComputedStyle(text).color);
