/** What belongs to a view, and what is added in one. */

import { expect, test } from "./test";

function day(fromToday: number): string {
  const date = new Date();
  date.setDate(date.getDate() + fromToday);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(date);
}

test("Today has everything that is due by today", async ({ tasks, person }) => {
  await person.has(
    { title: "Next", due_date: day(1) },
    { title: "Now", due_date: day(0) },
    { title: "Late", due_date: day(-3) },
    { title: "Late but done", due_date: day(-3), completed: true },
    "Whenever",
  );
  await expect(tasks.filter("Today")).toContainText("2");
  await tasks.filter("Today").click();
  await tasks.expectTitles("Late", "Now");
  await tasks.filter("Overdue").click();
  await tasks.expectTitles("Late");
});

test("what is added in Today is due today, unless its words say something else", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  await tasks.filter("Today").click();
  await tasks.add("Call mum");
  await expect(tasks.row("Call mum")).toContainText("Today");
  await tasks.newTask.fill("Water the plants tomorrow");
  await tasks.newTask.press("Enter");
  await expect(tasks.page.getByText("Added: Water the plants", { exact: true })).toBeVisible();
  const dates = async () => Object.fromEntries((await person.stored()).map((task) => [task.title, task.due_date]));
  await expect.poll(dates).toEqual({ "Call mum": day(0), "Water the plants": day(1) });
});

test("what is added among the tasks of a tag or a priority gets it", async ({ tasks, person }) => {
  await person.has({ title: "Dust", tags: ["Home"] }, { title: "Plan", tags: ["to do"], priority: 3 });
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

test("the order is kept for the next visit, and an address that names one counts", async ({ tasks, person, page }) => {
  await person.has("Banana", "Apple", "Cherry");
  await page.getByRole("combobox", { name: "Sort" }).selectOption("Title");
  await tasks.expectTitles("Apple", "Banana", "Cherry");
  await tasks.open();
  await tasks.expectTitles("Apple", "Banana", "Cherry");
  await expect(page.getByRole("combobox", { name: "Sort" })).toHaveValue("title");
  await tasks.open("/?sort=oldest");
  await tasks.expectTitles("Banana", "Apple", "Cherry");
  await tasks.open();
  await page.getByRole("combobox", { name: "Sort" }).selectOption("Newest first");
  await tasks.open();
  await tasks.expectTitles("Cherry", "Apple", "Banana");
});
