/** Who leaves the page too early is warned. */

import { expect, test } from "vitest";
import { warnOfUnkept } from "../lib/sync/unkept";
import { until } from "./support/browser";
import { start } from "./support/start";

test("who leaves is warned until what they have done is kept in this browser, and no longer", async () => {
  const { person, net } = await start();
  net.isDown = true;
  const window = new EventTarget();
  Object.defineProperty(globalThis, "window", { value: window, configurable: true });
  const isWarned = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const stop = warnOfUnkept(person.sync);
  expect(isWarned()).toBe(false);
  person.create();
  await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
  expect(isWarned()).toBe(true);
  await until(() => person.sync.get().isDurable);
  expect(isWarned()).toBe(false);
  expect(person.sync.get().pending).toHaveLength(1);
  person.create();
  await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
  stop();
  expect(isWarned()).toBe(false);
});
