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
 * characters is between them, it is the place of `before`: then the id decides, as in the API.
 */
export function between(before: string | null, after: string | null): string {
  if (before === null && after === null) return MIDDLE;
  if (before === null) return counted(after ?? "", -1) ?? middle("", after);
  if (after === null) return (counted(before, 1) ?? middle(before, null)).slice(0, LONGEST);
  if (before >= after) return before;
  const found = middle(before, after);
  return found.length > LONGEST || found >= after ? before : found;
}

/** One more or one less, as a whole number; undefined at the end of all numbers. */
function counted(text: string, step: 1 | -1): string | undefined {
  const digits = Array.from({ length: WHOLE }, (_, place) => digitAt(text, place));
  for (let place = WHOLE - 1; place >= 0; place--) {
    const digit = (digits[place] ?? 0) + step;
    digits[place] = (digit + 62) % 62;
    if (digit < 0 || digit > 61) continue;
    const found = digits.map((one) => DIGITS[one]).join("");
    // No place ends with the smallest digit: there would be nothing in front of it that is longer.
    return found.endsWith("0") ? found + MIDDLE : found;
  }
  return undefined;
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
