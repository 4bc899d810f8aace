/** Which letter of a description is another one when a box of it is ticked. */

import { expect, test } from "vitest";
import { ticked } from "../lib/tasks/tick";

test("the box of an item is ticked and emptied, and nothing else of the text changes", () => {
  const text = "Bring [ ]:\r\n\r\n- [ ] milk\r\n  - [x] bread\r\n1) [X] eggs";
  expect(ticked(text, text.indexOf("- [ ] milk"), true)).toBe(text.replace("- [ ] milk", "- [x] milk"));
  expect(ticked(text, text.indexOf("- [x] bread"), false)).toBe(text.replace("[x] bread", "[ ] bread"));
  expect(ticked(text, text.indexOf("1) [X]"), false)).toBe(text.replace("[X] eggs", "[ ] eggs"));
});

test("where no box is, nothing is ticked", () => {
  expect(ticked("- milk [ ]", 0, true)).toBeUndefined();
  expect(ticked("- [ ](https://example.com)", 0, true)).toBeUndefined();
  expect(ticked("- [ ] milk", undefined, true)).toBeUndefined();
});
