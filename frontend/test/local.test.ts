/** What stays in the browser. */

import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { Local } from "../lib/sync/local";

test("what the API has told is there for the next page of the same person, and for no other", async () => {
  const local = await Local.open("ada");
  const at = "2026-11-01T08:00:00Z";
  const plain = { description: null, completed: false, due_date: null, priority: 0, tags: [], deleted_at: null };
  const task = { id: "1", user_id: "ada", title: "Buy milk", ...plain, version: 1, created_at: at, updated_at: at };
  await local?.keep({ tasks: [task], deleted: [], state: "1" }, true);
  expect(await (await Local.open("ada"))?.snapshot()).toEqual({ tasks: [task], state: "1" });
  expect(await (await Local.open("bob"))?.snapshot()).toBeNull();
});
