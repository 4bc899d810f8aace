/** What belongs to a view, and what is added in one. */

import type { Locator } from "@playwright/test";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

function day(fromToday: number): string {
  const date = new Date();
  date.setDate(date.getDate() + fromToday);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(date);
}

test("Today has everything that is due by today", { tag: "@phone" }, async ({ tasks, person }) => {
  await person.has(
    { title: "Next", due_date: day(1) },
    { title: "Now", due_date: day(0) },
    { title: "Late", due_date: day(-3) },
    { title: "Late but done", due_date: day(-3), completed: true },
    "Whenever",
  );
  await tasks.inSidebar((sidebar) => expect(sidebar.getByRole("link", { name: "Today" })).toContainText("2"));
  await tasks.goTo("Today");
  await tasks.expectTitles("Late", "Now");
});

test("Today goes by the clock, then by what matters, and what is late longest comes first", async ({
  tasks,
  person,
}) => {
  await person.has(
    { title: "Evening", due_date: day(0), due_time: "20:00" },
    { title: "Morning", due_date: day(0), due_time: "08:00" },
    { title: "Late longest", due_date: day(-9) },
    { title: "Late", due_date: day(-1) },
    { title: "Matters", due_date: day(0), priority: 3 },
    { title: "Some time", due_date: day(0) },
  );
  await tasks.goTo("Today");
  await tasks.expectTitles("Late longest", "Late", "Morning", "Evening", "Matters", "Some time");
});

test("what is overdue stands first in Today, moves to today at once, and back", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  await person.has(
    { title: "Later", due_date: day(0) },
    { title: "Bills", due_date: day(-3) },
    { title: "Taxes", due_date: day(-40) },
  );
  await tasks.goTo("Today");
  const headings = tasks.list.getByRole("heading");
  await expect(headings).toHaveText(["Overdue", "Today"]);
  await tasks.expectTitles("Taxes", "Bills", "Later");
  await tasks.button("Move all to today").click();
  await expect(headings).toHaveText(["Today"]);
  const dates = async () => Object.fromEntries((await person.stored()).map((task) => [task.title, task.due_date]));
  await expect.poll(dates).toEqual({ Later: day(0), Bills: day(0), Taxes: day(0) });
  await expect(tasks.page.getByText("Moved to today: 2 tasks", { exact: true })).toBeVisible();
  await tasks.button("Undo").click();
  await expect(headings).toHaveText(["Overdue", "Today"]);
  await expect.poll(dates).toEqual({ Later: day(0), Bills: day(-3), Taxes: day(-40) });
});

test("Upcoming has what is due after today, day by day", { tag: "@phone" }, async ({ tasks, person }) => {
  await person.has(
    { title: "Far", due_date: day(40) },
    { title: "Minor", due_date: day(1), priority: 1 },
    { title: "Major", due_date: day(1), priority: 3 },
    { title: "Now", due_date: day(0) },
    { title: "Done", due_date: day(2), completed: true },
    "Whenever",
  );
  await tasks.goTo("Upcoming");
  await tasks.expectTitles("Major", "Minor", "Far");
  const headings = tasks.list.getByRole("heading");
  await expect(headings).toHaveCount(2);
  await expect(headings.first()).toContainText("Tomorrow");
});

test("Completed is a log by day, the last first", { tag: "@phone" }, async ({ tasks, person, page }) => {
  await person.has("One", "Two", "Three");
  await tasks.goTo("Inbox");
  for (const title of ["Two", "One"]) {
    const saved = tasks.saved("PATCH");
    await tasks.checkbox(title).press("Space");
    await saved;
  }
  await tasks.goTo("Completed");
  await tasks.expectTitles("One", "Two");
  await expect(tasks.list.getByRole("heading")).toHaveText([/^Today/]);
  await expect(page.getByRole("combobox", { name: "Sort" })).toBeHidden();
});

test("in Completed each day has a heading of its own", { tag: "@phone" }, async ({ person, page }) => {
  await person.hasMany(3, (number) => {
    const moment = new Date(Date.now() - (number - 1) * 86_400_000).toISOString();
    return { title: `Task ${number}`, completed: true, created_at: moment, completed_at: moment };
  });
  const tasks = new TaskPage(page);
  await tasks.open("/completed");
  await tasks.expectTitles("Task 1", "Task 2", "Task 3");
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "Europe/Berlin" });
  const before = weekday.format(Date.now() - 2 * 86_400_000);
  await expect(tasks.list.getByRole("heading")).toHaveText([/^Today/, /^Yesterday/, new RegExp(`^${before}`)]);
});

