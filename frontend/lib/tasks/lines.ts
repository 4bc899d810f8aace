/** Several lines that are pasted into the add box could be several tasks. */

/** The lines that hold something, without the marks of a list. Empty if there is only one. */
export function linesIn(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).filter((line) => line.trim() !== "");
  // Numbers that count the lines, which those of "9. Mai" and "10. Mai" do not.
  const isNumbered = lines.every((line, at) => Number(NUMBER.exec(line)?.[1]) === at + 1);
  const bare = lines.map((line) => (isNumbered ? line.replace(NUMBER, "") : line).replace(MARK, "").trim());
  const filled = bare.filter((line) => line !== "");
  return filled.length > 1 ? filled : [];
}

/** "1. milk", "1) milk". */
const NUMBER = /^\s*(\d+)[.)]\s+/;

/** "- milk", "* milk", "• milk", "- [ ] milk", "☐ milk". */
const MARK = /^\s*(?:[-*+•‣◦·–—]\s+)?(?:\[[ xX]?\]\s+|[☐☑✓✔□■]\s*)?/u;

/** What the browser makes of them in a field of one line. */
export const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();
