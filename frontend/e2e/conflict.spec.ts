/** Two devices change the same task: nothing is overwritten unseen. */

import type { Page } from "@playwright/test";
import { goOffline } from "./connection";
import type { Person } from "./person";
import type { TaskPage } from "./task-page";
import { expect, test } from "./test";

// The browser's console tells of every answer that is a refusal.
test.use({ expected: /status of (412|404)|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/ });

/** Changes a title while the other device is faster. */
async function overtake(tasks: TaskPage, person: Person, fields: object, title: string): Promise<void> {
  const [task] = await person.has("Buy milk");
  await expect(tasks.row("Buy milk")).toBeVisible();
  await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
  const form = tasks.editor("Buy milk");
  await expect(form).toBeVisible();
  await goOffline(tasks.page.context());
  await form.getByLabel("Title").fill(title);
  await form.getByRole("button", { name: "Close" }).click();
  await person.changes(task?.id ?? "", fields);
  await tasks.page.context().setOffline(false);
}

const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Changed elsewhere too" });

test("both versions are shown, and mine is kept if I say so", { tag: "@phone" }, async ({ person, tasks, page }) => {
  await overtake(tasks, person, { title: "Buy rice" }, "Buy oat milk");
  const dialog = dialogOf(page);
  await expect(dialog.getByRole("region", { name: "Your version" })).toContainText("Buy oat milk");
  await expect(dialog.getByRole("region", { name: "The other version" })).toContainText("Buy rice");
  expect((await person.stored())[0]?.title).toBe("Buy rice");

  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(dialog).toBeHidden();
  await tasks.expectTitles("Buy oat milk");
  await expect.poll(async () => (await person.stored())[0]?.title).toBe("Buy oat milk");
});

test("the other version is kept if I say so", async ({ person, tasks, page }) => {
  await overtake(tasks, person, { title: "Buy rice" }, "Buy oat milk");
  await dialogOf(page).getByRole("button", { name: "Keep the other" }).click();
  await tasks.expectTitles("Buy rice");
  expect((await person.stored())[0]?.title).toBe("Buy rice");
});

test("the choice can be put off, also beyond a reload", async ({ person, tasks, page }) => {
  await overtake(tasks, person, { title: "Buy rice" }, "Buy oat milk");
  await dialogOf(page).press("Escape");
  await expect(dialogOf(page)).toBeHidden();
  await expect(tasks.row("Buy oat milk")).toContainText("Not synced yet");
  await tasks.button("Choose a version").click();
  await expect(dialogOf(page)).toBeVisible();
  await page.reload();
  await dialogOf(page).getByRole("button", { name: "Keep mine" }).click();
  await expect.poll(async () => (await person.stored())[0]?.title).toBe("Buy oat milk");
});

test("a choice that was put off is reached from the palette, too", async ({ person, tasks, page }) => {
  await overtake(tasks, person, { title: "Buy rice" }, "Buy oat milk");
  await dialogOf(page).press("Escape");
  await expect(tasks.button("Choose a version")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: "Command, view or task" }).fill("conflict");
  await expect(page.getByRole("option").first()).toHaveAccessibleName("Choose a version: Buy rice");
  await page.keyboard.press("Enter");
  await dialogOf(page).getByRole("button", { name: "Keep mine" }).click();
  await expect(dialogOf(page)).toBeHidden();
});

test("changes to different fields go together, and nobody is asked", async ({ person, tasks, page }) => {
  await overtake(tasks, person, { description: "At the market", completed: true }, "Buy oat milk");
  await expect(tasks.row("Buy oat milk")).toContainText("At the market");
  await expect(dialogOf(page)).toBeHidden();
  const both = { title: "Buy oat milk", description: "At the market", completed: true };
  await expect.poll(() => person.stored()).toMatchObject([both]);
});

test("a task that was deleted elsewhere can be brought back with what was written", async ({ person, tasks, page }) => {
  const [task] = await person.has("Buy milk");
  await tasks.row("Buy milk").hover();
  await tasks.button("Edit Buy milk").click();
  await person.deletes(task?.id ?? "");
  const form = tasks.editor("Buy milk");
  await form.getByLabel("Title").fill("Buy oat milk");
  await form.getByRole("button", { name: "Close" }).click();
  const dialog = page.getByRole("dialog", { name: "Deleted elsewhere" });
  await expect(dialog.getByRole("region", { name: "Your version" })).toContainText("Buy oat milk");
  await dialog.getByRole("button", { name: "Bring it back with my changes" }).click();
  await expect(tasks.checkbox("Buy oat milk")).toBeVisible();
  await expect.poll(async () => (await person.stored())[0]?.title).toBe("Buy oat milk");
});

test("Undo of a deletion that waits for a choice ends the choice", async ({ person, tasks, page, context }) => {
  const [task] = await person.has("Buy milk");
  await expect(tasks.row("Buy milk")).toBeVisible();
  await goOffline(context);
  await tasks.row("Buy milk").hover();
  await tasks.button("Delete Buy milk").click();
  await person.changes(task?.id ?? "", { title: "Buy rice" });
  await context.setOffline(false);
  await dialogOf(page).press("Escape");
  await tasks.button("Undo").click();
  await tasks.expectTitles("Buy rice");
  await expect(page.getByRole("region", { name: "Two versions" })).toBeHidden();
  expect((await person.stored())[0]).toMatchObject({ title: "Buy rice", version: 2 });
});
