/** Tags and priorities: understood while typing, shown, edited, found, and kept by the API. */

import type { Locator } from "@playwright/test";
import { isKept } from "./connection";
import type { Person } from "./person";
import type { TaskPage } from "./task-page";
import { expect, makeRefused, test } from "./test";

/** What the box shows before the task is saved: whatever can be removed. */
async function expectChips(tasks: TaskPage, ...names: string[]): Promise<void> {
  const removals = addBox(tasks).getByRole("button", { name: /^Remove / });
  await expect(removals).toHaveCount(names.length);
  for (const [index, name] of names.entries()) await expect(removals.nth(index)).toHaveAccessibleName(`Remove ${name}`);
}

const addBox = (tasks: TaskPage) => tasks.page.getByRole("form", { name: "Add a task" });

const tag = (tasks: TaskPage, title: string, name: string) =>
  tasks.row(title).getByRole("button", { name, exact: true });

async function stored(person: Person) {
  return (await person.stored()).map(({ title, priority, tags }) => ({ title, priority, tags }));
}

test("a tag has its color wherever it stands, however it is spelled", async ({ tasks, person, page }) => {
  await person.has({ title: "Fix the door", tags: ["Home"] }, { title: "Sow", tags: ["garden", "home"] });
  const colorOf = (mark: Locator) => mark.evaluate((element) => getComputedStyle(element).color);
  const mark = (title: string, name: string) => tag(tasks, title, name).getByText("#", { exact: true }).locator("..");
  const home = await colorOf(mark("Sow", "#home"));
  expect(await colorOf(mark("Fix the door", "#Home"))).toBe(home);
  expect(await colorOf(mark("Sow", "#garden"))).not.toBe(home);
  expect(await colorOf(tag(tasks, "Sow", "#home"))).not.toBe(home);
  await tasks.newTask.pressSequentially("Paint #ho");
  expect(await colorOf(page.getByRole("option", { name: /home/i }).locator("svg"))).toBe(home);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: "Command, view or task" }).fill("#home");
  expect(await colorOf(page.getByRole("option", { name: /home/i }).first().locator("svg"))).toBe(home);
});

test("tags and a priority are shown before the task is saved, and leave the title", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  await tasks.newTask.fill("Buy milk tomorrow #home !1 #Läden");
  await expectChips(tasks, "due date", "tag home", "priority", "tag Läden");
  await expect(tasks.newTask).toHaveAccessibleDescription("Due Tomorrow Tag #home Low priority Tag #Läden");
  const saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  await expectChips(tasks);

  const row = tasks.row("Buy milk");
  await expect(row).toContainText("Tomorrow");
  await expect(row.getByTitle("Low priority")).toBeVisible();
  await expect(tasks.checkbox("Buy milk")).toHaveAccessibleDescription(/Low priority.*Due Tomorrow.*#home.*#Läden/);
  await expect(row).toContainText("#Läden");
  expect(await stored(person)).toEqual([{ title: "Buy milk", priority: 1, tags: ["home", "Läden"] }]);
  expect((await person.stored())[0]?.due_date).not.toBeNull();
});

test("words taken back stay in the title: the last one by Escape, any one by its button", async ({ tasks, person }) => {
  await tasks.newTask.fill("Read today about #home and !2");
  await expectChips(tasks, "due date", "tag home", "priority");
  await tasks.newTask.press("Escape");
  await expectChips(tasks, "due date", "tag home");
  await tasks.button("Remove tag home").click();
  await expectChips(tasks, "due date");
  await expect(tasks.newTask).toBeFocused();
  await tasks.newTask.press("Escape");
  await expectChips(tasks);
  await expect(tasks.newTask).toHaveValue("Read today about #home and !2");
  await tasks.add("Read today about #home and !2");
  expect(await stored(person)).toEqual([{ title: "Read today about #home and !2", priority: 0, tags: [] }]);
});

test("words that mean neither stay words", async ({ tasks, person }) => {
  const titles = ["Fix bug #42", "Learn C#", "Hurry !", "#home !1"];
  for (const title of titles) await tasks.add(title);
  expect(await stored(person)).toEqual(titles.toReversed().map((title) => ({ title, priority: 0, tags: [] })));
});

