/** The trash: what is deleted can come back, and goes for good only when somebody says so. */

import type { Locator, Page } from "@playwright/test";
import type { components } from "../lib/api/schema";
import { keptIn, tasksKeptIn } from "./kept";
import type { Person } from "./person";
import { TaskPage } from "./task-page";
import { expect, hearNothing, holdBack, test } from "./test";

type Task = components["schemas"]["TaskResponse"];

class TrashPage {
  readonly list: Locator;
  readonly heading: Locator;
  readonly dialog: Locator;

  constructor(readonly page: Page) {
    this.list = page.getByRole("list", { name: "Deleted tasks" });
    this.heading = page.getByRole("heading", { name: "Trash", level: 1 });
    this.dialog = page.getByRole("dialog");
  }

  async open(): Promise<void> {
    await this.page.goto("/trash");
    await expect(this.heading).toBeVisible();
  }

  row(title: string): Locator {
    return this.list.getByRole("listitem").filter({ has: this.button(`Restore ${title}`) });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  restore = (title: string) => this.button(`Restore ${title}`);
  erase = (title: string) => this.button(`Delete ${title} for good`);

  async expectTitles(...titles: string[]): Promise<void> {
    const rows = this.list.getByRole("listitem");
    await expect(rows).toHaveCount(titles.length);
    for (const [index, title] of titles.entries()) await expect(rows.nth(index)).toContainText(title);
  }

  async expectNothing(): Promise<void> {
    await expect(this.page.getByText("The trash is empty")).toBeVisible();
    await expect(this.list).toBeHidden();
  }

  /** As after the person was in another window. */
  async lookAgain(): Promise<void> {
    await this.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  }
}

async function ask(person: Person, method: string, path: string): Promise<{ data: Task[] }> {
  const headers = { Authorization: `Bearer ${await person.token()}` };
  const answer = await person.context.request.fetch(`${person.stack.api.url}/api/tasks${path}`, { method, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
  return method === "GET" ? answer.json() : { data: [] };
}

/** Tasks that were deleted one after the other, so that the last one is on top. */
async function hasDeleted(person: Person, ...titles: string[]): Promise<Task[]> {
  const tasks = await person.has(...titles);
  for (const { id } of tasks) await ask(person, "DELETE", `/${id}`);
  return tasks;
}

const inTrash = async (person: Person) => (await ask(person, "GET", "?deleted=true")).data.map(({ title }) => title);
const alive = async (person: Person) => (await person.stored()).map(({ title }) => title);

test("a deleted task waits in the trash, and comes back from there", { tag: "@phone" }, async ({
  tasks,
  page,
  person,
}) => {
  await tasks.add("Call mum");
  await tasks.add("Buy milk");
  const deleted = tasks.saved("DELETE");
  await tasks.remove("Buy milk");
  await deleted;

  await tasks.button("User menu").click();
  await page.getByRole("menuitem", { name: "Trash" }).click();
  await expect(page).toHaveURL("/trash");
  const trash = new TrashPage(page);
  await trash.expectTitles("Buy milk");
  await expect(trash.row("Buy milk")).toContainText("Deleted just now");
  await expect(page.getByText("kept for 30 days")).toBeVisible();
  await expect(page.getByText("1 task", { exact: true })).toBeVisible();

  const restoring = page.waitForRequest((request) => request.url().endsWith("/restore") && request.method() === "POST");
  await trash.restore("Buy milk").click();
  expect((await restoring).headers()["idempotency-key"]).toMatch(/^[\da-f-]{36}$/);
  await trash.expectNothing();
  await expect(page.getByText("Restored: Buy milk").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Deleted" })).toHaveCount(0);
  await expect(page.getByText("0 tasks")).toBeHidden();
  await trash.button("Show").click();
  await expect(page).toHaveURL(/^[^?]*\/\?task=/);
  await expect(tasks.editor("Buy milk")).toBeVisible();
  await tasks.open();
  await tasks.expectTitles("Buy milk", "Call mum");
  await expect.poll(() => inTrash(person)).toEqual([]);
});

test("what was deleted last comes first", async ({ page, person }) => {
  const [first, second, third] = await person.has("First", "Second", "Third");
  for (const task of [second, third, first]) await ask(person, "DELETE", `/${task?.id}`);
  const trash = new TrashPage(page);
  await trash.open();
  await trash.expectTitles("First", "Third", "Second");
});

test("a deleted list says how many tasks went with it, and comes back with them", { tag: "@phone" }, async ({
  page,
  person,
}) => {
  const [trip, home] = [await person.hasList("Trip"), await person.hasList("Home")];
  const [alone] = await person.has({ title: "Pack", list_id: trip.id });
  await person.has({ title: "Book", list_id: trip.id }, { title: "Fly", list_id: trip.id });
  const [clean] = await person.has({ title: "Clean", list_id: home.id });
  for (const task of [alone, clean]) await person.deletes(task?.id ?? "");
  await person.deletesList(trip.id);
  const trash = new TrashPage(page);
  await trash.open();
  await expect(trash.list.getByRole("listitem")).toHaveCount(4);
  await expect(trash.row("Clean")).toContainText("In the list Home");
  await expect(trash.row("Fly")).toContainText("In the list Trip");
  const lists = page.getByRole("list", { name: "Deleted lists" });
  await expect(lists.getByRole("listitem")).toHaveCount(1);
  await expect(lists.getByRole("listitem")).toContainText("Trip2 tasks · Deleted just now");

  await trash.button("Restore the list Trip").click();
  await expect(lists).toBeHidden();
  // What was deleted by itself stays.
  await expect(trash.list.getByRole("listitem")).toHaveCount(2);
  await expect(trash.row("Pack")).toBeVisible();
  await expect(trash.row("Clean")).toBeVisible();
  await expect(trash.heading).toBeFocused();
  await expect.poll(async () => (await alive(person)).sort()).toEqual(["Book", "Fly"]);
  await trash.button("Show list").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Trip");
  await expect(page.getByRole("checkbox", { name: "Book" })).toBeVisible();
});

test("what is restored is shown where it is: in its list, or among what is completed", { tag: "@phone" }, async ({
  tasks,
  page,
  person,
}) => {
  const list = await person.hasList("Trip");
  const [tent, done] = await person.has({ title: "Tent", list_id: list.id }, { title: "Book", completed: true });
  for (const task of [tent, done]) await person.deletes(task?.id ?? "");
  const trash = new TrashPage(page);
  for (const [title, view] of [
    ["Tent", "Trip"],
    ["Book", "Completed"],
  ] as const) {
    await trash.open();
    await trash.restore(title).click();
    await trash.button("Show").last().click();
    await expect(tasks.heading).toHaveText(view);
    await expect(tasks.editor(title)).toBeVisible();
  }
});

test("deleting for good asks first, and leaves nothing", { tag: "@phone" }, async ({ page, person, stack }) => {
  await hasDeleted(person, "Old plan", "Older plan");
  const trash = new TrashPage(page);
  await trash.open();

  await trash.erase("Old plan").click();
  await expect(trash.dialog).toContainText("Old plan");
  await trash.dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(trash.dialog).toBeHidden();
  await expect(trash.erase("Old plan")).toBeFocused();
  expect(await inTrash(person)).toEqual(["Older plan", "Old plan"]);

  await trash.erase("Old plan").click();
  await trash.dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(trash.dialog).toBeHidden();
  await trash.expectTitles("Older plan");
  await expect(page.getByText("Deleted for good: Old plan").first()).toBeVisible();
  const left = () => stack.sql<{ title: string }>("SELECT title FROM todo.task WHERE user_id = $1", person.id);
  await expect.poll(left).toEqual([{ title: "Older plan" }]);
});

test("emptying asks with the number, and goes in one request", { tag: "@phone" }, async ({ page, person }) => {
  await hasDeleted(person, "One", "Two", "Three", "Four");
  const requests = erasingRequests(page);
  const trash = new TrashPage(page);
  await trash.open();
  await trash.button("Empty trash").click();
  await expect(trash.dialog).toContainText("Delete 4 tasks for good?");
  await trash.dialog.getByRole("button", { name: "Empty trash" }).click();
  await trash.expectNothing();
  await expect(trash.heading).toBeFocused();
  await expect(page.getByText("4 tasks deleted for good.").first()).toBeVisible();
  await expect.poll(() => inTrash(person)).toEqual([]);
  expect(requests).toHaveLength(1);
});

test("emptying the trash erases the lists, too, and says how many of each there are", { tag: "@phone" }, async ({
  page,
  person,
  stack,
}) => {
  const [trip, home] = [await person.hasList("Trip"), await person.hasList("Home")];
  await person.has({ title: "Pack", list_id: trip.id });
  for (const { id } of [trip, home]) await person.deletesList(id);
  const trash = new TrashPage(page);
  await trash.open();
  await trash.button("Empty trash").click();
  await expect(trash.dialog).toContainText("Delete 1 task and 2 lists for good?");
  await trash.dialog.getByRole("button", { name: "Empty trash" }).click();
  await trash.expectNothing();
  await expect(page.getByText("1 task and 2 lists deleted for good.").first()).toBeVisible();
  await expect(trash.heading).toBeFocused();
  const left = () => stack.sql("SELECT id FROM todo.list WHERE user_id = $1", person.id);
  await expect.poll(left).toEqual([]);
  await expect.poll(() => inTrash(person)).toEqual([]);
  await page.reload();
  await trash.expectNothing();
});

test("a trash that has only lists can be emptied", async ({ page, person, stack }) => {
  await person.deletesList((await person.hasList("Trip")).id);
  const trash = new TrashPage(page);
  await trash.open();
  await trash.button("Empty trash").click();
  await expect(trash.dialog).toContainText("Delete 1 list for good?");
  await trash.dialog.getByRole("button", { name: "Empty trash" }).click();
  await trash.expectNothing();
  await expect.poll(() => stack.sql("SELECT id FROM todo.list WHERE user_id = $1", person.id)).toEqual([]);
});

test("a deleted list is deleted for good by itself, and its tasks stay in the trash", { tag: "@phone" }, async ({
  page,
  person,
  stack,
}) => {
  const trip = await person.hasList("Trip");
  await person.has({ title: "Pack", list_id: trip.id });
  await person.deletesList(trip.id);
  await person.deletesList((await person.hasList("Home")).id);
  const trash = new TrashPage(page);
  await trash.open();
  await trash.button("Delete the list Trip for good").click();
  await expect(trash.dialog).toContainText(
    "“Trip” and its history are erased. The task that went with it stays in the trash",
  );
  await trash.dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(trash.button("Delete the list Trip for good")).toBeFocused();
  await trash.button("Delete the list Trip for good").click();
  await trash.dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("Deleted for good: Trip").first()).toBeVisible();
  const lists = page.getByRole("list", { name: "Deleted lists" });
  await expect(lists.getByRole("listitem")).toHaveCount(1);
  await expect(trash.button("Delete the list Home for good")).toBeFocused();
  const left = () => stack.sql<{ name: string }>("SELECT name FROM todo.list WHERE user_id = $1", person.id);
  await expect.poll(left).toEqual([{ name: "Home" }]);
  await trash.restore("Pack").click();
  await expect.poll(() => alive(person)).toEqual(["Pack"]);
});

test.describe("an address of a task", () => {
  test.use({ expected: /status of 404/ });

  test("that is in the trash shows it, and restores it there", { tag: "@phone" }, async ({ page, person }) => {
    const [milk] = await person.has({ title: "Milk", description: "Two bottles" });
    await person.deletes(milk?.id ?? "");
    const tasks = new TaskPage(page);
    await tasks.open(`/all?task=${milk?.id}`);
    const notice = page.getByRole("region", { name: "This task is in the trash" });
    await expect(notice).toContainText("Milk");
    await expect(notice).toContainText("Two bottles");
    await expect(notice.getByRole("heading", { name: "This task is in the trash" })).toBeFocused();
    await notice.getByRole("button", { name: "Restore" }).click();
    await expect(tasks.editor("Milk")).toBeVisible();
    await expect.poll(() => alive(person)).toEqual(["Milk"]);
  });

  test("that is not there says so, and goes when it is closed", async ({ page, person }) => {
    const [milk] = await hasDeleted(person, "Milk");
    const tasks = new TaskPage(page);
    await ask(person, "DELETE", `/${milk?.id}?permanent=true`);
    for (const id of [milk?.id, "019aad60-0000-7000-8000-000000000000", "nonsense"]) {
      await tasks.open(`/?task=${id}`);
      const notice = page.getByRole("region", { name: "There is no such task" });
      await expect(notice).toContainText("deleted for good");
      await page.keyboard.press("Escape");
      await expect(notice).toBeHidden();
      await expect(page).toHaveURL(/\/$/);
    }
  });

  test("that another device has just made opens as soon as it is here", async ({ page, person, tasks }) => {
    await person.has("Bread");
    await expect(tasks.checkbox("Bread")).toBeVisible();
    await expect.poll(async () => (await tasksKeptIn(page)).length).toBe(1);
    await page.goto("about:blank");
    const [milk] = await person.has("Milk");
    const letGo = await holdBack(page, /\/api\/(tasks\/changes|events)/);
    const asked = page.waitForResponse(/\/history/);
    await page.goto(`/all?task=${milk?.id}`);
    await asked;
    letGo();
    await expect(tasks.editor("Milk")).toBeVisible();
  });

  test("that is restored on another device meanwhile opens by itself", async ({ page, person }) => {
    const [milk] = await hasDeleted(person, "Milk");
    const tasks = new TaskPage(page);
    await tasks.open(`/all?task=${milk?.id}`);
    await expect(page.getByRole("region", { name: "This task is in the trash" })).toBeVisible();
    await ask(person, "POST", `/${milk?.id}/restore`);
    await expect(tasks.editor("Milk")).toBeVisible();
  });

  test("that is in the trash says so until it is deleted for good on another device", async ({ page, person }) => {
    const [milk] = await hasDeleted(person, "Milk");
    await new TaskPage(page).open(`/all?task=${milk?.id}`);
    await page
      .getByRole("region", { name: "This task is in the trash" })
      .getByRole("button", { name: "Restore" })
      .focus();
    await ask(person, "DELETE", `/${milk?.id}?permanent=true`);
    const notice = page.getByRole("region", { name: "There is no such task" });
    await expect(notice).toBeVisible();
    await expect(notice.getByRole("button", { name: "Restore" })).toBeHidden();
    await expect(notice.getByRole("heading")).toBeFocused();
    await expect(page.getByRole("status").filter({ hasText: "There is no such task" })).toBeAttached();
  });
});

test.describe("a task that is deleted while it is open", () => {
  test.use({ expected: /status of (404|412)/ });

  const inTrashNow = (page: Page) => page.getByRole("region", { name: "This task is in the trash" });
  const partBox = (page: Page) => page.getByRole("textbox", { name: "New subtask" });

  async function opens(page: Page, person: Person): Promise<{ id: string; tasks: TaskPage; form: Locator }> {
    const [milk] = await person.has({ title: "Milk", description: "Two bottles" });
    const tasks = new TaskPage(page);
    await tasks.open(`/all?task=${milk?.id}`);
    const form = tasks.editor("Milk");
    await expect(form).toBeVisible();
    return { id: milk?.id ?? "", tasks, form };
  }

  test("on another device says so, takes nothing of what is being written, and comes back with it", {
    tag: "@phone",
  }, async ({ page, person }) => {
    const { id, form } = await opens(page, person);
    await partBox(page).fill("Ask for oat");
    await person.deletes(id);
    const notice = inTrashNow(page);
    await expect(notice).toContainText("in another tab or on another device");
    await expect(page.getByRole("status").filter({ hasText: "This task is in the trash" })).toBeAttached();
    await expect(partBox(page)).toBeFocused();
    await page.keyboard.type(" milk");
    await form.getByLabel("Description").fill("Three bottles");
    const writes: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/tasks/") && request.method() !== "GET") writes.push(request.method());
    });
    await notice.getByRole("button", { name: "Restore" }).click();
    await expect(notice).toBeHidden();
    await expect.poll(() => person.stored()).toMatchObject([{ title: "Milk", description: "Three bottles" }]);
    expect(writes).toEqual(["POST", "PATCH"]);
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(partBox(page)).toHaveValue("Ask for oat milk");
  });

  for (const height of [740, 400])
    test(`hides none of the fields that keys lead to, in a window ${height} px high`, async ({ page, person }) => {
      await page.setViewportSize({ width: 360, height });
      const { id, form } = await opens(page, person);
      const walkUp = async (part: Locator) => {
        await partBox(page).focus();
        for (let step = 0; step < 30; step += 1) {
          await page.keyboard.press("Shift+Tab");
          expect(await isCovered(page)).toBe(false);
          if (await part.evaluate((one) => one === document.activeElement)) return;
        }
        throw new Error("The keys do not lead there.");
      };
      await walkUp(form.getByLabel("Title"));
      await person.deletes(id);
      await expect(inTrashNow(page)).toBeVisible();
      await walkUp(inTrashNow(page).getByRole("button", { name: "Restore" }));
    });

  test("comes back by itself where it is restored elsewhere, with what has become of it there and what was written here", async ({
    page,
    person,
  }) => {
    const { id, form } = await opens(page, person);
    await person.deletes(id);
    await expect(inTrashNow(page)).toBeVisible();
    await form.getByLabel("Description").fill("Three bottles");
    await ask(person, "POST", `/${id}/restore`);
    await person.changes(id, { title: "Oat milk" });
    await expect(inTrashNow(page)).toBeHidden();
    await expect(form.getByLabel("Title")).toHaveValue("Oat milk");
    await expect.poll(() => person.stored()).toMatchObject([{ title: "Oat milk", description: "Three bottles" }]);
  });

  test("and then for good says both, and can be had back from what the page still knows", async ({ page, person }) => {
    const { id } = await opens(page, person);
    await person.deletes(id);
    await expect(inTrashNow(page)).toBeVisible();
    await ask(person, "DELETE", `/${id}?permanent=true`);
    const notice = page.getByRole("region", { name: "This task was deleted for good" });
    await notice.getByRole("button", { name: "Restore" }).click();
    await expect(notice).toBeHidden();
    await expect.poll(() => person.stored()).toMatchObject([{ title: "Milk", description: "Two bottles" }]);
  });

  test("in another tab of this browser says so, and Undo there brings it back", async ({ page, person, context }) => {
    await opens(page, person);
    const other = new TaskPage(await context.newPage());
    await other.open();
    await other.row("Milk").hover();
    await other.button("Delete Milk").click();
    await expect(inTrashNow(page)).toBeVisible();
    await other.button("Undo").click();
    await expect(inTrashNow(page)).toBeHidden();
  });

  test("by oneself, in the list, goes with its panel, and Undo leaves it closed", async ({ page, person }) => {
    const { tasks, form } = await opens(page, person);
    await tasks.row("Milk").hover();
    await tasks.button("Delete Milk").click();
    await expect(form).toBeHidden();
    await expect(page).toHaveURL(/\/all$/);
    await tasks.button("Undo").click();
    await expect(tasks.checkbox("Milk")).toBeVisible();
    await expect(form).toBeHidden();
  });
});

/** Whether something lies over the upper edge of what has the focus, or it is out of sight. */
const isCovered = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement ?? document.body;
    const { left, top, width } = focused.getBoundingClientRect();
    return !focused.contains(document.elementFromPoint(left + width / 2, top + 3));
  });

