/** Filters, search and order, and the address that remembers them. */

import type { Page } from "@playwright/test";
import type { Person } from "./person";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

const NOW = "2031-05-14T10:00:00+02:00";

test.beforeEach(({ page }) => page.clock.setFixedTime(NOW));

/** One task of every kind; the last one is the newest. */
function fill(person: Person) {
  return person.has(
    { title: "Order café chairs", due_date: "2031-05-13" },
    { title: "buy milk", due_date: "2031-05-14", description: "Two bottles, from the Bäckerei" },
    { title: "Answer Zoë", due_date: "2031-06-01" },
    { title: "Old bill", due_date: "2031-05-01", completed: true },
    { title: "Read" },
  );
}

async function openTasks(page: Page, person: Person, url = "/all"): Promise<TaskPage> {
  await fill(person);
  const tasks = new TaskPage(page);
  await tasks.open(url);
  return tasks;
}

test("each view shows its tasks, has an address, and says how many there are where that matters", {
  tag: "@phone",
}, async ({ page, person }) => {
  const tasks = await openTasks(page, person);
  const shown = {
    Inbox: ["/", "Order café chairs", "buy milk", "Answer Zoë", "Read"],
    Completed: ["/completed", "Old bill"],
    Today: ["/today", "Order café chairs", "buy milk"],
    Upcoming: ["/upcoming", "Answer Zoë"],
    "All tasks": ["/all", "Read", "Old bill", "Answer Zoë", "buy milk", "Order café chairs"],
  };
  for (const [name, [path = "", ...titles]] of Object.entries(shown)) {
    await tasks.goTo(name);
    await tasks.expectTitles(...titles);
    await expect(page).toHaveURL(path);
    await expect(page).toHaveTitle(`${name} · Todo`);
    await tasks.inSidebar(async (sidebar) => {
      const link = sidebar.getByRole("link", { name, exact: true });
      await expect(link).toHaveAttribute("aria-current");
      if (name === "Inbox" || name === "Today") await expect(link).toContainText(String(titles.length));
    });
  }
});