test("priority and tags can be chosen by hand, and are told apart from words", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  await tasks.button("More").click();
  const form = addBox(tasks);
  await tasks.newTask.fill("Trip #far !1");
  await expect(form.getByRole("combobox", { name: "Priority" })).toHaveValue("1");
  await form.getByRole("combobox", { name: "Priority" }).selectOption("High");
  await form.getByRole("textbox", { name: "Tags" }).fill("home, Work #far");
  await expectChips(tasks, "tag home", "tag Work", "tag far", "priority");
  await tasks.button("Remove tag home").click();
  await expect(form.getByRole("textbox", { name: "Tags" })).toHaveValue("Work, far");
  await tasks.add("Trip #far !1", "Trip");

  await form.getByRole("combobox", { name: "Priority" }).selectOption("Medium");
  await tasks.newTask.fill("Stay !1");
  await form.getByRole("combobox", { name: "Priority" }).selectOption("None");
  await expectChips(tasks);
  await tasks.add("Stay !1");
  expect(await stored(person)).toEqual([
    { title: "Stay !1", priority: 0, tags: [] },
    { title: "Trip", priority: 3, tags: ["Work", "far"] },
  ]);
});

test("both can be edited, and what nobody touched stays as it is", { tag: "@phone" }, async ({ tasks, person }) => {
  await person.has({ title: "Trip", priority: 1, tags: ["to do", "a,b", "far"] });
  await tasks.open();
  /** What is written is saved bit by bit. */
  const expectAfter = async (changes: Parameters<TaskPage["edit"]>[1], expected: object) => {
    await tasks.edit("Trip", changes);
    await expect.poll(() => stored(person)).toEqual([{ title: "Trip", ...expected }]);
  };
  await expectAfter({ description: "With the map" }, { priority: 1, tags: ["to do", "a,b", "far"] });
  await expectAfter({ priority: "High", tags: "to do, near home" }, { priority: 3, tags: ["to do", "near", "home"] });
  await expect(tasks.row("Trip").getByTitle("High priority")).toBeVisible();
  await expect(tasks.row("Trip")).toContainText("#near");
  await expectAfter({ priority: "None", tags: "" }, { priority: 0, tags: [] });
  await expect(tasks.row("Trip").getByTitle(/priority/)).toHaveCount(0);
});

test.describe("what cannot be saved", { tag: "@phone" }, () => {
  test.use({ expected: /status of 422/ });

  test("is said at the field it is about, and can be put right there", async ({ tasks, person }) => {
    await person.has("Trip");
    await tasks.open();
    const editor = tasks.editor("Trip");
    const tags = editor.getByLabel("Tags");
    const many = Array.from({ length: 21 }, (_, number) => `t${number}`).join(" ");
    const sentences = { [many]: "Tags must be at most 20", ["x".repeat(41)]: "Tag must be at most 40 characters" };
    await tasks.edit("Trip", { tags: many });
    for (const [text, sentence] of Object.entries(sentences)) {
      await tags.fill(text);
      await editor.getByRole("button", { name: "Close" }).click();
      await expect(tags).toHaveAccessibleDescription(new RegExp(sentence));
      await expect(tags).toHaveAttribute("aria-invalid", "true");
      await expect(tags).toBeFocused();
      await expect(editor.getByLabel("Title")).not.toHaveAttribute("aria-invalid");
    }
    const saved = tasks.saved("PATCH");
    await tags.fill("home");
    await editor.getByRole("button", { name: "Close" }).click();
    await saved;
    expect(await stored(person)).toEqual([{ title: "Trip", priority: 0, tags: ["home"] }]);
  });

  test("comes back into the add box with its tags and priority", async ({ tasks, person }) => {
    const accept = await makeRefused(tasks.page);
    await tasks.newTask.fill("Trip #home !2");
    await tasks.newTask.press("Enter");
    await expect(tasks.page.getByText("Title must be at most 100 characters").first()).toBeVisible();
    await accept();
    await tasks.add("Shorter");
    expect(await stored(person)).toEqual([{ title: "Shorter", priority: 2, tags: ["home"] }]);
  });
});

test("a click on a tag shows the tasks that share it, and Back leads back", async ({ tasks, person }) => {
  await person.has(
    { title: "Essay", tags: ["homework"] },
    { title: "Milk", tags: ["Home", "to do"] },
    { title: "Read", priority: 2 },
    { title: "Broom", tags: ["home"], completed: true },
  );
  await tasks.open();
  await tag(tasks, "Milk", "#Home").click();
  await tasks.expectTitles("Milk");
  await expect(tasks.heading).toHaveText("#Home");
  await expect(tasks.page).toHaveURL("/tag?name=Home");
  await tasks.page.reload();
  await tasks.expectTitles("Milk");

  await tasks.page.goBack();
  await expect(tasks.search).toHaveValue("");
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(4);
  await tag(tasks, "Milk", "#to do").click();
  await tasks.expectTitles("Milk");
  await tasks.goTo("All tasks");
  await tasks.search.fill("#ho");
  await tasks.expectTitles("Broom", "Milk", "Essay");
  await tasks.search.fill("#home broom");
  await tasks.expectTitles("Broom");
  await tasks.search.fill("!2");
  await tasks.expectTitles("Read");
  await tasks.search.fill("#garden");
  await expect(tasks.page.getByText("Nothing here has “#garden” in its tags.")).toBeVisible();
});

