/** The words of a description without the marks of Markdown, for where there is no room for more than its first lines. Pure. */

/** More than two lines ever show. */
const LONGEST = 600;

/** Lines that only draw something: a rule, the edge of code, the line below the head of a table. */
const ONLY_MARKS = /^\s*(?:(?:[-*_]\s*){3,}|(?:`{3,}|~{3,}).*|\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?)\s*$/;

const BEGINNINGS: [RegExp, string][] = [
  [/^\s*(?:>\s?)+/, ""],
  [/^\s{0,3}#{1,6}\s+/, ""],
  [/^\s*[-+*]\s+(?:\[[ xX]\]\s+)?/, "• "],
  [/^\s*(\d{1,9}[.)]\s+)(?:\[[ xX]\]\s+)?/, "$1"],
];

const INLINE = new RegExp(
  [
    /\\(?<escaped>[!-/:-@[-`{-~])/u,
    /(?<bare>https?:\/\/\S+)/u,
    /(?<fence>`+)(?<code>.+?)\k<fence>(?!`)/u,
    // A picture, too. The address may hold one pair of brackets, and a title may follow it.
    /!?\[(?<link>[^\]]*)\]\([^()\s]*(?:\([^()\s]*\))?[^()\s]*(?:\s+["'][^"']*["'])?\)/u,
    /<(?:mailto:)?(?<address>[^<>\s]+[:@][^<>\s]+)>/u,
    /(?<stars>\*{1,3}|~~)(?=\S)(?<strong>.*?\S)\k<stars>/u,
    // Not within a word.
    /(?<![\p{L}\p{N}_])(?<lines>_{1,3})(?=\S)(?<soft>.*?\S)\k<lines>(?![\p{L}\p{N}_])/u,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gu",
);

/** Line by line; of a list a dot remains. */
export function plainWords(description: string): string {
  return description
    .slice(0, LONGEST)
    .split(/\r\n|[\n\r]/)
    .filter((line) => line.trim() !== "" && !ONLY_MARKS.test(line))
    .map((line) => inline(BEGINNINGS.reduce((left, [mark, words]) => left.replace(mark, words), line)).trimEnd())
    .join("\n");
}

function inline(text: string): string {
  return text.replace(INLINE, (whole: string, ...rest: unknown[]) => {
    const { escaped, bare, code, link, address, strong, soft } = rest.at(-1) as Record<string, string | undefined>;
    if (link !== undefined) return inline(link) || (whole.startsWith("!") ? "Picture" : "");
    return escaped ?? bare ?? code?.trim() ?? address ?? inline(strong ?? soft ?? "");
  });
}
