/** Lists: made, named, colored, ordered, archived and deleted; and the tasks in them. */

import type { Page } from "@playwright/test";
import { goOffline } from "./connection";
import type { Person } from "./person";
import { inOrder } from "./places";
import { TaskPage } from "./task-page";
import { expect, holdBackScript, test } from "./test";

const dialog = (page: Page) => page.getByRole("dialog");

async function askForList(tasks: TaskPage): Promise<void> {
  const browse = tasks.button("Browse");
  if (await browse.isVisible()) await browse.click();
  await tasks.button("New list").filter({ visible: true }).click();
}

async function addList(tasks: TaskPage, name: string, color?: string): Promise<void> {
  const { page } = tasks;
  await askForList(tasks);
  await dialog(page).getByLabel("Name").fill(name);
  // The dot is the label's; the radio itself is for the keyboard and for screen readers.
  if (color) await dialog(page).getByTitle(color, { exact: true }).click();
  await dialog(page).getByRole("button", { name: "Create list" }).click();
  await expect(tasks.heading).toHaveText(name);
}

/** By the menu in the sidebar, or where that lies in a drawer by the one on the page of the list. */
async function choose(tasks: TaskPage, list: string, item: string): Promise<void> {
  const options = tasks.button(`Options of ${list}`);
  if (await tasks.button("Browse").isVisible()) {
    if ((await tasks.heading.textContent()) !== list) await tasks.goTo(list);
    await options.click();
  } else {
    await tasks.filters.getByRole("link", { name: list, exact: true }).hover();
    await tasks.filters.getByRole("button", { name: `Options of ${list}` }).click();
  }
  await tasks.page.getByRole("menuitem", { name: item }).click();
}

const linksIn = (tasks: TaskPage) =>
  tasks.page.getByRole("region", { name: "Lists" }).getByRole("link").filter({ visible: true });

/** In the sidebar, from top to bottom. */
async function expectLists(tasks: TaskPage, ...names: string[]): Promise<void> {
  await tasks.inSidebar(async () => {
    await expect(linksIn(tasks)).toHaveCount(names.length);
    for (const [place, name] of names.entries()) await expect(linksIn(tasks).nth(place)).toHaveAccessibleName(name);
  });
}

const listsOf = async (person: Person) => (await person.lists()).map(({ name }) => name);

test("a list is made with a color, and what is added there is in it, on every device", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  await person.has("Elsewhere");
  await addList(tasks, "Groceries", "Green");
  await expect(page).toHaveURL(/\/list\?id=[0-9a-f-]{36}$/);
  await expect(page).toHaveTitle("Groceries · Todo");
  await expect(page.getByText("Nothing to do here")).toBeVisible();
  await tasks.add("Milk");
  await tasks.add("Bread");
  await tasks.expectTitles("Bread", "Milk");
  await page.reload();
  await tasks.expectTitles("Bread", "Milk");
  const [list] = await person.lists();
  expect(list).toMatchObject({ name: "Groceries", color: "green", archived: false });
  const inList = (await person.stored()).filter((task) => task.list_id === list?.id).map(({ title }) => title);
  expect(inList.sort()).toEqual(["Bread", "Milk"]);
  await tasks.goTo("Inbox");
  await tasks.expectTitles("Elsewhere");
});

test("beside its name a list shows its color, and how much is left to do in it", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  for (const [name, color] of Object.entries({ Groceries: "green", Work: "red" } as const)) {
    const list = await person.hasList(name);
    await person.changesList(list.id, { color });
    await person.has(
      { title: `${name} 1`, list_id: list.id },
      { title: `${name} 2`, list_id: list.id },
      { title: `${name} 3`, list_id: list.id, completed: true },
    );
  }
  const browse = tasks.button("Browse");
  if (await browse.isVisible()) await browse.click();
  for (const [name, color] of Object.entries({ Groceries: "green", Work: "red" })) {
    const link = linksIn(tasks).filter({ hasText: name });
    await expect(link).toHaveText(`${name}2`);
    const wanted = await tasks.page.evaluate((color) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = `var(--color-list-${color})`;
      const value = getComputedStyle(probe).color;
      probe.remove();
      return value;
    }, color);
    await expect(link.locator("svg")).toHaveCSS("color", wanted);
  }
});

