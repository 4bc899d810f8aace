/** What was acknowledged is still there: after a reload, and after the machine has been off. */

import { readFileSync } from "node:fs";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

test.describe("a reload", () => {
  // What was answered and not yet noted is sent once more.
  test.use({ expected: /status of 412/ });

  test("keeps everything", async ({ tasks }) => {
    await tasks.add("Buy milk");
    await tasks.add("Call mum");
    const saved = tasks.saved("PATCH");
    await tasks.checkbox("Buy milk").check();
    await saved;
    await tasks.page.reload();
    await tasks.expectTitles("Call mum", "Buy milk");
    await expect(tasks.checkbox("Buy milk")).toBeChecked();
    await expect(tasks.checkbox("Call mum")).not.toBeChecked();
  });
});

test.describe("a restart", () => {
  // The page notices: its stream of events ends, and its worker may be asked for just then.
  test.use({ expected: /api\/events|ERR_CONNECTION_REFUSED|error occurred when fetching the script/ });

  test("of the API and of the web app keeps everything, the session too", async ({ tasks, stack }) => {
    await tasks.add("Buy milk");
    const saved = tasks.saved("PATCH");
    await tasks.checkbox("Buy milk").check();
    await saved;
    await Promise.all([stack.api.restart(), stack.web.restart()]);
    await tasks.open();
    await expect(tasks.checkbox("Buy milk")).toBeChecked();
    await tasks.add("Call mum");
  });

  test("an open page goes on working when everything behind it was restarted", async ({ tasks, stack }) => {
    await tasks.add("Buy milk");
    await Promise.all([stack.api.restart(), stack.web.restart()]);
    await tasks.add("Call mum");
    await tasks.expectTitles("Call mum", "Buy milk");
  });
});

/** Made by the app's version 1. Of its changes, those that are about new tasks. */
const { version, stores } = JSON.parse(
  readFileSync(new URL("../test/fixtures/store-1.json", import.meta.url), "utf-8"),
);

test("what the app's first version has left unsent in a browser is sent by this one", async ({ page, person }) => {
  await page.goto("/icon-192.png");
  await page.evaluate(
    async ({ name, version, changes, keyPath }) => {
      const opening = indexedDB.open(name, version);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore("tasks", { keyPath: "id" });
        opening.result.createObjectStore("changes", { keyPath });
        opening.result.createObjectStore("state");
      };
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      const writing = opening.result.transaction("changes", "readwrite");
      for (const change of changes) writing.objectStore("changes").put(change);
      await new Promise((resolve) => {
        writing.oncomplete = resolve;
      });
      opening.result.close();
    },
    {
      name: `todo-${person.id}`,
      version,
      keyPath: stores.changes.keyPath,
      changes: stores.changes.values.filter(({ taskId }: { taskId: string }) => taskId.startsWith("new-")),
    },
  );
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.expectTitles("Never sent", "Sent, and never answered");
  const stored = async () => (await person.stored()).map(({ title, completed }) => `${title}: ${completed}`).sort();
  await expect.poll(stored).toEqual(["Never sent: true", "Sent, and never answered: false"]);
});

test("what one browser writes, another one of the same person shows", async ({ person, tasks, newVisitor }) => {
  await tasks.add("Buy milk");
  const { context, page } = await newVisitor();
  await person.signIn(context);
  await page.goto("/");
  await expect(page.getByRole("checkbox", { name: "Buy milk" })).toBeVisible();
});

test.describe("a task that could not be kept before the tab was gone", () => {
  test.use({ expected: /ERR_FAILED/ });

  test("is added by the next page, once, and what was typed after it is still in the box", async ({ page, person }) => {
    // No disk and no connection, for as long as that is wanted.
    await page.addInitScript(() => {
      if (!sessionStorage.getItem("has-disk"))
        IDBFactory.prototype.open = () => {
          throw new DOMException("No disk", "UnknownError");
        };
    });
    const writes = /\/api\/tasks\/[^/]+$/;
    await page.route(writes, (route) => (route.request().method() === "PUT" ? route.abort() : route.fallback()));
    page.on("dialog", (dialog) => dialog.accept());
    const tasks = new TaskPage(page);
    await tasks.open();
    await tasks.newTask.fill("Buy milk tomorrow #home");
    await tasks.newTask.press("Enter");
    await expect(tasks.newTask).toHaveValue("");
    await tasks.newTask.fill("Call mum");
    await tasks.expectTitles("Buy milk");

    await page.unroute(writes);
    await page.evaluate(() => sessionStorage.setItem("has-disk", "yes"));
    await page.reload();
    await tasks.expectTitles("Buy milk");
    await expect(tasks.newTask).toHaveValue("Call mum");
    await expect
      .poll(async () => (await person.stored()).map(({ title, tags }) => [title, tags]))
      .toEqual([["Buy milk", ["home"]]]);
    await expect.poll(() => page.evaluate(() => Object.values(sessionStorage).join())).not.toContain("Buy milk");
    await page.reload();
    await tasks.expectTitles("Buy milk");
    expect(await person.stored()).toHaveLength(1);
  });
});
