/** Which rows have the focus and are selected. */

import { expect, test } from "vitest";
import {
  focusOn,
  nothingSelected,
  rowAfter,
  selectOnly,
  selectTo,
  toggleSelected,
  withoutGone,
} from "../lib/tasks/selection";

const ids = ["a", "b", "c", "d", "e"];
const selectedOf = ({ selected }: { selected: ReadonlySet<string> }) => [...selected].sort().join("");

test("the focus moves no further than the list goes, and selects nothing", () => {
  const atB = focusOn(nothingSelected, "b");
  expect(rowAfter(atB, ids, 1)).toBe("c");
  expect(rowAfter(atB, ids, -5)).toBe("a");
  expect(rowAfter(atB, ids, Number.POSITIVE_INFINITY)).toBe("e");
  expect(rowAfter(atB, [], 1)).toBeUndefined();
  expect(rowAfter(nothingSelected, ids, 1)).toBe("a");
  expect(selectedOf(atB)).toBe("");
});

test("a range goes from where it began, in both directions, and shrinks again", () => {
  const down = selectTo(selectOnly("b"), ids, "d");
  expect(selectedOf(down)).toBe("bcd");
  expect(selectedOf(selectTo(down, ids, "c"))).toBe("bc");
  expect(selectedOf(selectTo(down, ids, "a"))).toBe("ab");
  expect(selectedOf(selectTo(focusOn(nothingSelected, "c"), ids, "e"))).toBe("cde");
});

test("one more row and one less leave the others, and a range goes on from the last one", () => {
  const two = toggleSelected(selectOnly("a"), "d");
  expect(selectedOf(two)).toBe("ad");
  expect(selectedOf(toggleSelected(two, "a"))).toBe("d");
  expect(selectedOf(selectTo(two, ids, "e"))).toBe("de");
});

test("what is gone is not selected, and no range begins there", () => {
  const range = selectTo(selectOnly("b"), ids, "d");
  const left = withoutGone(range, ["a", "c", "d", "e"]);
  expect(selectedOf(left)).toBe("cd");
  expect(selectedOf(selectTo(left, ["a", "c", "d", "e"], "e"))).toBe("de");
  expect(withoutGone(range, ids)).toBe(range);
});