test("a list is renamed, moved, archived and taken out again", { tag: "@phone" }, async ({ tasks, person, page }) => {
  for (const name of ["One", "Two", "Three"]) await addList(tasks, name);
  await expectLists(tasks, "One", "Two", "Three");
  await choose(tasks, "Three", "Move up");
  await expectLists(tasks, "One", "Three", "Two");
  await choose(tasks, "One", "Move down");
  await expectLists(tasks, "Three", "One", "Two");
  await choose(tasks, "Two", "Edit");
  await dialog(page).getByLabel("Name").fill("Second");
  await page.keyboard.press("Enter");
  await expectLists(tasks, "Three", "One", "Second");
  await choose(tasks, "One", "Archive");
  await expectLists(tasks, "Three", "Second");
  await tasks.inSidebar(async (sidebar) => {
    await sidebar.getByText("Archive · 1").click();
    await sidebar.getByRole("link", { name: "One", exact: true }).click();
  });
  await expect(tasks.heading).toHaveText("One");
  await choose(tasks, "One", "Take out of the archive");
  await expectLists(tasks, "Three", "One", "Second");
  await expect.poll(() => listsOf(person)).toEqual(["Three", "One", "Second"]);
});

test("with the keyboard, a list that is archived or deleted leaves the focus to the one beside it", async ({
  tasks,
  page,
}) => {
  for (const name of ["One", "Two", "Three"]) await addList(tasks, name);
  const choosing = async (list: string, item: string) => {
    await tasks.filters.getByRole("button", { name: `Options of ${list}` }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: item }).press("Enter");
  };
  const link = (name: string) => linksIn(tasks).filter({ hasText: name });
  await choosing("Two", "Archive");
  await expectLists(tasks, "One", "Three");
  await expect(link("Three")).toBeFocused();
  await choosing("Three", "Delete with its tasks");
  await expectLists(tasks, "One");
  await expect(link("One")).toBeFocused();
  await choosing("One", "Delete with its tasks");
  await expectLists(tasks);
  await expect(tasks.button("New list").filter({ visible: true })).toBeFocused();
});

test("what is in an archived list is out of sight, but for its own page and a search", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  const old = await person.hasList("Old");
  const due_date = "2026-01-01";
  await person.has({ title: "Old milk", list_id: old.id, due_date, tags: ["shop"] }, { title: "New milk", due_date });
  await tasks.goTo("Today");
  await tasks.expectTitles("New milk", "Old milk");
  const expectInSidebar = (count: string, isTagThere: boolean) =>
    tasks.inSidebar(async (sidebar) => {
      await expect(sidebar.getByRole("link", { name: "Today", exact: true })).toContainText(count);
      await expect(sidebar.getByRole("link", { name: "shop", exact: true })).toBeVisible({ visible: isTagThere });
    });
  await expectInSidebar("2", true);

  await person.changesList(old.id, { archived: true });
  await tasks.expectTitles("New milk");
  await expectInSidebar("1", false);
  await tasks.goTo("All tasks");
  await tasks.expectTitles("New milk");
  await tasks.search.fill("milk");
  await tasks.expectTitles("New milk", "Old milk");
  await expect(tasks.row("Old milk")).toContainText("Old (archived)");

  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: "Command, view or task" }).fill("old milk");
  await expect(page.getByRole("option", { name: "Old milk" })).toContainText("Archived");
  await page.getByRole("option", { name: "Old milk" }).click();
  await expect(tasks.heading).toHaveText("Old");
  await tasks.expectTitles("Old milk");
  await expect(tasks.checkbox("Old milk")).toBeFocused();

  await person.changesList(old.id, { archived: false });
  await tasks.goTo("All tasks");
  await tasks.expectTitles("New milk", "Old milk");
});

