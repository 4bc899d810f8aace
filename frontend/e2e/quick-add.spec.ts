/** What people type and paste into the add box and into titles, in their own language and at any hour. */

import type { BrowserContext, Page } from "@playwright/test";
import { paste } from "./paste";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

/** A Friday afternoon. */
const NOW = "2026-11-27T16:40:00+01:00";

async function openTasks(page: Page): Promise<TaskPage> {
  await page.clock.setFixedTime(NOW);
  const tasks = new TaskPage(page);
  await tasks.open();
  return tasks;
}

/** A browser that spells its language like that. */
const speaks = (context: BrowserContext, language: string) =>
  context.addInitScript((language) => {
    Object.defineProperty(navigator, "language", { get: () => language });
    Object.defineProperty(navigator, "languages", { get: () => [language] });
  }, language);

test("today is today in the afternoon, and words that mean no day stay", async ({ page, person }) => {
  const tasks = await openTasks(page);
  for (const [words, title] of [
    ["pay rent 27 nov", "pay rent"],
    ["call mum friday", "call mum"],
    ["standup every friday 9am", "standup"],
    ["Put the plants in the sun", "Put the plants in the sun"],
    ["Essay part 1/2", "Essay part 1/2"],
    ["Report due:tomorrow", "Report"],
  ] as const) {
    await tasks.add(words, title);
  }
  const days = Object.fromEntries((await person.stored()).map((task) => [task.title, task.due_date]));
  expect(days).toEqual({
    "pay rent": "2026-11-27",
    "call mum": "2026-11-27",
    standup: "2026-12-04",
    "Put the plants in the sun": null,
    "Essay part 1/2": null,
    Report: "2026-11-28",
  });
});

test("a German browser understands German, and English too", async ({ newVisitor, signUp }) => {
  const { context, page } = await newVisitor({ locale: "de-DE" });
  const person = await signUp(context);
  const tasks = await openTasks(page);
  for (const [words, title] of [
    ["Mama morgen anrufen", "Mama anrufen"],
    ["Zahnarzt 12.12.", "Zahnarzt"],
    ["buy milk tomorrow", "buy milk"],
    ["Guten Morgen sagen", "Guten Morgen sagen"],
  ] as const) {
    await tasks.add(words, title);
  }
  const days = Object.fromEntries((await person.stored()).map((task) => [task.title, task.due_date]));
  expect(days).toEqual({
    "Mama anrufen": "2026-11-28",
    Zahnarzt: "2026-12-12",
    "buy milk": "2026-11-28",
    "Guten Morgen sagen": null,
  });
});

test("a browser that spells its language as the system does shows its tasks", async ({ newVisitor, signUp }) => {
  for (const language of ["en-US@posix", "c"]) {
    const { context, page } = await newVisitor();
    await speaks(context, language);
    const person = await signUp(context);
    await person.has({ title: "Now", due_date: "2026-11-27" }, { title: "Next", due_date: "2026-12-24" });
    const tasks = await openTasks(page);
    await expect(tasks.row("Now")).toContainText("Today");
    await expect(tasks.row("Next")).toContainText("Dec");
    await tasks.add("Buy milk tomorrow", "Buy milk");
    await expect(tasks.row("Buy milk")).toContainText("Tomorrow");
  }
});

test("three pasted lines can be three tasks, and are one if nobody asks for more", async ({ page, person }) => {
  const tasks = await openTasks(page);
  await tasks.newTask.focus();
  await paste(page, "- milk tomorrow\n- bread #home\n- eggs");
  await expect(tasks.newTask).toHaveValue("- milk tomorrow - bread #home - eggs");
  await tasks.button("Add 3 tasks").click();
  await tasks.expectTitles("milk", "bread", "eggs");
  await expect(tasks.newTask).toHaveValue("");
  await expect(tasks.newTask).toBeFocused();
  await expect.poll(() => person.stored().then((all) => all.length)).toBe(3);
  const stored = (await person.stored()).toSorted((a, b) => a.title.localeCompare(b.title));
  expect(stored).toMatchObject([
    { title: "bread", tags: ["home"], due_date: null },
    { title: "eggs", tags: [], due_date: null },
    { title: "milk", tags: [], due_date: "2026-11-28" },
  ]);

  await paste(page, "one\ntwo");
  await tasks.newTask.press("Enter");
  await tasks.expectTitles("one two", "milk", "bread", "eggs");

  await paste(page, "one\ntwo");
  await tasks.newTask.press("!");
  await expect(tasks.button("Add 2 tasks")).toBeHidden();
});