test("the list can begin with what matters most, or with what changed last", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  await person.has(
    { title: "Low", priority: 1 },
    { title: "High", priority: 3 },
    "Old",
    { title: "High too", priority: 3 },
    "New",
  );
  await tasks.open();
  const sort = tasks.page.getByRole("combobox", { name: "Sort" });
  await sort.selectOption("Priority");
  await tasks.expectTitles("High too", "High", "Low", "New", "Old");
  await sort.selectOption("Last changed");
  await tasks.expectTitles("New", "High too", "Old", "High", "Low");
  const saved = tasks.saved("PATCH");
  await tasks.edit("Low", { priority: "Medium" });
  await saved;
  await tasks.expectTitles("Low", "New", "High too", "Old", "High");
});

test("all of it needs no mouse", async ({ tasks, person }) => {
  const { keyboard } = tasks.page;
  await expect(tasks.newTask).toBeFocused();
  await keyboard.type("Buy milk #home !3 #shop");
  await expectChips(tasks, "tag home", "priority", "tag shop");
  await keyboard.press("Tab");
  await expect(tasks.button("Remove tag home")).toBeFocused();
  await keyboard.press("Enter");
  await expect(tasks.newTask).toBeFocused();
  await expectChips(tasks, "priority", "tag shop");
  const added = tasks.saved("PUT");
  await keyboard.press("Enter");
  await added;
  expect(await stored(person)).toEqual([{ title: "Buy milk #home", priority: 3, tags: ["shop"] }]);

  await keyboard.press("Escape");
  await expect(tasks.checkbox("Buy milk #home")).toBeFocused();
  await keyboard.press("e");
  const editor = tasks.editor("Buy milk #home");
  await expect(editor.getByLabel("Title")).toBeFocused();
  await editor.getByLabel("Priority").focus();
  await keyboard.press("ArrowUp");
  await keyboard.press("Tab");
  await expect(editor.getByLabel("Tags")).toBeFocused();
  await keyboard.press("End");
  await keyboard.type(" home");
  const edited = tasks.saved("PATCH");
  await keyboard.press("Enter");
  await edited;
  await expect(tasks.checkbox("Buy milk #home")).toBeFocused();
  await expect.poll(() => stored(person)).toEqual([{ title: "Buy milk #home", priority: 2, tags: ["shop", "home"] }]);

  // A row is one tab stop; the arrows lead through it.
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await expect(tag(tasks, "Buy milk #home", "#home")).toBeFocused();
  await keyboard.press("Enter");
  await expect(tasks.heading).toHaveText("#home");
  await tasks.expectTitles("Buy milk #home");
});

