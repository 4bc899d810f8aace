/** What the design is made of stands in `app/globals.css` once: its page says all of it, and nothing that is drawn goes beside it. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { toneOf, toneOfTag } from "../components/tones";
import { colors } from "../lib/domain/list";
import { defaultTokens, ownNamespaces, tokens } from "./support/tokens";

const FRONTEND = fileURLToPath(new URL("..", import.meta.url));
const PAGE = path.join(FRONTEND, "../docs/design.md");

/** How the classes begin that take a value of that kind. */
const CLASSES: Record<string, string> = {
  color: "(?:bg|text|border|outline|ring|fill|stroke|decoration|accent|caret|placeholder|from|via|to)(?:-[xytblrse])?",
  radius: "rounded(?:-[tblrse]{1,2})?",
  "font-weight": "font",
  blur: "(?:backdrop-)?blur",
};

function sources(): Map<string, string> {
  const files = ["app", "components", "views"].flatMap((folder) =>
    readdirSync(path.join(FRONTEND, folder), { recursive: true, encoding: "utf-8" })
      .filter((file) => /\.(tsx?|css)$/.test(file))
      .map((file) => path.join(folder, file)),
  );
  return new Map(files.map((file) => [file, readFileSync(path.join(FRONTEND, file), "utf-8")]));
}

/** As "file: class". */
function found(classes: RegExp): string[] {
  return [...sources()].flatMap(([file, text]) =>
    [...text.matchAll(classes)].map(([name]) => `${file}: ${name.trim()}`),
  );
}

test("the page of the design names every token once, with its value, and no other", () => {
  const rows = [...readFileSync(PAGE, "utf-8").matchAll(/^\| `(--[\w-]+)` \| `([^`]+)` \|/gm)];
  const named = rows.map(([, name, value]) => ({ name, value }));
  expect(named).toEqual(tokens());
});

test("no class names a value of Tailwind's own that the app has put away", () => {
  const own = new Set(tokens().map(({ name }) => name));
  const gone = ownNamespaces().flatMap((kind) => {
    const prefix = `--${kind}-`;
    const names = defaultTokens().filter(({ name }) => name.startsWith(prefix) && !own.has(name));
    const values = names.map(({ name }) => name.slice(prefix.length)).filter((value) => !value.includes("--"));
    return values.length > 0 ? [`${CLASSES[kind] ?? kind}-(?:${values.join("|")})`] : [];
  });
  expect(gone.length).toBeGreaterThan(3);
  expect(found(new RegExp(`(?<=[\\s"'\`:])(?:${gone.join("|")})(?=[\\s"'\`/!])`, "g"))).toEqual([]);
});

test("no class has a color, a shadow or a number of pixels of its own", () => {
  expect(found(/[\w-]+-\[(?:#|rgb|hsl|oklch|-?[\d.]+px|inset)[^\]]*\]/g)).toEqual([]);
});

test("the class of each color is named where Tailwind looks for it", () => {
  const named = /@source inline\("text-list-\{(.+)\}"\)/.exec(sources().get("app/globals.css") ?? "")?.[1];
  expect(named?.split(",").map((name) => `text-list-${name}`)).toEqual(colors.map(toneOf));
});

test("a tag has one color in all its spellings, and many have not all the same", () => {
  expect(toneOfTag("HOME")).toBe(toneOfTag("home"));
  const tones = new Set("home work errand phone garden car kids health travel money".split(" ").map(toneOfTag));
  expect(tones.size).toBeGreaterThan(5);
  expect(tones).not.toContain(toneOf("gray"));
});
