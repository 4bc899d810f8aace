/** What `#al` and `@wo` may become while they are typed, and `al` in a field of tags. Pure. */

import { fold } from "../fold";
import { hasTag, readTags } from "./quick-add";

/** A word that ends where the caret is, with its mark if it has one. */
export type Asked = {
  kind: "tag" | "list";
  word: string;
  from: number;
  to: number;
  /** What there is already need not be offered once more. */
  besides?: readonly string[];
};

/** `id` is the list's, or the tag itself. */
export type Offer = { id: string; name: string };

const MOST_OFFERS = 6;

export function askedAt(text: string, caret: number): Asked | undefined {
  const found = /(?:^|\s)([#@])(\S*)$/.exec(text.slice(0, caret));
  // Whoever goes back into a word corrects it.
  if (!found || /^\S/.test(text.slice(caret))) return undefined;
  const [, mark, word = ""] = found;
  return { kind: mark === "#" ? "tag" : "list", word, from: caret - word.length - 1, to: caret };
}

/** In a field of tags each word is one, and a comma may follow it. */
export function askedInTags(text: string, caret: number): Asked | undefined {
  const found = /(?:^|[\s,])(#*([^\s,#][^\s,]*|(?<=#)))$/.exec(text.slice(0, caret));
  const rest = text.slice(caret);
  if (!found || /^[^\s,]/.test(rest)) return undefined;
  const [, whole = "", word = ""] = found;
  const from = caret - whole.length;
  return { kind: "tag", word, from, to: caret, besides: readTags(`${text.slice(0, from)} ${rest}`) };
}

/**
 * Those that begin with the word come first. A tag that is written out needs no offer; a list is chosen, and never read.
 * `isMeant`: the first of them is what the word is about to become, and Enter takes it. Of others it would make another
 * tag than the one that was written.
 */
export function offersFor(
  { kind, word, besides = [] }: Asked,
  all: readonly Offer[],
): { offers: Offer[]; isMeant: boolean } {
  const key = fold(word);
  const named = all.filter(({ name }) => !hasTag(besides, name)).map((offer) => ({ offer, key: fold(offer.name) }));
  const exact = named.filter((one) => one.key === key);
  const longer = named.filter((one) => one.key.startsWith(key) && one.key !== key);
  const within = named.filter((one) => !one.key.startsWith(key) && one.key.includes(key));
  const beginning = kind === "list" ? [...exact, ...longer] : longer;
  return {
    offers: [...beginning, ...within].slice(0, MOST_OFFERS).map(({ offer }) => offer),
    isMeant: beginning.length > 0 && (kind === "list" || exact.length === 0),
  };
}

/** The text with that in place of the word, and where the caret is then. */
export function withWord(text: string, { from, to }: Asked, word: string): { text: string; caret: number } {
  const rest = text.slice(to);
  // One space follows, whether there was one or not, unless a comma does.
  const before = text.slice(0, from) + word + (word && !rest.startsWith(",") ? " " : "");
  return { text: before + rest.replace(/^\s/, ""), caret: before.length };
}