test.describe("a tag of many tasks", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  const rename = async ({ page }: TaskPage, name: string, how: "Rename" | "Merge") => {
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("button", { name: how }).click();
    await expect(dialog).toBeHidden();
  };
  /** By the sidebar. */
  const choose = async (tasks: TaskPage, name: string, item: string) => {
    await tasks.filter(name).hover();
    await tasks.filters.getByRole("button", { name: `Options of #${name}`, exact: true }).click();
    await tasks.page.getByRole("menuitem", { name: item }).click();
  };
  const tagsOf = async (person: Person) =>
    Object.fromEntries((await person.stored()).map(({ title, tags }) => [title, tags]));

  test("is renamed in one request, also where they are completed; the address follows, and one Undo leads back", async ({
    tasks,
    person,
    page,
  }) => {
    await person.has(
      { title: "Broom", tags: ["home"], completed: true },
      { title: "Milk", tags: ["shop", "Home"] },
      { title: "Bread", tags: ["home"] },
      { title: "Essay", tags: ["homework"] },
    );
    await tasks.open("/tag?name=home&q=m");
    await tasks.expectTitles("Milk");
    const writes: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET" && request.url().includes("/api/tasks")) writes.push(request.url());
    });
    await choose(tasks, "home", "Rename…");
    const saved = tasks.saved("POST");
    await rename(tasks, "#house", "Rename");
    await expect(page).toHaveURL("/tag?name=house&q=m");
    await expect(tasks.heading).toHaveText("#house");
    await tasks.expectTitles("Milk");
    await expect(tasks.filter("house")).toBeFocused();
    await saved;
    const renamed = { Broom: ["house"], Milk: ["shop", "house"], Bread: ["house"], Essay: ["homework"] };
    expect(await tagsOf(person)).toEqual(renamed);
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatch(/tasks\/batch$/);

    await expect(page.getByText("Renamed #home to #house: 3 tasks", { exact: true })).toBeVisible();
    await tasks.button("Undo").click();
    await expect(page).toHaveURL(/name=home/i);
    await tasks.expectTitles("Milk");
    await expect
      .poll(() => tagsOf(person))
      .toEqual({ Broom: ["home"], Milk: ["shop", "Home"], Bread: ["home"], Essay: ["homework"] });
  });

  test("is renamed on a phone where it is shown", { tag: "@phone-only" }, async ({ tasks, person, page }) => {
    await person.has({ title: "Milk", tags: ["home"] }, { title: "Bread", tags: ["home", "shop"] });
    await tasks.open("/tag?name=home");
    await tasks.expectTitles("Bread", "Milk");
    await tasks.button("Options of #home").tap();
    await page.getByRole("menuitem", { name: "Rename…" }).tap();
    await rename(tasks, "house", "Rename");
    await expect(tasks.heading).toHaveText("#house");
    await tasks.expectTitles("Bread", "Milk");
    await expect.poll(() => tagsOf(person)).toEqual({ Milk: ["house"], Bread: ["house", "shop"] });
  });

  test("becomes one with another one, which is said before, and what is half written stays", async ({
    tasks,
    person,
    page,
  }) => {
    await person.has(
      { title: "Report", tags: ["job", "Work"] },
      { title: "Call", tags: ["job"] },
      { title: "Mail", tags: ["Work"] },
    );
    await tasks.open();
    await tasks.newTask.fill("Something half written");
    await tasks.row("Call").getByText("Call", { exact: true }).click();
    await tasks.editor("Call").getByLabel("Description").fill("They open at nine");
    await choose(tasks, "job", "Rename…");
    await page.getByRole("dialog").getByLabel("Name").fill("work");
    await expect(page.getByText("There is a tag #Work already: both become one.")).toBeVisible();
    await rename(tasks, "work", "Merge");
    await expect(page.getByText("Merged #job into #Work: 2 tasks", { exact: true })).toBeVisible();
    await expect(tasks.filter("job")).toBeHidden();
    await expect.poll(() => tagsOf(person)).toEqual({ Report: ["Work"], Call: ["Work"], Mail: ["Work"] });
    await expect(tasks.newTask).toHaveValue("Something half written");
    const editor = tasks.editor("Call");
    await expect(editor.getByLabel("Description")).toHaveValue("They open at nine");
    await expect(editor.getByLabel("Tags")).toHaveValue("Work");
    await editor.getByRole("button", { name: "Close" }).click();
    await expect
      .poll(async () => (await person.stored()).find(({ title }) => title === "Call")?.description)
      .toBe("They open at nine");
  });

  test("takes no name that the API would refuse", async ({ tasks, person, page }) => {
    await person.has({ title: "Milk", tags: ["home"] });
    await choose(tasks, "home", "Rename…");
    const dialog = page.getByRole("dialog");
    for (const [name, sentence] of [
      [" ", "Tag is required"],
      ["x".repeat(41), "Tag must be at most 40 characters"],
    ] as const) {
      await dialog.getByLabel("Name").fill(name);
      await page.keyboard.press("Enter");
      await expect(dialog.getByLabel("Name")).toHaveAccessibleDescription(sentence);
      await expect(dialog.getByLabel("Name")).toBeFocused();
    }
    await page.keyboard.press("Escape");
    await expect(tasks.filters.getByRole("button", { name: "Options of #home", exact: true })).toBeFocused();
    expect(await tagsOf(person)).toEqual({ Milk: ["home"] });
  });

  test("is taken out of all of them without a connection, where it is shown", { tag: "@phone" }, async ({
    tasks,
    person,
    page,
    context,
  }) => {
    await person.has({ title: "Broom", tags: ["home"], completed: true }, { title: "Milk", tags: ["shop", "home"] });
    await tasks.open("/tag?name=home");
    await tasks.expectTitles("Milk");
    await isKept(page);
    const options = page.getByRole("main").getByRole("button", { name: "Options of #home", exact: true });
    await options.click();
    await expect(page.getByRole("menuitem", { name: "Remove from all tasks" })).toBeVisible();
    await context.setOffline(true);
    await page.getByRole("menuitem", { name: "Remove from all tasks" }).click();
    await expect(tasks.heading).toHaveText("Inbox");
    await expect(page.getByText("Removed #home: 2 tasks", { exact: true })).toBeVisible();
    expect(await tagsOf(person)).toEqual({ Broom: ["home"], Milk: ["shop", "home"] });
    await context.setOffline(false);
    await expect.poll(() => tagsOf(person)).toEqual({ Broom: [], Milk: ["shop"] });
  });
});
