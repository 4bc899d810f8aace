/** A text without some of its words, and without what only held them. */

export function textWithout(text: string, { from, to }: { from: number; to: number }): string {
  if (from === to) return text;
  let before = text.slice(0, from).trimEnd();
  let after = text.slice(to).trimStart();
  if (/[([]$/.test(before) && /^[)\]]/.test(after)) {
    before = before.slice(0, -1).trimEnd();
    after = after.slice(1).trimStart();
  }
  // The dot of "12 déc." goes with it.
  if (/\d\s\p{L}{3,4}$/u.test(text.slice(from, to))) after = after.replace(/^\.(?=\s*$)/, "");
  const isTight =
    /^[.,;:!?…)\]、。]/.test(after) ||
    /[^\p{Script=Latin}\p{P}\p{Extended_Pictographic}\s\p{N}]$/u.test(text.slice(0, from));
  return `${before}${isTight ? "" : " "}${after}`.replace(/^\s*[,、:;.?!–—-]+\s*|\s*[,、:;–—-]\s*$/g, "").trim();
}
