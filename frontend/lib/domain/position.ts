/**
 * Places in an order by hand, as the API has them: texts that are compared byte by byte, so that there is always one between
 * two others, and a move changes one item. Pure.
 */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** The API takes no more. */
const LONGEST = 64;
const MOST_MICROSECONDS = 0xfffffffffffff;

const hex = (microseconds: number) => microseconds.toString(16).padStart(13, "0");

/** After everything that was put at an end before, as the API does it. */
export const atEnd = (now = Date.now()): string => `m${hex(now * 1000)}`;

/** Before everything that was put at an end or a beginning before, and before `first`, however it came there. */
export function atBeginning(first: string | null, now = Date.now()): string {
  const place = `l${hex(MOST_MICROSECONDS - now * 1000)}`;
  return first === null || place < first ? place : between(null, first);
}

/**
 * Between two neighbors; null is where there is none. Where no text is left between them, it is the first one's own place,
 * and then the ids decide.
 */
export function between(before: string | null, after: string | null): string {
  const low = before ?? "";
  if (after !== null && low >= after) return low;
  const place = midpoint(low, after);
  return place.length > LONGEST ? low : place;
}

function midpoint(low: string, high: string | null): string {
  let shared = 0;
  // What a text lacks at its end counts as the smallest digit.
  while (high !== null && shared < high.length && (low[shared] ?? DIGITS[0]) === high[shared]) shared++;
  const start = high?.slice(0, shared) ?? "";
  const rest = high?.slice(shared);
  const from = DIGITS.indexOf(low[shared] ?? DIGITS[0] ?? "");
  const to = rest ? DIGITS.indexOf(rest[0] ?? "") : DIGITS.length;
  if (to - from > 1) return start + DIGITS[Math.round((from + to) / 2)];
  // Neighbors: shorten the greater one, or go on after the smaller one.
  if (rest && rest.length > 1) return start + rest[0];
  return start + DIGITS[from] + midpoint(low.slice(shared + 1), null);
}
