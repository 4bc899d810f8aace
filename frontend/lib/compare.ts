/** Orders of texts that do not depend on any language, and whether two objects say the same. */

/** Moments and days are written so that this is the order of time. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** By their characters' numbers, as the API does it; JavaScript alone compares the halves of a pair. */
export function compareCharacters(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (difference) return difference;
  }
  return a.length - b.length;
}

/** Of all characters those that are written as pairs come last. */
const rank = (unit: number) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);

/** The one before, where it has the same members: then nothing is drawn anew. */
export function same<Thing extends object>(before: Thing | undefined, now: Thing): Thing {
  const names = Object.keys(now) as (keyof Thing)[];
  const isSame = before && Object.keys(before).length === names.length;
  return isSame && names.every((name) => before[name] === now[name]) ? before : now;
}