test("a list has its menu where it is shown, beside the one in the sidebar", async ({ tasks, person, page }) => {
  const list = await person.hasList("Trip");
  await tasks.open(`/list?id=${list.id}`);
  await page.getByRole("main").getByRole("button", { name: "Options of Trip" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(page.getByText("Archive · 1")).toBeVisible();
});

test("a list's name is whole in a row that has room for it", async ({ tasks, person, page }) => {
  const name = "Trip to Lyon and the Alps with grandparents";
  const list = await person.hasList(name);
  await person.has({ title: "Pack", list_id: list.id, tags: ["an-awfully-long-tag-without-any-end"] });
  for (const words of [name, "#an-awfully-long-tag-without-any-end"]) {
    const shown = tasks.row("Pack").getByText(words);
    await expect(shown).toBeVisible();
    expect(await shown.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test("on a phone a list is moved, renamed and deleted where it is shown", { tag: "@phone-only" }, async ({
  tasks,
  page,
}) => {
  await addList(tasks, "Trip");
  await tasks.button("Browse").tap();
  await expect(dialog(page).getByRole("link", { name: "Trip" })).toBeVisible();
  // A menu would open behind the drawer.
  await expect(dialog(page).getByRole("button", { name: /Options/ })).toHaveCount(0);
  await dialog(page).getByRole("link", { name: "Trip" }).tap();
  await addList(tasks, "Work");
  await tasks.button("Options of Work").tap();
  await page.getByRole("menuitem", { name: "Move up" }).tap();
  await expectLists(tasks, "Work", "Trip");
  await tasks.button("Browse").tap();
  await dialog(page).getByRole("link", { name: "Trip" }).tap();
  await tasks.button("Options of Trip").tap();
  await page.getByRole("menuitem", { name: "Edit" }).tap();
  await dialog(page).getByLabel("Name").fill("Journey");
  await dialog(page).getByRole("button", { name: "Save" }).tap();
  await expect(tasks.heading).toHaveText("Journey");
  await tasks.button("Options of Journey").tap();
  await page.getByRole("menuitem", { name: "Delete with its tasks" }).tap();
  await expect(tasks.heading).toHaveText("Inbox");
});

test.describe("without a connection for a while", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("two devices rename a list: the last name counts, and nobody is asked", async ({ tasks, person, context }) => {
    const list = await person.hasList("Trip");
    await expectLists(tasks, "Trip");
    await tasks.filters.getByRole("button", { name: "Options of Trip" }).hover();
    await choose(tasks, "Trip", "Edit");
    await goOffline(context);
    await dialog(tasks.page).getByLabel("Name").fill("Journey");
    await tasks.page.keyboard.press("Enter");
    await person.changesList(list.id, { name: "Voyage", color: "red" });
    await context.setOffline(false);
    await expect.poll(() => person.lists()).toMatchObject([{ name: "Journey", color: "red" }]);
    await expectLists(tasks, "Journey");
  });
});

test("a list without a name, or with one that is too long, is not made", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  await expect(tasks.newTask).toBeVisible();
  await askForList(tasks);
  await dialog(page).getByRole("button", { name: "Create list" }).click();
  await expect(dialog(page).getByText("Name is required")).toBeVisible();
  await dialog(page).getByLabel("Name").fill("x".repeat(101));
  await dialog(page).getByRole("button", { name: "Create list" }).click();
  await expect(dialog(page).getByText("Name must be at most 100 characters")).toBeVisible();
  expect(await person.lists()).toEqual([]);
});

test("deleting a list takes its tasks along, and Undo brings all of them back", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  await addList(tasks, "Trip");
  await tasks.add("Tent");
  await tasks.add("Map");
  await choose(tasks, "Trip", "Delete with its tasks");
  await expect(tasks.heading).toHaveText("Inbox");
  await expectLists(tasks);
  await expect.poll(async () => (await person.stored()).length).toBe(0);
  await tasks.goTo("Trash");
  await expect(page.getByText("Tent", { exact: true })).toBeVisible();
  await tasks.button("Undo").click();
  await expectLists(tasks, "Trip");
  await tasks.goTo("Trip");
  await tasks.expectTitles("Map", "Tent");
  await expect.poll(async () => (await person.stored()).length).toBe(2);
});

test("a task is moved to another list where it is edited", { tag: "@phone" }, async ({ tasks, person }) => {
  await addList(tasks, "Work");
  await tasks.goTo("Inbox");
  await tasks.add("Report");
  await tasks.row("Report").getByText("Report", { exact: true }).click();
  await tasks.editor("Report").getByLabel("List").selectOption("Work");
  await tasks.editor("Report").getByRole("button", { name: "Close" }).click();
  await expect(tasks.row("Report")).toBeHidden();
  await tasks.inSidebar((sidebar) => expect(sidebar.getByRole("link", { name: "Work" })).toContainText("1"));
  await tasks.goTo("Work");
  await tasks.expectTitles("Report");
  const [list] = await person.lists();
  await expect.poll(async () => (await person.stored())[0]?.list_id).toBe(list?.id);
});

test("tasks are put in order by the keyboard, which is said, and stays on every device", async ({
  tasks,
  person,
  page,
}) => {
  await addList(tasks, "Plan");
  for (const title of ["Three", "Two", "One"]) await tasks.add(title);
  await tasks.expectTitles("One", "Two", "Three");
  await tasks.checkbox("Three").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await tasks.expectTitles("One", "Three", "Two");
  await expect(tasks.checkbox("Three")).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: "Three: 2 of 3" })).toBeAttached();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await tasks.expectTitles("Three", "One", "Two");
  await tasks.checkbox("One").focus();
  await page.keyboard.press("Alt+ArrowDown");
  await tasks.expectTitles("Three", "Two", "One");
  const inOrder = async () =>
    (await person.stored()).sort((a, b) => (a.position < b.position ? -1 : 1)).map(({ title }) => title);
  await expect.poll(inOrder).toEqual(["Three", "Two", "One"]);
  await page.reload();
  await tasks.expectTitles("Three", "Two", "One");
});

