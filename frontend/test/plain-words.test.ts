/** What a row says of a description that is written in Markdown. */

import { expect, test } from "vitest";
import { plainWords } from "../lib/tasks/plain-words";

test.each([
  ["**bold**, *soft*, __bold__, _soft_, ***both***, ~~gone~~", "bold, soft, bold, soft, both, gone"],
  ["Ask **Priya _now_**", "Ask Priya now"],
  ['see [the contract](https://example.com/a_b_(c) "title")', "see the contract"],
  ["**[all of it](https://example.com)**", "all of it"],
  ["![a cat](cat.png) ![](dog.png)", "a cat Picture"],
  ["<https://example.com/a*b*c>", "https://example.com/a*b*c"],
  ["Set `max_old_*` and ``a ` b``", "Set max_old_* and a ` b"],
  ["# Bring\n1. the receipt\n2) the key", "Bring\n1. the receipt\n2) the key"],
  ["- milk\n- [ ] eggs\n  * [x] bread\n+ salt", "• milk\n• eggs\n• bread\n• salt"],
  ["> said\n> > and answered", "said\nand answered"],
  ["```sh\nnpm *test*\n```\n\n---\nafter", "npm test\nafter"],
  ["| a | b |\n|---|:-:|\n| 1 | 2 |", "| a | b |\n| 1 | 2 |"],
  ["\\*as it is\\*", "*as it is*"],
])("%j is %j", (written, said) => expect(plainWords(written)).toBe(said));

test.each([
  "First line\nSecond line",
  "2 * 3 * 4 = 24",
  "snake_case_name",
  "Order #42, 5 - 3, -1 degrees",
  "https://example.com/a_b_c?d=*e*f",
  "[x] and [later]",
  "a < b > c",
])("plain words stay: %j", (words) => expect(plainWords(words)).toBe(words));

test("nothing remains of what only draws", () => {
  expect(plainWords("---\n\n***\n``` \n")).toBe("");
});

test("of a long text only the beginning is read", () => {
  expect(plainWords("*a ".repeat(5_000)).length).toBeLessThan(1_000);
});
