/** Many tasks at once: selected by mouse, keys and finger; done, moved, tagged and deleted together, with one Undo. */

import { expect, test } from "./test";

test.beforeEach(async ({ person, tasks }) => {
  await person.has("Five", "Four", "Three", "Two", "One");
  await tasks.expectTitles("One", "Two", "Three", "Four", "Five");
});

test("a range is selected with Shift, completed in one request, and opened again by one Undo", async ({
  tasks,
  page,
  person,
}) => {
  const batches: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET" && request.url().includes("/api/tasks")) batches.push(request.url());
  });
  await tasks
    .row("Two")
    .getByText("Two")
    .click({ modifiers: ["ControlOrMeta"] });
  await tasks
    .row("Four")
    .getByText("Four")
    .click({ modifiers: ["Shift"] });
  const bar = page.getByRole("toolbar", { name: "3 selected" });
  await expect(bar).toBeVisible();
  await expect(page).toHaveURL(/\/all$/);
  await bar.getByRole("button", { name: "Complete" }).click();
  const done = async () => (await person.stored()).filter(({ completed }) => completed).length;
  await expect.poll(done).toBe(3);
  expect(batches).toHaveLength(1);
  await expect(bar).toBeHidden();
  await expect(page.getByText("Completed: 3 tasks", { exact: true })).toBeVisible();
  const undone = tasks.undone();
  await tasks.button("Undo").click();
  await undone;
  await expect.poll(done).toBe(0);
  expect(batches).toHaveLength(1);
});

test("with the keyboard alone, rows are selected, tagged, put to tomorrow and deleted", async ({
  tasks,
  page,
  person,
}) => {
  await tasks.checkbox("Two").focus();
  await page.keyboard.press("Shift+ArrowDown");
  const bar = page.getByRole("toolbar", { name: "2 selected" });
  await expect(bar).toBeVisible();
  await bar.getByRole("button", { name: "Tag" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("#home");
  await page.keyboard.press("Enter");
  const stored = async () => Object.fromEntries((await person.stored()).map((task) => [task.title, task]));
  await expect.poll(async () => (await stored()).Three?.tags).toEqual(["home"]);
  expect((await stored()).Two?.tags).toEqual(["home"]);

  await tasks.checkbox("Four").focus();
  await page.keyboard.press("s");
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  await page.keyboard.press("d");
  await page.getByRole("button", { name: "Tomorrow" }).click();
  await expect.poll(async () => (await stored()).Five?.due_date).not.toBeNull();
  expect((await stored()).Four?.due_date).toBe((await stored()).Five?.due_date);

  await tasks.checkbox("One").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("#");
  await expect(tasks.list).toBeHidden();
  await expect.poll(async () => (await person.stored()).length).toBe(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => (await person.stored()).length).toBe(5);
});

test("a note lies above the bar of what is selected, and covers none of its buttons", { tag: "@phone" }, async ({
  tasks,
  page,
}) => {
  await tasks.checkbox("Two").focus();
  await page.keyboard.press("d");
  await page.getByRole("button", { name: "Tomorrow" }).click();
  await expect(page.getByText("Moved to Tomorrow: Two").first()).toBeVisible();
  await tasks.checkbox("Three").focus();
  await page.keyboard.press("s");
  const bar = page.getByRole("toolbar", { name: "1 selected" });
  await expect(bar).toBeVisible();
  for (const button of await bar.getByRole("button").all()) await button.click({ trial: true, timeout: 2_000 });
  await page.getByRole("button", { name: "Undo" }).click({ trial: true, timeout: 2_000 });
});

test("nothing stays selected in another view, nor on the way back", async ({ tasks, page }) => {
  await tasks.goTo("Inbox");
  await tasks.checkbox("Two").focus();
  await page.keyboard.press("s");
  await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
  await page.goBack();
  await expect(tasks.heading).toHaveText("All tasks");
  await expect(tasks.checkbox("Two")).toBeFocused();
  await expect(page.getByRole("toolbar")).toBeHidden();
  await page.goForward();
  await expect(tasks.heading).toHaveText("Inbox");
  await expect(tasks.checkbox("Two")).toBeVisible();
  await expect(page.getByRole("toolbar")).toBeHidden();
});

test("whatever is done to several goes in one request, and one Undo takes it back", { tag: "@phone" }, async ({
  tasks,
  page,
  person,
}) => {
  const home = await person.hasList("Home");
  const writes: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET" && request.url().includes("/api/tasks")) writes.push(request.url());
  });
  const stored = async () =>
    (await person.stored()).map(({ title, completed, list_id, tags, due_date }) => ({
      title,
      completed,
      list_id,
      tags,
      due_date,
    }));
  const before = await stored();
  const tool = (name: string) =>
    page.getByRole("toolbar", { name: "2 selected" }).getByRole("button", { name, exact: true }).click();
  const ways = {
    complete: () => tool("Complete"),
    move: async () => {
      await tool("Move to a list");
      await page.getByRole("menuitem", { name: "Home" }).click();
    },
    tag: async () => {
      await tool("Tag");
      await page.getByLabel("Tag for all of them").fill("garden");
      await page.keyboard.press("Enter");
    },
    reschedule: async () => {
      await tool("Due date");
      await tasks.duePicker.getByRole("button", { name: /^Tomorrow/ }).click();
    },
    delete: () => tool("Delete"),
  };
  const isDone: Record<keyof typeof ways, (one: Awaited<ReturnType<typeof stored>>[number]) => boolean> = {
    complete: ({ completed }) => completed,
    move: ({ list_id }) => list_id === home.id,
    tag: ({ tags }) => tags.includes("garden"),
    reschedule: ({ due_date }) => due_date !== null,
    delete: () => false,
  };
  for (const [way, act] of Object.entries(ways) as [keyof typeof ways, () => Promise<void>][]) {
    await tasks.checkbox("Two").focus();
    for (const key of ["s", "j", "j", "s"]) await page.keyboard.press(key);
    writes.length = 0;
    await act();
    const others = (await stored()).filter(({ title }) => !["Two", "Four"].includes(title));
    await expect
      .poll(async () => (await stored()).filter((one) => !isDone[way](one)).map(({ title }) => title), { message: way })
      .toEqual(["One", "Three", "Five"]);
    expect(others).toEqual(before.filter(({ title }) => !["Two", "Four"].includes(title)));
    expect(writes, way).toHaveLength(1);
    expect(writes[0], way).toMatch(/tasks\/batch$/);
    await tasks.button("Undo").click();
    await expect.poll(stored, { message: `${way} is taken back` }).toEqual(before);
    await expect(tasks.checkbox("Four")).toBeVisible();
  }
});