/** The addresses of all requests that delete something for good. */
function erasingRequests(page: Page): string[] {
  const requests: string[] = [];
  page.on("request", (request) => {
    const isBatch = request.method() === "POST" && request.url().endsWith("/api/tasks/batch");
    if (isBatch || request.url().includes("permanent")) requests.push(request.url());
  });
  return requests;
}

test.describe("with another device", () => {
  test.use({ expected: /status of (404|412)/ });

  test("what is restored there is not erased here", async ({ page, person, newVisitor }) => {
    await hasDeleted(person, "Buy milk", "Call mum", "Old plan");
    const here = new TrashPage(page);
    await here.open();
    await here.expectTitles("Old plan", "Call mum", "Buy milk");

    const phone = await newVisitor();
    await person.signIn(phone.context);
    const there = new TrashPage(phone.page);
    await there.open();
    await here.erase("Buy milk").click();
    await expect(here.dialog).toBeVisible();
    await there.restore("Buy milk").click();
    await there.expectTitles("Old plan", "Call mum");
    await there.restore("Call mum").click();
    await there.expectTitles("Old plan");

    await here.dialog.getByRole("button", { name: "Delete for good" }).click();
    await expect(page.getByText("No longer in the trash: Buy milk").first()).toBeVisible();
    await here.expectTitles("Old plan");
    await expect.poll(() => alive(person)).toEqual(["Call mum", "Buy milk"]);
  });

  test("what is restored there is spared when the trash is emptied here", async ({ page, person }) => {
    await hearNothing(page);
    const [milk] = await hasDeleted(person, "Buy milk", "Call mum");
    const here = new TrashPage(page);
    await here.open();
    await here.button("Empty trash").click();
    await expect(here.dialog).toContainText("Delete 2 tasks for good?");
    await ask(person, "POST", `/${milk?.id}/restore`);
    await here.dialog.getByRole("button", { name: "Empty trash" }).click();
    await expect(page.getByText("No longer in the trash: Buy milk").first()).toBeVisible();
    await here.expectNothing();
    await expect.poll(() => inTrash(person)).toEqual([]);
    expect(await alive(person)).toEqual(["Buy milk"]);
  });

  test("what is erased there, and restored here by somebody who sees it still, is made anew", async ({
    page,
    person,
  }) => {
    await hearNothing(page);
    const [milk] = await hasDeleted(person, "Buy milk", "Call mum");
    const here = new TrashPage(page);
    await here.open();
    await here.expectTitles("Call mum", "Buy milk");
    await ask(person, "DELETE", `/${milk?.id}?permanent=true`);
    await here.restore("Buy milk").click();
    await here.expectTitles("Call mum");
    await expect.poll(() => alive(person)).toEqual(["Buy milk"]);
  });

  test("whoever looks at the window again sees what was done there", async ({ page, person }) => {
    const [milk] = await hasDeleted(person, "Buy milk", "Call mum");
    const here = new TrashPage(page);
    await here.open();
    await here.restore("Buy milk").focus();
    await ask(person, "POST", `/${milk?.id}/restore`);
    await hasDeleted(person, "Bread");
    await here.lookAgain();
    await here.expectTitles("Bread", "Call mum");
    await expect(here.restore("Call mum")).toBeFocused();
  });
});

