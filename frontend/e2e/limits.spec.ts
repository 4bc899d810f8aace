/** What cannot be saved is said at its field before it is sent, with a connection or without, and nothing of it is lost. */

import type { Locator } from "@playwright/test";
import { goOffline } from "./connection";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED|status of 409/ });

const LONG = "x".repeat(101);

async function expectFault(field: Locator, sentence: string): Promise<void> {
  await expect(field).toHaveAccessibleDescription(new RegExp(sentence));
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toBeFocused();
}

const addForm = (tasks: TaskPage) => tasks.page.getByRole("form", { name: "Add a task" });

async function openEditor(tasks: TaskPage, title: string): Promise<Locator> {
  await tasks.row(title).getByText(title, { exact: true }).click();
  await expect(tasks.editor(title)).toBeVisible();
  return tasks.editor(title);
}

test("a title that is too long stays in the box, offline too, and the words beside the title do not count", async ({
  tasks,
  context,
}) => {
  await tasks.add("Warm up");
  await goOffline(context);
  for (const words of [LONG, `${"🎉".repeat(101)} #home !1 tomorrow`]) {
    await tasks.newTask.fill(words);
    await tasks.newTask.press("Enter");
    await expectFault(tasks.newTask, "Title must be at most 100 characters");
    await expect(tasks.newTask).toHaveValue(words);
    await tasks.expectTitles("Warm up");
  }
  await tasks.newTask.fill(`${"🎉".repeat(100)} #home !1 tomorrow`);
  await expect(tasks.newTask).not.toHaveAttribute("aria-invalid");
  await tasks.newTask.press("Enter");
  await tasks.expectTitles("🎉".repeat(100), "Warm up");
  await expect(tasks.newTask).toHaveValue("");
});

test("in the box, each field says its own fault, and is opened where it is folded away", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  const form = addForm(tasks);
  await tasks.newTask.fill("Trip");
  await tasks.button("More").click();
  await form.getByLabel("Description").fill("x".repeat(1001));
  await tasks.button("Less").click();
  await tasks.newTask.press("Enter");
  await expectFault(form.getByLabel("Description"), "Description must be at most 1000 characters");
  await form.getByLabel("Description").fill("x".repeat(1000));
  await form.getByLabel("Tags").fill("x".repeat(41));
  await form.getByLabel("Tags").press("Enter");
  await expectFault(form.getByLabel("Tags"), "Tag must be at most 40 characters");
  await form.getByLabel("Tags").fill(Array.from({ length: 21 }, (_, number) => `t${number}`).join(" "));
  await form.getByLabel("Tags").press("Enter");
  await expectFault(form.getByLabel("Tags"), "Tags must be at most 20");
  await form.getByLabel("Tags").fill("home");
  await tasks.newTask.fill(" ");
  await tasks.newTask.press("Enter");
  await expectFault(tasks.newTask, "Title is required");
  expect(await person.stored()).toEqual([]);
  await tasks.add("Trip");
  expect(await person.stored()).toMatchObject([{ title: "Trip", description: "x".repeat(1000), tags: ["home"] }]);
});

test("the editor says each fault at its field, offline too, and stays open", { tag: "@phone" }, async ({
  tasks,
  person,
  context,
}) => {
  await person.has("Trip");
  await tasks.open();
  const editor = await openEditor(tasks, "Trip");
  await goOffline(context);
  const save = () => editor.getByRole("button", { name: "Close" }).click();
  const faults = [
    ["Title", LONG, "Title must be at most 100 characters", "Trip "],
    ["Title", "  ", "Title is required", "Trip to Rome"],
    ["Description", "x".repeat(1001), "Description must be at most 1000 characters", "By train"],
    ["Tags", "x".repeat(41), "Tag must be at most 40 characters", "home"],
  ] as const;
  for (const [label, wrong, sentence, right] of faults) {
    const field = editor.getByLabel(label);
    await field.fill(wrong);
    await save();
    await expectFault(field, sentence);
    await expect(field).toHaveValue(wrong);
    await field.fill(right);
    await expect(field).not.toHaveAttribute("aria-invalid");
  }
  await context.setOffline(false);
  const saved = tasks.saved("PATCH");
  await save();
  await saved;
  const right = { title: "Trip to Rome", description: "By train", tags: ["home"] };
  await expect.poll(() => person.stored()).toMatchObject([right]);
});

test.describe("what only the API finds", () => {
  test.use({ expected: /status of 422/ });

  test("is said at the field that it is about", { tag: "@phone" }, async ({ tasks, person, page }) => {
    await person.has("Trip");
    await tasks.open();
    await page.route(/\/api\/tasks\/[^/]+$/, (route) =>
      route.request().method() === "PATCH"
        ? route.continue({ postData: JSON.stringify({ tags: ["home", " "] }) })
        : route.fallback(),
    );
    await tasks.edit("Trip", { title: "Trip to Rome" });
    const editor = tasks.editor("Trip");
    await expectFault(editor.getByLabel("Tags"), "Tag is required");
    await expect(editor.getByLabel("Title")).not.toHaveAttribute("aria-invalid");
  });
});

test("a task that there is no room for stays in the list, says why, and is saved as soon as there is", async ({
  person,
  page,
  stack,
}) => {
  await person.has("Old");
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.expectTitles("Old");
  await stack.sql(`UPDATE todo."user" SET live_tasks = 10000 WHERE id = $1`, person.id);
  for (const title of ["One too many", "And one more"]) {
    await tasks.newTask.fill(title);
    await tasks.newTask.press("Enter");
  }
  const reason = "Not synced: You have 10,000 tasks, which is the limit; delete some before you add more";
  await expect(tasks.row("One too many")).toContainText(reason);
  // It waits for the first one, or was sent with it.
  await expect(tasks.row("And one more")).toContainText("Not synced");
  await tasks.row("One too many").getByRole("button", { name: "Retry" }).click();
  await expect(tasks.row("One too many")).toContainText(reason);
  await expect(tasks.checkbox("One too many")).toBeFocused();

  await page.reload();
  await expect(tasks.row("One too many")).toContainText(reason);
  await tasks.expectTitles("And one more", "One too many", "Old");
  await tasks.row("Old").hover();
  await tasks.button("Delete Old").click();
  await expect(tasks.row("One too many")).not.toContainText("Not synced");
  await expect(tasks.row("And one more")).toContainText(reason);
  expect((await person.stored()).map(({ title }) => title)).toEqual(["One too many"]);
  // What was never taken needs no deleting, and what is deleted needs no room.
  await tasks.row("And one more").hover();
  await tasks.button("Delete And one more").click();
  await tasks.expectTitles("One too many");
});
