/** Which texts count as the same, as the API has it; `backend/tests/vectors/folding.json` proves both of them. */

// What Unicode lets a font leave out (UCD, Default_Ignorable_Code_Point), and the marks of annotations.
const invisible = "\\p{DI}\\u{fff9}-\\u{fffb}";
const INVISIBLE = new RegExp(`[${invisible}]+`, "gu");
// With control characters, of which some are white space to Python, and the braille pattern without a dot.
const BLANK = new RegExp(`^[${invisible}\\s\\u{1}-\\u{1f}\\u{7f}-\\u{9f}\\u{2800}]*$`, "u");

/** What the lower case leaves different. */
const FOLDED: Record<string, string> = {
  ...{ ß: "ss", ς: "σ", ı: "i", ᲀ: "в", ᲁ: "д", ᲂ: "о", ᲃ: "с", ᲄ: "т", ᲅ: "т", ᲆ: "ъ", ᲇ: "ѣ", ᲈ: "ꙋ" },
};
const ALIKE = {
  "'": "\u2018\u2019\u201a\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u02be\u02bf",
  '"': "\u201c\u201d\u201e\u201f",
  "-": "\u2010\u2012\u2013\u2014\u2015\u2212",
};
for (const [plain, marks] of Object.entries(ALIKE)) for (const mark of marks) FOLDED[mark] = plain;
const FOLDABLE = new RegExp(`[${Object.keys(FOLDED).join("")}]`, "gu");

/** Marks of Latin, Greek, Cyrillic, Hebrew and Arabic. Those of other scripts are letters to their readers. */
const ACCENTS = new RegExp(
  "(?=[\\p{M}\\u0640])[\\u0300-\\u0489\\u0591-\\u06ed\\u0898-\\u08ff\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff" +
    "\\u2de0-\\u2dff\\ua66f-\\ua69f\\ufb1e\\ufe20-\\ufe2f]",
  "gu",
);
const STROKES: Record<string, string> = { æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ħ: "h", ŧ: "t" };

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);

/** Whether nothing of it can be seen. */
export const isBlankText = (text: string) => BLANK.test(text);

/** Equal for texts that differ only in case or in spelling. Two tags are one if this makes them equal. */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  const decomposed = text.replace(INVISIBLE, "").normalize("NFKD").toLowerCase();
  return decomposed.replace(FOLDABLE, (letter) => FOLDED[letter] ?? letter).replaceAll("i\u0307", "i");
}

/** A folded text without accents, so that "cafe" finds "Café". */
export function stripAccents(folded: string): string {
  if (isAscii(folded)) return folded;
  const stripped = folded.replace(ACCENTS, "").replace(/[æœøđłħŧ]/g, (letter) => STROKES[letter] ?? letter);
  return stripped.normalize("NFC");
}

/** By what a title is sorted: without accents, numbers by their value; then by the accents. */
export function titleKey(title: string): string {
  const folded = fold(title);
  const stripped = stripAccents(folded);
  const key = cut(stripped.replace(/0*([0-9]+)/g, (_, number: string) => number.padStart(12, "0")));
  return stripped === folded ? key : `${key}\u0001${cut(folded)}`;
}

const LONGEST = 200;
const cut = (key: string) => (key.length > LONGEST ? [...key].slice(0, LONGEST).join("") : key);