test.describe("while the API is away", () => {
  test.use({ expected: /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/ });

  test.afterEach(({ stack }) => stack.api.start());

  test("the page says so, and fills when it is asked to, or by itself", async ({ page, person, stack, newVisitor }) => {
    await hasDeleted(person, "Buy milk");
    const patient = await newVisitor();
    await person.signIn(patient.context);
    await stack.api.stop();
    for (const one of [page, patient.page]) {
      await new TrashPage(one).open();
      await expect(one.getByText("The server cannot be reached").first()).toBeVisible();
      await expect(new TrashPage(one).button("Try again")).toBeVisible();
    }
    await stack.api.start();
    await new TrashPage(page).button("Try again").click();
    await new TrashPage(page).expectTitles("Buy milk");
    await expect(new TrashPage(patient.page).row("Buy milk")).toBeVisible({ timeout: 20_000 });
  });

  test("what is done shows at once, survives a reload, and is done when it is back", async ({
    tasks,
    page,
    person,
    stack,
  }) => {
    await tasks.add("Bread");
    await hasDeleted(person, "Buy milk", "Old plan", "Older plan");
    const trash = new TrashPage(page);
    await trash.open();
    await trash.expectTitles("Older plan", "Old plan", "Buy milk");
    await stack.api.stop();
    await trash.restore("Buy milk").click();
    await trash.erase("Old plan").click();
    await trash.dialog.getByRole("button", { name: "Delete for good" }).click();
    await trash.expectTitles("Older plan");
    // Before that the browser asks who leaves whether they mean it, and this one says yes for them.
    const commands = async () => (await keptIn(page)).records.commands;
    await expect.poll(commands).toHaveLength(2);

    await page.goto("/");
    await expect(tasks.checkbox("Buy milk")).toBeVisible();
    await tasks.button("Delete Bread").click();
    await tasks.expectTitles("Buy milk");
    await expect.poll(commands).toHaveLength(3);
    await trash.open();
    // The list cannot be had, but what was deleted here is known.
    await trash.expectTitles("Bread");

    await stack.api.start();
    await expect.poll(() => alive(person), { timeout: 40_000 }).toEqual(["Buy milk"]);
    await expect.poll(() => inTrash(person)).toEqual(["Older plan", "Bread"]);
    await trash.expectTitles("Bread", "Older plan");
  });
});