test("pasted lines that are ticked are added completed, and one Undo takes back all of them", async ({
  page,
  person,
}) => {
  const tasks = await openTasks(page);
  await tasks.newTask.focus();
  await paste(page, "- [x] milk every day\n- [ ] bread\n- [x] eggs");
  await tasks.button("Add 3 tasks, 2 of them completed").click();
  await expect.poll(() => person.stored().then((all) => all.length)).toBe(3);
  const stored = (await person.stored()).toSorted((a, b) => a.title.localeCompare(b.title));
  expect(stored).toMatchObject([
    { title: "bread", completed: false },
    { title: "eggs", completed: true },
    { title: "milk", completed: true, repeat: null },
  ]);
  await tasks.checkbox("bread").focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => person.stored().then((all) => all.length)).toBe(0);
});

test("pasted lines come on top of the Inbox in their order", async ({ page, person }) => {
  await person.has("first");
  const tasks = new TaskPage(page);
  await tasks.open("/");
  await tasks.newTask.focus();
  const lines = ["one", "two", "three", "four", "five", "six"];
  await paste(page, lines.join("\n"));
  await tasks.button("Add 6 tasks").click();
  await tasks.expectTitles(...lines, "first");
  await expect.poll(() => person.stored().then((all) => all.length)).toBe(7);
  await page.reload();
  await tasks.expectTitles(...lines, "first");
});

test("a title that is too long goes on in the description", { tag: "@phone" }, async ({ page, person }) => {
  const tasks = await openTasks(page);
  const start = `Call ${"everybody ".repeat(9)}`;
  await tasks.newTask.fill(`${start}who has written to us tomorrow #home`);
  await tasks.newTask.press("Enter");
  await tasks.button("Put the rest into the description").click();
  await expect(tasks.newTask).toBeFocused();
  await expect(page.getByLabel("Description")).toHaveValue("… has written to us");
  const saved = tasks.saved("PUT");
  await tasks.newTask.press("Enter");
  await saved;
  const title = `${start}who…`;
  expect(await person.stored()).toMatchObject([
    { title, description: "… has written to us", due_date: "2026-11-28", tags: ["home"] },
  ]);

  await tasks.edit(title, { title: `${start}who has written`, description: "Soon" });
  const editor = tasks.editor(title);
  await editor.getByRole("button", { name: "Put the rest into the description" }).click();
  await expect(editor.getByLabel("Description")).toHaveValue("… has written\n\nSoon");
  const changed = tasks.saved("PATCH");
  await editor.getByRole("button", { name: "Close" }).click();
  await changed;
  expect(await person.stored()).toMatchObject([{ title, description: "… has written\n\nSoon" }]);
});

test("words that are typed into a title are understood, and those that stood there are not", async ({
  page,
  person,
}) => {
  await person.has({ title: "Read Tomorrow", tags: ["books"] });
  const tasks = await openTasks(page);
  await tasks.row("Read Tomorrow").hover();
  await tasks.button("Edit Read Tomorrow").click();
  const editor = tasks.editor("Read Tomorrow");
  const title = editor.getByLabel("Title");
  await title.fill("Reread Tomorrow by monday #home !3");
  await expect(title).toHaveAccessibleDescription("Due Mon Tag #home High priority");
  await expect(tasks.dueButton(editor)).toHaveText(/^Mon,? 30 Nov$/);
  await editor.getByRole("button", { name: "Remove tag home" }).click();
  await editor.getByRole("button", { name: "Close" }).click();
  await expect
    .poll(() => person.stored())
    .toMatchObject([{ title: "Reread Tomorrow #home", due_date: "2026-11-30", priority: 3, tags: ["books"] }]);
});
