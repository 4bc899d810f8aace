/** What can be done, and what keys call it. */

import { expect, test } from "vitest";
import { type Command, Commands } from "../lib/commands/registry";

const command = (id: string, keys: string[], more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  keys,
  run: () => {},
  ...more,
});

test("a key calls its command for as long as that is there", () => {
  const commands = new Commands();
  const takeOut = commands.add(() => [command("add", ["n"]), command("search", ["/"])]);
  expect(commands.of(["n"])?.id).toBe("add");
  expect(commands.of(["q"])).toBeUndefined();
  takeOut();
  expect(commands.of(["n"])).toBeUndefined();
});

test("the likeliest meaning of a key counts, and what cannot be done now leaves its key to others", () => {
  const commands = new Commands();
  let isPossible = true;
  commands.add(() => [command("delete", ["#"], { when: () => isPossible }), command("help", ["?"])]);
  commands.add(() => [command("erase", ["#"])]);
  expect(commands.of(["#", "?"])?.id).toBe("delete");
  expect(commands.of(["ж", "?"])?.id).toBe("help");
  isPossible = false;
  expect(commands.of(["#"])?.id).toBe("erase");
});
