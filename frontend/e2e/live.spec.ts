/** Two devices of one person: what one of them does, the other one shows by itself. */

import { TaskPage } from "./task-page";
import { expect, test } from "./test";

/** The other device shows it within this time; the API promises a second from write to event. */
const SOON = { timeout: 3_000 };

test.describe("on a second device", () => {
  test("everything that happens to a task shows by itself", async ({ person, tasks, newVisitor }) => {
    const { context, page } = await newVisitor();
    await person.signIn(context);
    const other = new TaskPage(page);
    await other.open();
    await other.expectNothing();

    await tasks.add("Buy milk");
    await expect(other.checkbox("Buy milk")).toBeVisible(SOON);
    await tasks.checkbox("Buy milk").click();
    await expect(other.checkbox("Buy milk")).toBeChecked(SOON);
    await tasks.edit("Buy milk", { title: "Buy oat milk", description: "Two litres" });
    await expect(other.row("Buy oat milk")).toContainText("Two litres", SOON);

    // And the other way round.
    await other.row("Buy oat milk").hover();
    await other.button("Delete Buy oat milk").click();
    await expect(tasks.checkbox("Buy oat milk")).toBeHidden(SOON);
    await other.button("Undo").click();
    await expect(tasks.checkbox("Buy oat milk")).toBeVisible(SOON);
    await expect(tasks.checkbox("Buy oat milk")).toBeChecked();
  });

  test("what is being written is left alone by what arrives", async ({ person, tasks, newVisitor }) => {
    await tasks.add("Buy milk");
    const { context, page } = await newVisitor();
    await person.signIn(context);
    const other = new TaskPage(page);
    await other.open();
    await other.row("Buy milk").hover();
    await other.button("Edit Buy milk").click();
    await other.editor("Buy milk").getByLabel("Title").fill("Buy oat");

    // It is saved in a pause, and goes on being written after the space.
    await expect(tasks.checkbox("Buy oat")).toBeVisible();
    await other.page.keyboard.type(" ");
    await tasks.checkbox("Buy oat").click();
    await expect(other.checkbox("Buy oat")).toBeChecked(SOON);
    await other.page.keyboard.type("m");
    await tasks.add("Call mum");
    await expect(other.checkbox("Call mum")).toBeVisible(SOON);
    const title = other.editor("Buy milk").getByLabel("Title");
    await expect(title).toHaveValue("Buy oat m");
    await expect(title).toBeFocused();
  });

  test("many changes at once arrive all, in one order", async ({ person, tasks }) => {
    await person.has(...Array.from({ length: 9 }, (_, index) => `Task ${index}`));
    await tasks.expectTitles(...Array.from({ length: 9 }, (_, index) => `Task ${8 - index}`));
  });
});

test.describe("after a while", () => {
  test.use({ expected: /api\/events|ERR_CONNECTION_REFUSED/ });

  test("the stream goes on where it ended", async ({ person, tasks, stack }) => {
    await tasks.add("Before");
    await stack.api.restart();
    await person.has("Meanwhile");
    await expect(tasks.checkbox("Meanwhile")).toBeVisible({ timeout: 20_000 });
  });

  test("a page whose log does not reach back so far reads everything anew", async ({ person, tasks, stack }) => {
    await tasks.add("Before");
    await stack.api.stop();
    await stack.sql("DELETE FROM todo.task WHERE user_id = $1", person.id);
    await stack.sql("DELETE FROM todo.change WHERE user_id = $1", person.id);
    await stack.sql(
      'UPDATE todo."user" SET seq = seq + 10, log_start = seq + 10, live_tasks = 0 WHERE id = $1',
      person.id,
    );
    await stack.api.start();
    await expect(tasks.checkbox("Before")).toBeHidden({ timeout: 20_000 });
    await tasks.expectNothing();
  });
});