test("each step counts that is pressed before what moves a task is there", async ({ tasks, person, page }) => {
  await person.has("One", "Two", "Three", "Four");
  const letGo = await holdBackScript(page, "cannot be moved there");
  await tasks.open("/");
  await tasks.checkbox("Four").focus();
  for (const key of ["ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"]) await page.keyboard.press(`Alt+${key}`);
  await letGo();
  await tasks.expectTitles("One", "Four", "Two", "Three");
  await expect(tasks.checkbox("Four")).toBeFocused();
});

test("who moves a task where nothing is in order by hand is told why, and how it would move", async ({
  tasks,
  person,
  page,
}) => {
  await person.has("One", "Two", { title: "Three", due_date: "2999-01-01" });
  await tasks.open();
  await expect(tasks.checkbox("One")).toBeVisible();
  const press = async (title: string, said: RegExp) => {
    await tasks.checkbox(title).focus();
    await page.keyboard.press("Alt+ArrowDown");
    await expect(page.getByText(said).first()).toBeVisible();
    await expect(tasks.checkbox(title)).toBeFocused();
  };
  await tasks.search.fill("o");
  await expect(tasks.checkbox("Three")).toBeHidden();
  await press("Two", /Clear the search/);
  await tasks.search.fill("");
  await page.getByLabel("Sort").selectOption("Title");
  await press("One", /Choose “My order” under “Sort”/);
  await tasks.filter("Upcoming").click();
  await press("Three", /in order of their days/);
});

