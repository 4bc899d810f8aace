/** Tasks that are parts of others: added, done, moved, folded, deleted, with the keyboard alone and without a connection. */

import type { Locator, Page } from "@playwright/test";
import { goOffline } from "./connection";
import { paste } from "./paste";
import type { Person } from "./person";
import type { TaskPage } from "./task-page";
import { expect, holdBack, makeRefused, test } from "./test";

type Made = Awaited<ReturnType<Person["has"]>>[number];

test("a task is divided into parts where it is open, and says how much of it is done", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  await person.has("Trip");
  await tasks.goTo("Inbox");
  await tasks.row("Trip").getByText("Trip").click();
  const pane = page.locator("[data-pane]");
  const field = pane.getByLabel("New subtask");
  await field.fill("Pack");
  await field.press("Enter");
  await expect(field).toBeFocused();
  await field.fill("Book a hotel");
  await field.press("Enter");
  await expect(pane.getByText("0 of 2")).toBeVisible();
  await pane.getByRole("checkbox", { name: "Pack" }).check();
  await expect(pane.getByText("1 of 2")).toBeVisible();
  await pane.getByRole("button", { name: "Open Book a hotel" }).click();
  await expect(pane.getByLabel("Title")).toHaveValue("Book a hotel");
  await pane.getByRole("button", { name: "Part of Trip" }).click();
  await expect(pane.getByLabel("Title")).toHaveValue("Trip");
  await expect.poll(async () => (await person.stored()).filter((task) => task.parent_id !== null).length).toBe(2);
  await pane.getByRole("button", { name: "Close" }).click();
  await expect(tasks.row("Trip")).toContainText("1 of 2 subtasks done");
  await tasks.expectTitles("Trip", "Book a hotel");
});

/** Opens a task, and returns the box for its subtasks. */
async function openBox(tasks: TaskPage, page: Page, title: string): Promise<Locator> {
  await tasks.row(title).getByText(title, { exact: true }).click();
  return page.locator("[data-pane]").getByLabel("New subtask");
}

test("the words of a subtask say when it is due and what it is about, unless they are taken back", {
  tag: "@phone",
}, async ({ tasks, person, page }) => {
  const [trip] = await person.has("Trip");
  const field = await openBox(tasks, page, "Trip");
  const box = page.getByRole("form", { name: "Add a subtask" });
  await field.fill("Call Anna tomorrow #family !1");
  await expect(box).toContainText("Tomorrow");
  await expect(box.getByRole("button", { name: "Remove tag family" })).toBeInViewport({ ratio: 1 });
  await field.press("Enter");
  await expect(field).toHaveValue("");
  await expect(field).toBeFocused();
  const stored = async (title: string) => (await person.stored()).find((task) => task.title === title);
  await expect.poll(async () => (await stored("Call Anna"))?.tags).toEqual(["family"]);
  expect(await stored("Call Anna")).toMatchObject({ parent_id: trip?.id, priority: 1 });
  expect((await stored("Call Anna"))?.due_date).not.toBeNull();

  await field.fill("Pack tomorrow");
  await expect(box).toContainText("Tomorrow");
  await field.press("Escape");
  await expect(box).not.toContainText("Tomorrow");
  await field.press("Enter");
  await expect.poll(() => stored("Pack tomorrow")).toMatchObject({ parent_id: trip?.id, due_date: null });
});