test("Escape gives the selection up, and a click opens again", async ({ tasks, page }) => {
  await tasks.checkbox("Two").focus();
  await page.keyboard.press("s");
  await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("toolbar")).toBeHidden();
  await tasks.row("Two").getByText("Two").click();
  await expect(page.locator("[data-pane]")).toBeVisible();
});

test("several are moved to a list", async ({ tasks, page, person }) => {
  await tasks.button("New list").click();
  await page.getByRole("dialog").getByLabel("Name").fill("Home");
  await page.getByRole("dialog").getByRole("button", { name: "Create list" }).click();
  await tasks.goTo("All tasks");
  await tasks
    .row("One")
    .getByText("One")
    .click({ modifiers: ["ControlOrMeta"] });
  await tasks
    .row("Three")
    .getByText("Three")
    .click({ modifiers: ["ControlOrMeta"] });
  await page.getByRole("button", { name: "Move to a list" }).click();
  await page.getByRole("menuitem", { name: "Home" }).click();
  await expect.poll(async () => (await person.stored()).filter(({ list_id }) => list_id !== null).length).toBe(2);
  await tasks.goTo("Home");
  await expect(tasks.checkbox("One")).toBeVisible();
});

test("a finger that rests on a row selects it, and taps select more", { tag: "@phone-only" }, async ({
  tasks,
  page,
  person,
  context,
}) => {
  // What follows a finger is fetched when the rows are there.
  await expect(tasks.list.locator("..")).toHaveCSS("touch-action", "pan-y pinch-zoom");
  const box = await tasks.row("Two").getByText("Two").boundingBox();
  const cdp = await context.newCDPSession(page);
  const point = { x: (box?.x ?? 0) + 10, y: (box?.y ?? 0) + 10 };
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await tasks.row("Four").getByText("Four").tap();
  const bar = page.getByRole("toolbar", { name: "2 selected" });
  await bar.getByRole("button", { name: "Delete" }).tap();
  await expect
    .poll(async () => (await person.stored()).map(({ title }) => title).sort())
    .toEqual(["Five", "One", "Three"]);
});