test("at the end of an order nothing offers to move further", async ({ tasks, person, page }) => {
  await addList(tasks, "First");
  await addList(tasks, "Second");
  await page.getByRole("main").getByRole("button", { name: "Options of Second" }).click();
  await expect(page.getByRole("menuitem", { name: "Move down" })).toBeDisabled();
  await page.getByRole("menuitem", { name: "Move up" }).click();
  await page.getByRole("main").getByRole("button", { name: "Options of Second" }).click();
  await expect(page.getByRole("menuitem", { name: "Move up" })).toBeDisabled();
  await expect(page.getByRole("menuitem", { name: "Move down" })).toBeEnabled();
  await page.keyboard.press("Escape");
  for (const title of ["Two", "One"]) await tasks.add(title);
  await expect.poll(async () => (await person.stored()).length).toBe(2);
  await tasks.checkbox("One").focus();
  await page.keyboard.press("s");
  await page.getByRole("toolbar").getByRole("button", { name: "Move", exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Up", exact: true })).toBeDisabled();
  await expect(page.getByRole("menuitem", { name: "Into the task above" })).toBeDisabled();
  await expect(page.getByRole("menuitem", { name: "Down", exact: true })).toBeEnabled();
});

test.describe("without a connection", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("a list and its tasks are made, and sent in that order when it is back", async ({ tasks, person, context }) => {
    await expect(tasks.newTask).toBeVisible();
    // What the dialog needs is fetched when somebody reaches for it.
    await tasks.button("New list").hover();
    await addList(tasks, "First");
    await goOffline(context);
    await addList(tasks, "Boat");
    for (const title of ["Sail", "Rope"]) {
      await tasks.newTask.fill(title);
      await tasks.newTask.press("Enter");
    }
    await tasks.expectTitles("Rope", "Sail");
    await context.setOffline(false);
    await expect.poll(() => listsOf(person)).toEqual(["First", "Boat"]);
    const [, boat] = await person.lists();
    await expect
      .poll(async () =>
        (await person.stored())
          .filter((task) => task.list_id === boat?.id)
          .map(({ title }) => title)
          .sort(),
      )
      .toEqual(["Rope", "Sail"]);
  });
});

test.describe("two devices without a connection", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("put tasks in an order of their own, and end with the same one", async ({
    tasks,
    person,
    page,
    context,
    newVisitor,
  }) => {
    await person.has("One", "Two", "Three", "Four", "Five");
    await tasks.goTo("Inbox");
    const other = await newVisitor();
    await person.signIn(other.context);
    const elsewhere = new TaskPage(other.page);
    await elsewhere.open("/");
    const all = [tasks, elsewhere];
    for (const one of all) await one.expectTitles("One", "Two", "Three", "Four", "Five");
    for (const { page } of all) await goOffline(page.context());
    const up = async (one: TaskPage, title: string, steps: number) => {
      await one.checkbox(title).focus();
      for (let step = 0; step < steps; step += 1) await one.page.keyboard.press("Alt+ArrowUp");
    };
    // Into the same gap, and one task to two places.
    await up(tasks, "Four", 2);
    await up(tasks, "Five", 4);
    await tasks.expectTitles("Five", "One", "Four", "Two", "Three");
    await up(elsewhere, "Three", 1);
    await up(elsewhere, "Five", 1);
    await elsewhere.expectTitles("One", "Three", "Two", "Five", "Four");
    await context.setOffline(false);
    await expect.poll(() => inOrder(person)).toEqual(["Five", "One", "Four", "Two", "Three"]);
    await other.context.setOffline(false);
    // Of two places of one task the last one that arrives counts.
    const isSame = expect.poll(async () =>
      (await inOrder(person)).filter((title) => !["Three", "Four"].includes(title)),
    );
    await isSame.toEqual(["One", "Two", "Five"]);
    const order = await inOrder(person);
    expect(order.slice(1, 3).sort()).toEqual(["Four", "Three"]);
    for (const one of all) await one.expectTitles(...order);
    for (const one of all) await expect(one.page.getByText("Not synced yet")).toHaveCount(0);
    await page.reload();
    await tasks.expectTitles(...order);
  });
});

test.describe("a list that there is no room for", () => {
  test.use({ expected: /status of 409/ });

  test("is waited for by its tasks, which say so until it is there", async ({ tasks, person, page, stack }) => {
    const lists = `${stack.api.url}/api/lists/*`;
    await page.route(lists, (route) => {
      if (route.request().method() !== "PUT") return route.fallback();
      const headers = { "Access-Control-Allow-Origin": stack.web.url };
      return route.fulfill({ status: 409, headers, json: { detail: "There can be 500 lists at most" } });
    });
    await addList(tasks, "Boat");
    await tasks.newTask.fill("Sail");
    await tasks.newTask.press("Enter");
    await expect(tasks.row("Sail")).toContainText("Not synced yet");
    await page.unroute(lists);
    await tasks.row("Sail").getByRole("button", { name: "Retry" }).click();
    await expect.poll(() => listsOf(person)).toEqual(["Boat"]);
    await expect(page.getByText("Not synced yet")).toHaveCount(0);
    await tasks.expectTitles("Sail");
  });
});

test("a list of another device appears, changes and goes by itself", async ({ tasks, person }) => {
  await expect(tasks.newTask).toBeVisible();
  const list = await person.hasList("Shared");
  await expectLists(tasks, "Shared");
  await person.changesList(list.id, { name: "Renamed" });
  await expectLists(tasks, "Renamed");
  await person.deletesList(list.id);
  await expectLists(tasks);
});

test("an address of a list that is gone says so, and leads to the trash", async ({ tasks, person, page }) => {
  await person.has("Buy milk");
  const list = await person.hasList("Trip");
  await person.deletesList(list.id);
  await tasks.open(`/list?id=${list.id}`);
  await expect(page.getByText("There is no such list")).toBeVisible();
  await page.getByRole("link", { name: "Look for it in the trash" }).click();
  await expect(page.getByRole("button", { name: "Restore the list Trip" })).toBeVisible();
});
