/** The boxes of a description: "- [ ] milk". Pure. */

/** What stands at the beginning of such an item, to its box. */
const BOX = /^(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\r?\n[ \t]*)?\[(?=[ \txX]\](?:\s|$))/;

/** The text with the box of the item that begins `at` that place ticked, or empty. Undefined where there is none. */
export function ticked(text: string, at: number | undefined, isTicked: boolean): string | undefined {
  const before = at === undefined ? undefined : BOX.exec(text.slice(at))?.[0];
  if (at === undefined || before === undefined) return undefined;
  const place = at + before.length;
  return `${text.slice(0, place)}${isTicked ? "x" : " "}${text.slice(place + 1)}`;
}
