/**
 * The place among others, as text that is compared byte by byte: a fraction in base 62. The API gives new items "m" and
 * thirteen hexadecimal digits of the time. Pure.
 */

import { compare } from "../compare";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** What the API takes. */
const LONGEST = 64;
/** Of the API's own positions. Beside one of them, counting gives places that are no longer than it. */
const WHOLE = 14;
const MIDDLE = "V";

const digitAt = (text: string, place: number) => Math.max(0, DIGITS.indexOf(text[place] ?? "0"));

/** What the API gives to an item that begins at that moment. */
export const positionAt = (moment: string): string =>
  `m${(Date.parse(moment) * 1000 + microsecondsIn(moment)).toString(16).padStart(13, "0")}`;

/** Those that JavaScript's dates leave out. */
const microsecondsIn = (moment: string) => Number(/\.\d{3}(\d{1,3})/.exec(moment)?.[1]?.padEnd(3, "0") ?? 0);

type Placed = { id: string; position?: string; created_at: string };

/** Where an item is. One from before there were positions is where the API will put it: at its creation's time. */
export const placeOf = ({ position, created_at }: Placed): string => position || positionAt(created_at);

export const inPlace = (a: Placed, b: Placed): number => compare(placeOf(a), placeOf(b)) || compare(a.id, b.id);

/** The place of something that begins at that moment: the one that the API would give it, or after all of these. */
export function endOf(items: readonly Placed[], moment: string): string {
  const here = positionAt(moment);
  let last = "";
  for (const item of items) if (placeOf(item) > last) last = placeOf(item);
  return here > last ? here : between(last, null);
}

/**
 * A place after `before` and in front of `after`; null is the end of the line. Where two share a place, or no text of 64
 * characters is between them, it is the place of `before`: then the id decides, as in the API. Chance keeps two devices that
 * put something into the same gap from giving it the same place, after which nothing could be put between the two.
 */
export function between(before: string | null, after: string | null, random = Math.random): string {
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  // The lower digits: whatever comes after it finds as much room there as it can.
  const apart = (found: string) => (found + DIGITS[upTo(31)] + DIGITS[upTo(31)]).slice(0, LONGEST);
  const step = upTo(62 * 62 - 1);
  if (before === null) return (after !== null && counted(after, -step)) || apart(middle("", after));
  if (after === null) return counted(before, step) ?? apart(middle(before, null));
  if (before >= after) return before;
  const found = middle(before, after);
  return found.length > LONGEST || found >= after ? before : apart(found);
}

/** So much more or less, as a whole number; undefined at the end of all numbers. */
function counted(text: string, by: number): string | undefined {
  let rest = by;
  let found = "";
  for (let place = WHOLE - 1; place >= 0; place--) {
    const sum = digitAt(text, place) + rest;
    rest = Math.floor(sum / 62);
    found = DIGITS[sum - rest * 62] + found;
  }
  if (rest !== 0) return undefined;
  // No place ends with the smallest digit: there would be nothing in front of it that is longer.
  return found.endsWith("0") ? found + MIDDLE : found;
}

/** The shortest text between the two that leaves as much room on both sides. */
function middle(before: string, after: string | null): string {
  let start = "";
  let end = after;
  for (let place = 0; place <= LONGEST; place++) {
    const low = digitAt(before, place);
    const high = end === null ? 62 : digitAt(end, place);
    if (high - low > 1) return start + DIGITS[(low + high) >> 1];
    start += DIGITS[low];
    // From here on everything is in front of `after`.
    if (high > low) end = null;
  }
  return start;
}
