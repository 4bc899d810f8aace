/** Several lines that are pasted into the add box could be several tasks. */

/** One of them, without the mark of a list; a mark may say that it is done. */
export type Line = { text: string; isDone: boolean };

/** The lines that hold something. Empty if there is only one. */
export function linesIn(text: string): Line[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).filter((line) => line.trim() !== "");
  // Numbers that count the lines, which those of "9. Mai" and "10. Mai" do not.
  const isNumbered = lines.every((line, at) => Number(NUMBER.exec(line)?.[1]) === at + 1);
  const bare = lines.map((line) => bareLine(isNumbered ? line.replace(NUMBER, "") : line));
  const filled = bare.filter((line) => line.text !== "");
  return filled.length > 1 ? filled : [];
}

function bareLine(line: string): Line {
  const mark = MARK.exec(line)?.[0] ?? "";
  return { text: line.slice(mark.length).trim(), isDone: /[xX☑✓✔]/u.test(mark) };
}

/** "1. milk", "1) milk". */
const NUMBER = /^\s*(\d+)[.)]\s+/;

/** "- milk", "* milk", "• milk", "- [ ] milk", "- [x] milk", "☐ milk". */
const MARK = /^\s*(?:[-*+•‣◦·–—]\s+)?(?:\[[ xX]?\]\s+|[☐☑✓✔□■]\s*)?/u;

/** So many of them are ticked, and are added so. */
function sayAll(lines: readonly Line[], noun: string): string {
  const done = lines.filter(({ isDone }) => isDone).length;
  return `${lines.length} ${noun}${done > 0 ? `, ${done} of them completed` : ""}`;
}

/** `noun` is what they are called where they are added. */
export const offerFor = (lines: readonly Line[], noun: string) => `Add ${sayAll(lines, noun)}`;

export const sayPasted = (lines: readonly Line[], noun: string) =>
  `${lines.length} lines were pasted. They can be added as ${sayAll(lines, noun)}.`;

/** What the browser makes of them in a field of one line. */
export const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();
