/** What the colors of lists and tags look like. */

import { type Color, colors } from "@/lib/domain/list";
import { fold } from "@/lib/fold";

/** Tailwind finds only whole names of classes: these stand in `globals.css`. */
export const toneOf = (color: Color | null | undefined): string => (color ? `text-list-${color}` : "text-muted");

/** A tag is only a word: its color comes from its spelling, so that it is the same on every device. Gray is that of no list. */
export function toneOfTag(tag: string): string {
  let sum = 0;
  for (const character of fold(tag)) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return toneOf(colors[sum % (colors.length - 1)]);
}
