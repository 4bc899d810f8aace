/** A text without some of its words, and without what only held them. */

/** The dot of "12 déc.", "24. Dez.", "24th Dec." and "24 de dic." goes with the month, and ends no sentence. */
const ENDS_SHORT = /\d(?:[.º]|\p{L}{1,2})?\s(?:\p{L}{2}\s)?\p{L}{3,4}$/u;

export function textWithout(text: string, { from, to }: { from: number; to: number }): string {
  if (from === to) return text;
  let before = text.slice(0, from).trimEnd();
  let after = text.slice(to).trimStart();
  const brackets = /[([（]$/.test(before) && /^[,;!?.…]*[)\]）]/.exec(after)?.[0];
  if (brackets) {
    before = before.slice(0, -1).trimEnd();
    after = after.slice(brackets.length).trimStart();
  }
  if (ENDS_SHORT.test(text.slice(from, to))) after = after.replace(/^\.(?=\s*$)/, "");
  // "Buy bread, tomorrow!", "Buy bread - tomorrow - and milk", and a text that only had a dash before the day.
  if (/^(?:(?:[,;!?….]|-+)(?:\s|$)|[–—])/.test(after)) before = before.replace(/\s*[,、;–—]$|\s+[–—-]+$/, "");
  before = before.replace(/^[,、:;.?!–—-]+$/, "");
  const isTight = brackets
    ? /^[.,;:!?…)\]、。]/.test(after)
    : /^[.,;:!?…)\]、。–—]/.test(text.slice(to)) ||
      /[^\p{Script=Latin}\p{P}\p{Extended_Pictographic}\s\p{N}]$/u.test(text.slice(0, from));
  // A sign that stands with other words is theirs: ".env", ":rocket:".
  if (!before) after = after.replace(isTight ? /^[,、:;.?!–—-]+\s*/ : /^[,、:;.?!–—-]+(?:\s+|$)/, "");
  after = after.replace(/^[\s,、;–—-]+$/, "");
  if (!after) before = before.replace(/(?<!(?:^|\s):[\w+-]+)\s*(?:[,、:;]|[–—-]+)$/, "");
  return `${before}${isTight ? "" : " "}${after}`.trim();
}
