/** What `#al` and `@wo` may become while they are typed. Pure. */

import { fold } from "../fold";

/** A word that begins with # or @, and ends where the caret is. */
export type Asked = { kind: "tag" | "list"; word: string; from: number; to: number };

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

/**
 * Those that begin with the word come first. A tag that is written out needs no offer; a list is chosen, and never read.
 * `isMeant`: the first of them is what the word is about to become, and Enter takes it. Of others it would make another
 * tag than the one that was written.
 */
export function offersFor({ kind, word }: Asked, all: readonly Offer[]): { offers: Offer[]; isMeant: boolean } {
  const key = fold(word);
  const named = all.map((offer) => ({ offer, key: fold(offer.name) }));
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
  // One space follows, whether there was one or not.
  const before = text.slice(0, from) + (word && `${word} `);
  return { text: before + rest.replace(/^\s/, ""), caret: before.length };
}
