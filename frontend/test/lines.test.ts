/** Which pasted texts are several tasks. */

import { expect, test } from "vitest";
import { linesIn } from "../lib/tasks/lines";

const pasted: [text: string, lines: string[]][] = [
  ["milk\nbread\neggs", ["milk", "bread", "eggs"]],
  ["milk\r\nbread\r\n", ["milk", "bread"]],
  ["- milk\n- bread", ["milk", "bread"]],
  ["* milk\n\n\n* bread", ["milk", "bread"]],
  ["• milk\n\t• bread", ["milk", "bread"]],
  ["- [ ] milk\n- [x] bread", ["milk", "bread"]],
  ["☐ milk\n☐ bread", ["milk", "bread"]],
  ["1. milk\n2. bread", ["milk", "bread"]],
  ["  1) milk\n\n  2) bread\n", ["milk", "bread"]],
  ["9. Mai Oma\n10. Mai Opa", ["9. Mai Oma", "10. Mai Opa"]],
  ["1. [ ] milk\n2. [ ] bread", ["milk", "bread"]],
  ["1. milk\n- bread", ["1. milk", "bread"]],
  ["1. milk\n3. bread", ["1. milk", "3. bread"]],
  ["1. FC Köln\n1. Mai feiern", ["1. FC Köln", "1. Mai feiern"]],
  ["2 eggs\n3 apples", ["2 eggs", "3 apples"]],
  ["-5 degrees\n+1 for Bob", ["-5 degrees", "+1 for Bob"]],
  ["milk", []],
  ["milk\n", []],
  ["\n\n", []],
  ["", []],
];

for (const [text, lines] of pasted) {
  test(`${JSON.stringify(text)} is ${lines.length || "no list of"} tasks`, () =>
    expect(linesIn(text).map((line) => line.text)).toEqual(lines));
}

test("lines that are ticked are done", () => {
  const done = (text: string) => linesIn(text).map(({ isDone }) => isDone);
  expect(done("- [x] milk\n- [ ] bread\n* [X] eggs\n- x-ray")).toEqual([true, false, true, false]);
  expect(done("☑ milk\n✓ bread\n✔ eggs\n☐ salt\n■ rice\n[x] tea")).toEqual([true, true, true, false, false, true]);
  expect(done("1. [x] milk\n2. [] bread")).toEqual([true, false]);
});