test.describe("what the API refuses", () => {
  test.use({ expected: /status of (409|500)/ });

  test("is told by its sentence: the list", async ({ page, person, stack }) => {
    await hasDeleted(person, "Buy milk");
    const headers = { "Access-Control-Allow-Origin": stack.web.url };
    await page.route(`${stack.api.url}/api/tasks?deleted=true`, (route) =>
      route.fulfill({ status: 500, headers, json: { detail: "An internal error occurred" } }),
    );
    const trash = new TrashPage(page);
    await trash.open();
    await expect(page.getByText("An internal error occurred").first()).toBeVisible();
    await expect(trash.button("Try again")).toBeVisible();
    await page.unroute(`${stack.api.url}/api/tasks?deleted=true`);
    // It tries again by itself, too.
    await expect(trash.row("Buy milk")).toBeVisible({ timeout: 40_000 });
  });

  test("is told by its sentence: a task too many", async ({ page, person, stack }) => {
    await hasDeleted(person, "Buy milk");
    const trash = new TrashPage(page);
    await trash.open();
    await expect(trash.row("Buy milk")).toBeVisible();
    await stack.sql(`UPDATE todo."user" SET live_tasks = 10000 WHERE id = $1`, person.id);
    await trash.restore("Buy milk").click();
    await expect(page.getByText("You have 10,000 tasks, which is the limit").first()).toBeVisible();
    // It is among the tasks, and waits for room.
    await trash.expectNothing();
    expect(await inTrash(person)).toEqual(["Buy milk"]);
  });
});

