/** Several lines that are pasted into the add box could be several tasks. */

/** The lines that hold something, without the marks of a list. Empty if there is only one. */
export function linesIn(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.replace(MARK, "").trim());
  const filled = lines.filter((line) => line !== "");
  return filled.length > 1 ? filled : [];
}

/** "- milk", "* milk", "• milk", "- [ ] milk", "☐ milk". */
const MARK = /^\s*(?:[-*+•‣◦·–—]\s+)?(?:\[[ xX]?\]\s+|[☐☑✓✔□■]\s*)?/u;

/** What the browser makes of them in a field of one line. */
export const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();
