/** What the backend's driver understands and the web app's does not is refused in a sentence, without the address. */

import { expect, test } from "vitest";
import { createPool } from "../lib/auth/database.mjs";

test("several hosts are refused in a sentence", () => {
  for (const url of [
    "postgresql://ada:hunter2@h1,h2/todo",
    "postgresql://ada:hunter2@h1:5432,h2:5433/todo?target_session_attrs=read-write",
    "postgresql://h1,h2",
    "postgresql://h1,h2?connect_timeout=2",
    "postgresql://ada:hunter2@/todo?host=h1,h2",
    "postgresql://ada:hunter2@/todo?host=h1%2Ch2&port=1,2",
  ]) {
    expect(() => createPool(url), url).toThrow(
      "DATABASE_URL names several hosts. The web app reaches one only: give it the address of a proxy in front of them.",
    );
  }
});

test("an address that is kept elsewhere is refused in a sentence", () => {
  for (const name of ["service", "hostaddr", "passfile"]) {
    expect(() => createPool(`postgresql:///todo?${name}=hunter2`), name).toThrow(
      `DATABASE_URL has ${name}, which the web app does not understand: write the address out.`,
    );
  }
});

test("one host is taken, however it is written", async () => {
  for (const url of [
    "postgresql://ada:hunter2@h1/todo",
    "postgresql://ada:hunter2@[::1]:5432/todo?sslmode=require",
    "postgresql://ada:a,b@h1/todo",
    "postgresql://ada@/todo?host=/run/postgresql",
    "postgresql://ada:hunter2@h1/todo?options=-c%20search_path%3Da,b&connect_timeout=2",
  ]) {
    await createPool(url).end();
  }
});