test("nobody sees anybody else's trash", async ({ page, person, newVisitor, signUp }) => {
  const stranger = await signUp((await newVisitor()).context);
  await hasDeleted(stranger, "Theirs");
  const trash = new TrashPage(page);
  await trash.open();
  await trash.expectNothing();
  await hasDeleted(person, "Mine");
  await trash.lookAgain();
  await trash.expectTitles("Mine");
  await trash.button("Empty trash").click();
  await trash.dialog.getByRole("button", { name: "Empty trash" }).click();
  await trash.expectNothing();
  await expect.poll(() => inTrash(person)).toEqual([]);
  expect(await inTrash(stranger)).toEqual(["Theirs"]);
});

test("everything can be done by keyboard, and the focus never gets lost", async ({ tasks, page, person }) => {
  await hasDeleted(person, "One", "Two", "Three", "Four");
  await tasks.button("User menu").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu")).toBeFocused();
  for (const key of ["ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  await expect(page.getByRole("menuitem", { name: "Trash" })).toBeFocused();
  await page.keyboard.press("Enter");
  const trash = new TrashPage(page);
  await trash.expectTitles("Four", "Three", "Two", "One");

  // Next comes what took the place, on the same button; after the last, the one before.
  await trash.button("Empty trash").focus();
  for (const key of ["Tab", "Tab", "Tab", "Enter"]) await page.keyboard.press(key);
  await expect(trash.restore("Two")).toBeFocused();
  for (const key of ["Tab", "Enter"]) await page.keyboard.press(key);
  await expect(trash.dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(trash.erase("Two")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(trash.dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  for (const key of ["Tab", "Enter"]) await page.keyboard.press(key);
  await expect(trash.erase("One")).toBeFocused();
  await trash.expectTitles("Four", "One");
  for (const key of ["Shift+Tab", "Enter"]) await page.keyboard.press(key);
  await expect(trash.restore("Four")).toBeFocused();
  await page.keyboard.press("Enter");
  await trash.expectNothing();
  await expect(trash.heading).toBeFocused();
  await expect.poll(() => alive(person)).toEqual(["Four", "Three", "One"]);
});

test("Escape closes a dialog however soon it comes, and beside a toast", async ({ page, person }) => {
  await hasDeleted(person, "Old plan", "Buy milk");
  const trash = new TrashPage(page);
  await trash.open();
  await trash.restore("Buy milk").click();
  await expect(trash.button("Show")).toBeVisible();
  await trash.erase("Old plan").focus();
  // In the same turn of the page in which the dialog appears, before anything else can run in it.
  await trash.erase("Old plan").evaluate(async (button: HTMLElement) => {
    button.click();
    while (!document.querySelector("[role=dialog]")) await Promise.resolve();
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  });
  await expect(trash.dialog).toBeHidden();
  await expect(trash.erase("Old plan")).toBeFocused();
});

test("ten thousand deleted tasks are there, drawn by the hundred, and erased by the hundred", async ({
  page,
  person,
}) => {
  test.slow();
  await person.has("Still there");
  await person.hasMany(10_000, (number, moment) => ({ title: `Task ${number}`, deleted_at: moment }));
  const trash = new TrashPage(page);
  await trash.open();
  await expect(page.getByText("10,000 tasks")).toBeVisible();
  const rows = trash.list.getByRole("listitem");
  await expect(rows).toHaveCount(200);
  await trash.button("Show more").click();
  await expect(rows).toHaveCount(400);
  await expect(trash.restore("Task 201")).toBeFocused();
  await trash.restore("Task 1").click();
  await expect(page.getByText("9,999 tasks")).toBeVisible();
  await expect(rows).toHaveCount(400);

  const requests = erasingRequests(page);
  await trash.button("Empty trash").click();
  await trash.dialog.getByRole("button", { name: "Empty trash" }).click();
  await trash.expectNothing();
  await expect.poll(() => inTrash(person), { timeout: 60_000 }).toEqual([]);
  expect(requests.length).toBeLessThan(110);
});