test("the Inbox has what is left to do, and keeps what was just ticked for a moment", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  await person.has("Buy milk", "Call mum", { title: "Old bill", completed: true });
  await tasks.goTo("Inbox");
  await expect(page).toHaveURL("/");
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(2);
  await tasks.checkbox("Call mum").press("Space");
  await expect(tasks.checkbox("Call mum")).toBeChecked();
  await expect(tasks.checkbox("Call mum")).toBeHidden();
  await tasks.inSidebar((sidebar) => expect(sidebar.getByRole("link", { name: "Inbox" })).toContainText("1"));
});

test("a tag has its own page, with what is left to do, and what is added there gets it", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  await person.has({ title: "Dust", tags: ["Home"] }, { title: "Mop", tags: ["home"], completed: true }, "Other");
  await tasks.inSidebar((sidebar) => sidebar.getByRole("link", { name: "Home", exact: true }).click());
  await expect(page).toHaveURL("/tag?name=Home");
  await tasks.expectTitles("Dust");
  await tasks.add("Sweep");
  await expect.poll(async () => (await person.stored()).find(({ title }) => title === "Sweep")?.tags).toEqual(["Home"]);
  await tasks.inSidebar((sidebar) => expect(sidebar.getByRole("link", { name: "Home" })).toContainText("2"));
  for (const title of ["Dust", "Sweep"]) await tasks.checkbox(title).press("Space");
  await page.getByRole("link", { name: "Show what is completed" }).click();
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(3);
  await expect(tasks.search).toHaveValue("#Home");
});

test("what is added in Today is due today, unless its words say something else", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  await tasks.goTo("Today");
  await tasks.add("Call mum");
  await expect(tasks.row("Call mum")).toContainText("Today");
  await tasks.newTask.fill("Water the plants tomorrow");
  await tasks.newTask.press("Enter");
  await expect(tasks.page.getByText("Added: Water the plants", { exact: true })).toBeVisible();
  const dates = async () => Object.fromEntries((await person.stored()).map((task) => [task.title, task.due_date]));
  await expect.poll(dates).toEqual({ "Call mum": day(0), "Water the plants": day(1) });
});

test("what is added among the tasks of a tag or a priority gets it", { tag: "@phone" }, async ({ tasks, person }) => {
  await person.has({ title: "Dust", tags: ["Home"] }, { title: "Plan", tags: ["to do"], priority: 3 });
  // Until then the page does not know how they are written.
  await tasks.expectTitles("Plan", "Dust");
  for (const { query, title } of [
    { query: "#home", title: "Sweep" },
    { query: "#HO", title: "Mop" },
    { query: '#"to do" !3', title: "Ask" },
    { query: "#garden", title: "Dig" },
  ]) {
    await tasks.search.fill(query);
    await tasks.add(title);
  }
  await tasks.search.fill("");
  const made = Object.fromEntries(
    (await person.stored()).map(({ title, tags, priority }) => [title, { tags, priority }]),
  );
  expect(made).toMatchObject({
    Sweep: { tags: ["Home"], priority: 0 },
    Mop: { tags: ["Home"], priority: 0 },
    Ask: { tags: ["to do"], priority: 3 },
    Dig: { tags: ["garden"], priority: 0 },
  });
});

test("a tag leads to its tasks, whatever it is made of", async ({ tasks, person, page }) => {
  const odd = [
    'say "x"',
    "#x",
    '"',
    "##",
    "#42",
    "42",
    "!1",
    "a,b",
    "“so”",
    "½",
    "ﬁ",
    "’s",
    "＂wide＂",
    "＃wide",
    "क्षेत्र",
    "x y  z",
    "\\",
    "%22",
  ];
  await person.has(...odd.map((tag, index) => ({ title: `Task ${index}`, tags: [tag] })));
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(odd.length);
  for (const [index, tag] of odd.entries()) {
    await tasks.row(`Task ${index}`).getByRole("button").first().click();
    await expect(tasks.checkbox(`Task ${index}`), tag).toBeVisible();
    await expect(tasks.list.getByRole("checkbox"), tag).toHaveCount(1);
    await page.goBack();
    await expect(tasks.list.getByRole("checkbox")).toHaveCount(odd.length);
  }
});

test("the order is kept for the next visit, and an address that names one counts", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  await person.has("Banana", "Apple", "Cherry");
  await page.getByRole("combobox", { name: "Sort" }).selectOption("Title");
  await tasks.expectTitles("Apple", "Banana", "Cherry");
  await tasks.open();
  await tasks.expectTitles("Apple", "Banana", "Cherry");
  await expect(page.getByRole("combobox", { name: "Sort" })).toHaveValue("title");
  await tasks.open("/all?sort=oldest");
  await tasks.expectTitles("Banana", "Apple", "Cherry");
  await tasks.open();
  await page.getByRole("combobox", { name: "Sort" }).selectOption("Newest first");
  await tasks.open();
  await tasks.expectTitles("Cherry", "Apple", "Banana");
});

