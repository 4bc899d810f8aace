/** Whoever listens to keys looks at whether an input method composes. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const FRONTEND = fileURLToPath(new URL("..", import.meta.url));

test("keys are read by keyOf alone, which does", () => {
  const files = ["app", "components", "lib"].flatMap((folder) =>
    readdirSync(path.join(FRONTEND, folder), { recursive: true, encoding: "utf-8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => path.join(folder, file)),
  );
  const readsKeys = (file: string) =>
    /\b(event|press|pressed|e)\.(key|code|keyCode)\b/.test(readFileSync(path.join(FRONTEND, file), "utf-8"));
  expect(files.filter((file) => file !== "lib/keys.ts" && readsKeys(file))).toEqual([]);
});