test("a tag of a subtask completes, and a list does not: it is in that of its task", async ({
  tasks,
  person,
  page,
}) => {
  await person.hasList("Work");
  await person.has({ title: "Old", tags: ["garden"] }, "Trip");
  const field = await openBox(tasks, page, "Trip");
  await field.pressSequentially("Water #g");
  await expect(page.getByRole("option", { name: "garden" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("Water #garden ");
  await field.pressSequentially("at @w");
  await expect(page.getByRole("listbox", { name: "Lists" })).toHaveCount(0);
  await field.press("Enter");
  await expect(page.getByRole("button", { name: "Open Water at @w" })).toBeVisible();
});

test("the box for the next subtask stays in sight below those that were added", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  await person.has("Trip");
  const field = await openBox(tasks, page, "Trip");
  for (let number = 1; number <= 12; number += 1) {
    await field.fill(`Part ${number}`);
    await field.press("Enter");
    await expect(page.getByRole("button", { name: `Open Part ${number}`, exact: true })).toBeAttached();
    await expect(field).toBeInViewport({ ratio: 1 });
  }
});

test("Escape closes the open task also from below its fields, where the words of a box go first and what is half-written stays", async ({
  tasks,
  person,
  page,
}) => {
  const [trip] = await person.has("Trip");
  await person.has({ title: "Pack", parent_id: trip?.id ?? "" });
  const field = await openBox(tasks, page, "Trip");
  await field.fill("Pay #home");
  await expect(page.getByRole("button", { name: "Remove tag home" })).toBeVisible();
  await field.press("Escape");
  await expect(page.getByRole("button", { name: "Remove tag home" })).toBeHidden();
  await field.press("Escape");
  await expect(tasks.editor("Trip")).toBeHidden();
  await expect(tasks.checkbox("Trip")).toBeFocused();
  await expect(await openBox(tasks, page, "Trip")).toHaveValue("Pay #home");
  await page.locator("[data-pane]").getByRole("checkbox", { name: "Pack" }).press("Escape");
  await expect(tasks.editor("Trip")).toBeHidden();
});

test("a half-written subtask waits in its task while another one is open, and after a reload", async ({
  tasks,
  person,
  page,
}) => {
  await person.has("Trip", "Party");
  await (await openBox(tasks, page, "Trip")).fill("Pack tomorrow");
  const other = await openBox(tasks, page, "Party");
  await expect(other).toHaveValue("");
  await other.fill("Buy a cake");
  await expect(await openBox(tasks, page, "Trip")).toHaveValue("Pack tomorrow");
  await expect(tasks.newTask).toHaveValue("");
  await page.reload();
  const field = page.locator("[data-pane]").getByLabel("New subtask");
  await expect(field).toHaveValue("Pack tomorrow");
  await field.press("Enter");
  await expect(page.getByRole("button", { name: "Open Pack" })).toBeVisible();
  await expect(await openBox(tasks, page, "Party")).toHaveValue("Buy a cake");
});

test("pasted lines can be subtasks, below those that are there and in their order", async ({ tasks, person, page }) => {
  const [trip] = await person.has("Trip");
  await person.has({ title: "Book", parent_id: trip?.id ?? null });
  await tasks.goTo("Inbox");
  await (await openBox(tasks, page, "Trip")).focus();
  await paste(page, "- tent tomorrow\n- stove #gear\n- rope\n- map\n- knife");
  await page.getByRole("button", { name: "Add 5 subtasks" }).click();
  const parts = page.getByRole("list", { name: "Subtasks" }).getByRole("checkbox");
  const titles = ["Book", "tent", "stove", "rope", "map", "knife"];
  await expect(parts).toHaveCount(titles.length);
  for (const [at, title] of titles.entries()) await expect(parts.nth(at)).toHaveAccessibleName(title);
  await expect(page.getByLabel("New subtask")).toBeFocused();
  await expect.poll(async () => (await person.stored()).filter((task) => task.parent_id === trip?.id).length).toBe(6);
  const stored = await person.stored();
  expect(stored.find(({ title }) => title === "stove")?.tags).toEqual(["gear"]);
  expect(stored.find(({ title }) => title === "tent")?.due_date).not.toBeNull();
});

test.describe("a subtask that the API refuses", () => {
  test.use({ expected: /status of 422/ });
  const REASON = "Title must be at most 100 characters";

  /** "Pack", a part of "Trip". The refusal arrives when `letGo` is called. */
  async function addRefused(tasks: TaskPage, person: Person, page: Page) {
    await person.has("Trip");
    const field = await openBox(tasks, page, "Trip");
    await makeRefused(page);
    const letGo = await holdBack(page, /\/api\/tasks\/[^/]+$/);
    await field.fill("Pack");
    await field.press("Enter");
    await expect(page.getByRole("button", { name: "Open Pack" })).toBeVisible();
    return { field, letGo };
  }

  test("comes back into the box of its task, and becomes a part of that when it is sent again", async ({
    tasks,
    person,
    page,
  }) => {
    const [trip] = await person.has("Trip");
    const field = await openBox(tasks, page, "Trip");
    const accept = await makeRefused(page);
    await field.fill("Pack #gear");
    await field.press("Enter");
    const box = page.getByRole("form", { name: "Add a subtask" });
    await expect(box.getByRole("alert")).toHaveText(REASON);
    await expect(field).toHaveValue("Pack");
    await expect(field).toHaveAccessibleDescription(REASON);
    await expect(field).toBeFocused();
    await expect(tasks.newTask).toHaveValue("");
    await accept();
    await field.fill("Pack less");
    await field.press("Enter");
    const parts = async () => (await person.stored()).filter(({ parent_id }) => parent_id === trip?.id);
    await expect.poll(parts).toMatchObject([{ title: "Pack less", tags: ["gear"] }]);
  });

  test("waits there for who has closed the task, or writes the next one, and nothing of either is lost", async ({
    tasks,
    person,
    page,
  }) => {
    const { field, letGo } = await addRefused(tasks, person, page);
    await page.locator("[data-pane]").getByRole("button", { name: "Close" }).click();
    await expect(field).toBeHidden();
    letGo();
    await expect(page.getByText(`Not added to Trip: Pack. ${REASON}`).first()).toBeVisible();
    await expect(tasks.newTask).toHaveValue("");
    await tasks.button("Edit it").click();
    await expect(field).toHaveValue("Pack");
    await expect(field).toBeFocused();

    const goOn = await holdBack(page, /\/api\/tasks\/[^/]+$/);
    await field.fill("Call Anna");
    await field.press("Enter");
    await field.fill("Book a ho");
    goOn();
    await expect(page.getByText(`Not added to Trip: Call Anna. ${REASON}`).first()).toBeVisible();
    await expect(field).toHaveValue("Book a ho");
    await tasks.button("Edit it").click();
    await expect(field).toHaveValue("Call Anna");
    await expect(page.getByText("Put aside: Book a ho").first()).toBeVisible();
    await tasks.button("Edit it").click();
    await expect(field).toHaveValue("Book a ho");
    await expect(field).toBeFocused();
  });

  test("says in its one field what is wrong with its tags", async ({ tasks, person, page }) => {
    await person.has("Trip");
    const field = await openBox(tasks, page, "Trip");
    await page.route(/\/api\/tasks\/[^/]+$/, (route) =>
      route.request().method() === "PUT"
        ? route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), tags: [" "] }) })
        : route.fallback(),
    );
    await field.fill("Pack");
    await field.press("Enter");
    await expect(field).toHaveAccessibleDescription("Tag is required");
    await expect(field).toHaveValue("Pack");
  });

  test("comes back into the add box where its task is gone, and says so", async ({ tasks, person, page }) => {
    const { letGo } = await addRefused(tasks, person, page);
    await page.locator("[data-pane]").getByRole("button", { name: "Delete" }).click();
    letGo();
    await expect(tasks.newTask).toHaveValue("Pack");
    await expect(tasks.newTask).toHaveAccessibleDescription(
      `${REASON}. The task that it was to be a part of is not there any more.`,
    );
  });
});