test("search finds words in titles and descriptions, whatever their case and accents", { tag: "@phone" }, async ({
  page,
  person,
}) => {
  const tasks = await openTasks(page, person);
  const found = {
    CAFE: ["Order café chairs"],
    zoe: ["Answer Zoë"],
    backerei: ["buy milk"],
    "chairs order": ["Order café chairs"],
    r: ["Read", "Answer Zoë", "buy milk", "Order café chairs"],
  };
  for (const [words, titles] of Object.entries(found)) {
    await tasks.search.fill(words);
    await tasks.expectTitles(...titles);
  }
  await tasks.search.fill("nothing like it");
  await expect(page.getByText("No task matches")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Clear search" }).last().click();
  await expect(tasks.search).toHaveValue("");
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(5);
});

test("a search that has found something goes on among all tasks, too", { tag: "@phone" }, async ({ page, person }) => {
  await person.has("Milk and honey");
  const tasks = await openTasks(page, person, "/today");
  await tasks.search.fill("milk");
  await tasks.expectTitles("buy milk");
  await tasks.button("Search all tasks").click();
  await expect(tasks.heading).toHaveText("All tasks");
  await tasks.expectTitles("buy milk", "Milk and honey");
  await expect(tasks.button("Search all tasks")).toHaveCount(0);
});

test("a search given up in the moment the address has followed stays given up", async ({ page, person }) => {
  const emptied = new Promise<void>((resolve) => void page.exposeFunction("tellEmptied", resolve));
  await page.addInitScript(() => {
    // The first call is the page's own, the second Next.js's when it shows the new address; React's effects come later.
    const { replaceState } = History.prototype;
    let calls = 0;
    History.prototype.replaceState = function (data, unused, url) {
      replaceState.call(this, data, unused, url);
      if (!String(url).includes("q=milk") || ++calls !== 2) return;
      queueMicrotask(() => {
        document.querySelector<HTMLInputElement>("input[type=search]")?.select();
        document.execCommand("delete");
        (window as unknown as { tellEmptied: () => void }).tellEmptied();
      });
    };
  });
  const tasks = await openTasks(page, person);
  await tasks.search.fill("milk");
  await emptied;
  await expect(page).toHaveURL("/all");
  await expect(tasks.search).toHaveValue("");
});

test("an order that is chosen in one view changes no other", async ({ page, person }) => {
  const tasks = await openTasks(page, person);
  await page.getByRole("combobox", { name: "Sort" }).selectOption("Title");
  await tasks.expectTitles("Answer Zoë", "buy milk", "Old bill", "Order café chairs", "Read");
  await tasks.goTo("Inbox");
  await tasks.expectTitles("Order café chairs", "buy milk", "Answer Zoë", "Read");
  await tasks.goTo("All tasks");
  await tasks.expectTitles("Answer Zoë", "buy milk", "Old bill", "Order café chairs", "Read");
});

test("the order is the person's to choose", { tag: "@phone" }, async ({ page, person }) => {
  const tasks = await openTasks(page, person);
  const orders = {
    "Oldest first": ["Order café chairs", "buy milk", "Answer Zoë", "Old bill", "Read"],
    "Due date": ["Old bill", "Order café chairs", "buy milk", "Answer Zoë", "Read"],
    Title: ["Answer Zoë", "buy milk", "Old bill", "Order café chairs", "Read"],
    "Newest first": ["Read", "Old bill", "Answer Zoë", "buy milk", "Order café chairs"],
  };
  for (const [name, titles] of Object.entries(orders)) {
    await page.getByRole("combobox", { name: "Sort" }).selectOption(name);
    await tasks.expectTitles(...titles);
  }
});

test("back and forward go from view to view, and past the letters of a search", { tag: "@phone" }, async ({
  page,
  person,
}) => {
  const tasks = await openTasks(page, person);
  await tasks.goTo("Inbox");
  await tasks.expectTitles("Order café chairs", "buy milk", "Answer Zoë", "Read");
  await tasks.search.pressSequentially("cafe");
  await expect(page).toHaveURL("/?q=cafe");
  await tasks.goTo("Completed");
  await expect(page).toHaveURL("/completed");
  await tasks.expectTitles("Old bill");

  await page.goBack();
  await expect(page).toHaveURL("/?q=cafe");
  await expect(tasks.search).toHaveValue("cafe");
  await tasks.expectTitles("Order café chairs");
  await page.goBack();
  await expect(page).toHaveURL("/all");
  await expect(tasks.search).toHaveValue("");
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(5);
  await page.goForward();
  await tasks.expectTitles("Order café chairs");
});

test("who goes on before the address has followed a search is where they went", async ({ page, person }) => {
  const tasks = await openTasks(page, person);
  await tasks.search.fill("milk");
  await tasks.filter("Today").click();
  await expect(page).toHaveURL("/today");
  await tasks.expectTitles("Order café chairs", "buy milk");
  await page.goBack();
  await expect(tasks.heading).toHaveText("All tasks");
});

test("a reload and a bookmark show the same", { tag: "@phone" }, async ({ page, person, context }) => {
  const tasks = await openTasks(page, person, "/?show=active&sort=title&q=r");
  const titles = ["Answer Zoë", "buy milk", "Order café chairs", "Read"];
  await tasks.expectTitles(...titles);
  await page.reload();
  await tasks.expectTitles(...titles);
  await expect(tasks.search).toHaveValue("r");

  const other = await context.newPage();
  await other.clock.setFixedTime(NOW);
  const bookmark = new TaskPage(other);
  await bookmark.open(page.url());
  await bookmark.expectTitles(...titles);
  await expect(bookmark.heading).toHaveText("Inbox");
});

test("a bookmark of the app's first version leads to the same view", async ({ page, person }) => {
  const tasks = await openTasks(page, person, "/?show=completed&q=bill");
  await tasks.expectTitles("Old bill");
  await expect(page).toHaveURL("/completed?q=bill");
  await expect(page).toHaveTitle("Completed · Todo");
});

test("an address that makes no sense leads to where the app begins", async ({ page, person }) => {
  const tasks = await openTasks(page, person, "/?show=nonsense&sort=backwards");
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(4);
  await expect(page).toHaveURL("/");
});

test("a filter can be opened in another tab", async ({ page, person, context }) => {
  const tasks = await openTasks(page, person);
  const opened = context.waitForEvent("page");
  await tasks.filter("Completed").click({ modifiers: ["ControlOrMeta"] });
  await new TaskPage(await opened).expectTitles("Old bill");
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(5);
});

test("where nothing is, something useful is said", { tag: "@phone" }, async ({ page, person: _ }) => {
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.expectNothing();
  await tasks.add("Later");
  await tasks.goTo("Today");
  await expect(page.getByText("Nothing due today")).toBeVisible();
  await tasks.goTo("Upcoming");
  await expect(page.getByText("Nothing is planned")).toBeVisible();
  await tasks.goTo("Completed");
  await expect(page.getByText("Nothing completed yet")).toBeVisible();
});

test("a task that the list does not show says so, and can be shown", { tag: "@phone" }, async ({
  person,
  tasks,
  page,
}) => {
  await person.has({ title: "Done one", completed: true }, "Buy milk");
  await tasks.open("/?show=completed");
  await tasks.expectTitles("Done one");
  await tasks.newTask.fill("Newcomer");
  await tasks.newTask.press("Enter");
  const note = (text: string) => page.getByRole("listitem").filter({ hasText: text });
  await expect(note("Added: Newcomer")).toBeVisible();
  await tasks.button("Show").click();
  await expect(tasks.checkbox("Newcomer")).toBeFocused();
  await expect(page).toHaveURL("/all");

  await tasks.open("/all?q=milk");
  await tasks.edit("Buy milk", { title: "Buy soy" });
  await expect(note("Saved: Buy soy")).toBeVisible();
  await tasks.button("Show").click();
  await expect(tasks.checkbox("Buy soy")).toBeFocused();
  await expect(tasks.search).toHaveValue("");

  // What can be seen needs no such note.
  await tasks.add("In sight");
  await tasks.edit("In sight", { title: "Still in sight" });
  await expect(tasks.checkbox("Still in sight")).toBeVisible();
  await expect(tasks.button("Show")).toHaveCount(0);
});
