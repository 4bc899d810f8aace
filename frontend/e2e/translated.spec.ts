/** A browser that translates the page puts nodes of its own in the place of all texts, and everything goes on working. */

import type { Page } from "@playwright/test";
import { signInFromHome } from "./person";
import { SignInPage } from "./sign-in-page";
import { expect, test } from "./test";

test.use({ expected: /status of 401|ERR_FAILED/ });

/** As Chrome does it; here a text is its own translation. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const untranslated = "font, script, style, textarea, option, title, noscript";
    const translateIn = (root: Node) => {
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const found: Text[] = root instanceof Text ? [root] : [];
      while (texts.nextNode()) found.push(texts.currentNode as Text);
      for (const text of found) {
        if (!text.data.trim() || text.parentElement?.closest(untranslated) !== null) continue;
        const [outer, inner] = [document.createElement("font"), document.createElement("font")];
        inner.append(text.data);
        outer.append(inner);
        text.replaceWith(outer);
      }
    };
    const observer = new MutationObserver((changes) => {
      for (const { target, addedNodes, type } of changes)
        for (const node of type === "characterData" ? [target] : addedNodes) translateIn(node);
    });
    translateIn(document.body);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

test("adding, completing, renaming, deleting, taking back, finding", async ({ person, tasks, page }) => {
  await person.has({ title: "Late", due_date: "2026-01-01", priority: 3, tags: ["home"] }, "Call mum");
  await tasks.expectTitles("Call mum", "Late");
  await translate(page);

  await tasks.newTask.fill("Water the plants tomorrow #garden !3");
  await expect(tasks.button("Remove tag garden")).toBeVisible();
  await tasks.button("More").click();
  await tasks.button("Less").click();
  await tasks.newTask.press("Enter");
  await tasks.expectTitles("Water the plants", "Call mum", "Late");

  await tasks.checkbox("Late").check();
  await expect(tasks.row("Late")).toContainText("Due");
  // By key, as two ticks within a quarter of a second are one.
  await page.keyboard.press("x");
  await expect(tasks.row("Late")).toContainText("Overdue");
  await tasks.edit("Call mum", { title: "Call dad", dueDate: "2036-01-01", tags: "family" });
  await tasks.edit("Late", { title: "Later", dueDate: "", priority: "None" });
  await tasks.expectTitles("Water the plants", "Call dad", "Later");
  await expect(tasks.row("Later")).not.toContainText("Overdue");

  await tasks.button("Delete Later").click();
  await tasks.button("Undo").last().click();
  await tasks.expectTitles("Water the plants", "Call dad", "Later");
  await tasks.search.fill("dad");
  await tasks.expectTitles("Call dad");
  await expect(page.getByText("1 task", { exact: true }).first()).toBeVisible();
  await tasks.search.fill("nobody");
  await expect(page.getByText("No task matches")).toBeVisible();
  await tasks.button("Clear search").first().click();
  for (const view of ["Completed", "Today", "Upcoming", "Inbox", "All tasks"]) await tasks.goTo(view);
  await tasks.expectTitles("Water the plants", "Call dad", "Later");
  await tasks.button("Keyboard shortcuts").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tasks.newTask).toBeVisible();
});

test("signing in with a wrong password, and then with the right one", async ({ person, page, context }) => {
  await signInFromHome(context);
  await context.clearCookies();
  await page.goto("/sign-in");
  const door = new SignInPage(page);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  await translate(page);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Enter your email.")).toBeVisible();
  await door.signIn({ ...person, password: "not the password" });
  await expect(page.getByText("do not belong together")).toBeVisible();
  await door.signIn(person);
  await expect(page).toHaveURL("/");
});

test("a new name, a file that comes in, and one that cannot", async ({ person: _, page }) => {
  await page.goto("/account");
  await expect(page.getByRole("radio", { name: "System" })).toBeChecked();
  await translate(page);
  await page.getByRole("textbox", { name: "Name" }).fill("Grace Hopper");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name is saved.").first()).toBeVisible();
  const choose = async (name: string, tasks: unknown) => {
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Import a file" }).click();
    const buffer = Buffer.from(JSON.stringify(tasks));
    await (await choosing).setFiles({ name, mimeType: "application/json", buffer });
  };
  await choose("mine.txt", []);
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await choose("mine.json", [{ title: "Bread" }, { title: "Milk" }]);
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await expect(page.getByText("Imported: 2 new tasks.").first()).toBeVisible();
  await page.getByRole("button", { name: "Delete account" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByText("Enter your password.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Account", exact: true })).toBeVisible();
});

test("restoring from the trash, and erasing", async ({ person, tasks, page }) => {
  for (const { id } of await person.has("One", "Two", "Three")) await person.deletes(id);
  await page.goto("/trash");
  await expect(tasks.button("Restore One")).toBeVisible();
  await translate(page);
  await tasks.button("Restore Two").click();
  await expect(page.getByText("Restored: Two").first()).toBeVisible();
  await tasks.button("Delete One for good").click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("1 task", { exact: true })).toBeVisible();
  await tasks.button("Empty trash").click();
  await page.getByRole("dialog").getByRole("button", { name: "Empty trash" }).click();
  await expect(page.getByText("The trash is empty")).toBeVisible();
});

test("without a connection", async ({ tasks, page, stack }) => {
  await page.route(`${stack.api.url}/**`, (route) => route.abort());
  await translate(page);
  await tasks.newTask.fill("Meanwhile");
  await tasks.newTask.press("Enter");
  await expect(tasks.banner).toContainText("The server cannot be reached.");
  await expect(tasks.row("Meanwhile")).toContainText("Not synced yet");
  // While it is away: when it is back, the page notices that by itself, and takes the button away.
  await tasks.button("Retry now").click();
  await page.unroute(`${stack.api.url}/**`);
  await expect(tasks.row("Meanwhile")).not.toContainText("Not synced yet", { timeout: 40_000 });
  await expect(tasks.banner).toBeHidden();
});