test.describe("in a list", () => {
  // One of these tests has no connection for a while.
  test.use({ expected: /ERR_INTERNET_DISCONNECTED/ });
  let trip: Made;

  test.beforeEach(async ({ person, tasks }) => {
    [trip] = (await person.has("Trip")) as [Made];
    await person.has({ title: "Pack", parent_id: trip.id }, { title: "Hotel", parent_id: trip.id }, "Call mum");
    await tasks.goTo("Inbox");
    await tasks.expectTitles("Trip", "Pack", "Hotel", "Call mum");
  });

  const parents = async (person: import("./person").Person) =>
    Object.fromEntries((await person.stored()).map(({ title, parent_id }) => [title, parent_id]));

  test("parts stand below their task, and can be folded away, also after a reload", { tag: "@phone" }, async ({
    tasks,
    page,
  }) => {
    const at = async (title: string) => (await tasks.checkbox(title).boundingBox())?.x ?? 0;
    expect(await at("Pack")).toBeGreaterThan(await at("Trip"));
    await tasks.button("Subtasks of Trip").click();
    await tasks.expectTitles("Trip", "Call mum");
    await page.reload();
    await tasks.expectTitles("Trip", "Call mum");
    await tasks.checkbox("Trip").focus();
    await page.keyboard.press("f");
    await tasks.expectTitles("Trip", "Pack", "Hotel", "Call mum");
  });

  test("Alt and the arrows make a task part of the one above, and take it out again", async ({
    tasks,
    page,
    person,
  }) => {
    await tasks.checkbox("Call mum").focus();
    await page.keyboard.press("Alt+ArrowRight");
    await expect(tasks.checkbox("Call mum")).toBeFocused();
    await expect.poll(() => parents(person)).toMatchObject({ "Call mum": trip.id });
    await page.keyboard.press("Alt+ArrowUp");
    await tasks.expectTitles("Trip", "Pack", "Call mum", "Hotel");
    await page.keyboard.press("Alt+ArrowLeft");
    await tasks.expectTitles("Trip", "Pack", "Hotel", "Call mum");
    await expect.poll(() => parents(person)).toMatchObject({ "Call mum": null });
    await tasks.checkbox("Hotel").focus();
    await page.keyboard.press("Alt+ArrowLeft");
    await tasks.expectTitles("Trip", "Pack", "Hotel", "Call mum");
    await expect.poll(() => parents(person)).toMatchObject({ Hotel: null });
    await expect(page).toHaveURL(/\/$/);
  });

  test("Tab does the same for who wants it so, and leads on where a task cannot go", async ({
    tasks,
    page,
    person,
  }) => {
    // What hears the key is fetched with what is done to rows that are selected.
    await tasks.checkbox("Call mum").press("s");
    await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
    await page.keyboard.press("Escape");
    await tasks.checkbox("Call mum").focus();
    await page.keyboard.press("Tab");
    await expect(tasks.checkbox("Call mum")).not.toBeFocused();
    await page.keyboard.press("?");
    await page.getByRole("checkbox", { name: /^Tab makes a task part of the one above/ }).check();
    await page.keyboard.press("Escape");
    await page.reload();

    await tasks.checkbox("Call mum").focus();
    await expect(async () => {
      await tasks.checkbox("Call mum").focus();
      await page.keyboard.press("Tab");
      await expect.poll(() => parents(person), { timeout: 1000 }).toMatchObject({ "Call mum": trip.id });
    }).toPass();
    await expect(tasks.checkbox("Call mum")).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect.poll(() => parents(person)).toMatchObject({ "Call mum": null });
    await expect(tasks.checkbox("Call mum")).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(tasks.checkbox("Call mum")).not.toBeFocused();
    expect(await parents(person)).toMatchObject({ "Call mum": null, Hotel: trip.id, Trip: null });
  });

  test("a task is completed with its parts in one request, and Undo opens the same ones", { tag: "@phone" }, async ({
    tasks,
    page,
    person,
  }) => {
    const hotel = tasks.saved("PATCH");
    await tasks.checkbox("Hotel").check();
    await tasks.expectTitles("Trip", "Pack", "Call mum");
    await hotel;
    const writes: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET" && request.url().includes("/api/tasks")) writes.push(request.url());
    });
    await tasks.checkbox("Trip").check();
    await expect(page.getByText("Completed: Trip, and 1 below it", { exact: true })).toBeVisible();
    await tasks.expectTitles("Call mum");
    const done = async () =>
      (await person.stored())
        .filter(({ completed }) => completed)
        .map(({ title }) => title)
        .sort();
    await expect.poll(done).toEqual(["Hotel", "Pack", "Trip"]);
    expect(writes).toHaveLength(1);
    await page.keyboard.press("Control+z");
    await tasks.expectTitles("Trip", "Pack", "Call mum");
    await expect.poll(done).toEqual(["Hotel"]);
  });

  test("a task is deleted with its parts without a connection, and comes back with them", async ({
    tasks,
    page,
    context,
    person,
  }) => {
    await goOffline(context);
    await tasks.checkbox("Trip").focus();
    await page.keyboard.press("#");
    await tasks.expectTitles("Call mum");
    await context.setOffline(false);
    await expect.poll(async () => (await person.stored()).length).toBe(1);
    await tasks.button("Undo").click();
    await tasks.expectTitles("Trip", "Pack", "Hotel", "Call mum");
    await expect.poll(async () => (await person.stored()).length).toBe(4);
  });

  test("elsewhere a part says what it is part of", async ({ tasks }) => {
    await tasks.goTo("All tasks");
    await expect(tasks.row("Pack")).toContainText("Part of Trip");
  });
});