test("work comes first on every screen: the first task, and six of them on a phone", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const isPhone = width < 500;
  if (!isPhone) await page.setViewportSize({ width: 1280, height: 800 });
  await person.has("Six", "Five", "Four", "Three", "Two", "One");
  await tasks.expectTitles("One", "Two", "Three", "Four", "Five", "Six");
  const first = await tasks.row("One").boundingBox();
  const bar = page.getByRole("navigation", { name: "Main views" });
  await expect(bar).toBeVisible({ visible: isPhone });
  await expect(page.getByRole("navigation", { name: "Views", exact: true })).toBeVisible({ visible: !isPhone });
  console.log(`  The first row begins at ${first?.y} px of ${isPhone ? height : 800} px`);
  if (isPhone) {
    await expect(tasks.row("Six")).toBeInViewport({ ratio: 1 });
    const last = await tasks.row("Six").boundingBox();
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual((await bar.boundingBox())?.y ?? 0);
  } else expect(first?.y).toBeLessThan(800 / 3);
});

test("above the keyboard of a phone, six tasks are in sight below the box that one writes in", {
  tag: "@phone-only",
}, async ({ page, person }) => {
  const HEIGHT = 290;
  // As Chrome and Safari have it: the window stays as it is, and less of it is seen.
  await page.addInitScript((height) => {
    const viewport = window.visualViewport as VisualViewport;
    const isOpen = () => document.activeElement?.matches("input:not([type=checkbox])") ?? false;
    Object.defineProperty(viewport, "height", { get: () => window.innerHeight - (isOpen() ? height : 0) });
    for (const type of ["focusin", "focusout"])
      document.addEventListener(type, () => setTimeout(() => viewport.dispatchEvent(new Event("resize"))));
  }, HEIGHT);
  const titles = Array.from({ length: 12 }, (_, number) => `Task ${number + 1}`);
  await person.has(...titles.toReversed());
  const tasks = new TaskPage(page);
  await tasks.open();
  // What is there for fingers is fetched with the rows.
  await expect(tasks.list.locator("..")).toHaveCSS("touch-action", "pan-y pinch-zoom");
  await tasks.newTask.tap();
  const bottom = async (one: Locator) => one.boundingBox().then((box) => (box?.y ?? 0) + (box?.height ?? 0));
  await expect.poll(() => bottom(tasks.row("Task 6"))).toBeLessThanOrEqual((page.viewportSize()?.height ?? 0) - HEIGHT);
  const box = await page.getByRole("form", { name: "Add a task" }).boundingBox();
  expect(box?.y).toBeGreaterThanOrEqual(await bottom(page.getByRole("banner")));
  // Going on in the same box moves nothing.
  await tasks.newTask.fill("Buy milk");
  await tasks.newTask.press("Enter");
  await expect(tasks.row("Buy milk")).toBeVisible();
  await expect(tasks.newTask).toBeFocused();
  const top = async () => (await page.getByRole("form", { name: "Add a task" }).boundingBox())?.y;
  expect(await top()).toBe(box?.y);
  // Nor does a bar of the browser that goes while somebody scrolls.
  await page.evaluate(() => {
    window.scrollBy({ top: 100, behavior: "instant" });
    window.visualViewport?.dispatchEvent(new Event("resize"));
  });
  expect(await top()).toBe((box?.y ?? 0) - 100);
});

test("under the heading of a day a row shows the time and not the day, which a screen reader still hears", {
  tag: "@phone",
}, async ({ page, person }) => {
  await page.clock.setFixedTime(new Date("2031-05-14T09:00:00Z"));
  await person.has(
    { title: "Pay rent", due_date: "2031-05-15" },
    { title: "Call mum", due_date: "2031-05-15", due_time: "17:00" },
    { title: "Buy milk", due_date: "2031-05-14" },
    { title: "Old bill", due_date: "2031-05-13" },
  );
  const tasks = new TaskPage(page);
  const widthOf = async (title: string, text: string) =>
    (await tasks.checkbox(title).locator("../..").locator("time").getByText(text).boundingBox())?.width ?? 0;
  await tasks.open("/upcoming");
  await expect(page.getByRole("heading", { name: /^Tomorrow/ })).toBeVisible();
  for (const title of ["Pay rent", "Call mum"]) {
    await expect(tasks.checkbox(title)).toHaveAccessibleDescription(/Due Tomorrow/);
    expect(await widthOf(title, "Tomorrow")).toBeLessThan(2);
  }
  expect(await widthOf("Call mum", "17:00")).toBeGreaterThan(20);
  await tasks.open("/today");
  await expect(tasks.checkbox("Buy milk")).toHaveAccessibleDescription(/Due Today/);
  expect(await widthOf("Buy milk", "Today")).toBeLessThan(2);
  // The heading of what is late does not say since when.
  expect(await widthOf("Old bill", "Yesterday")).toBeGreaterThan(20);
});
