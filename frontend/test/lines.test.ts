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
  ["1. milk\n2. bread", ["1. milk", "2. bread"]],
  ["-5 degrees\n+1 for Bob", ["-5 degrees", "+1 for Bob"]],
  ["milk", []],
  ["milk\n", []],
  ["\n\n", []],
  ["", []],
];

for (const [text, lines] of pasted) {
  test(`${JSON.stringify(text)} is ${lines.length || "no list of"} tasks`, () => expect(linesIn(text)).toEqual(lines));
}
