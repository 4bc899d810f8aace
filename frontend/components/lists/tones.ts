/** What the colors of lists look like, and how they are said. */

import type { Color } from "@/lib/domain/list";

/** Whole class names: Tailwind finds only what stands in the code. */
const tones: Record<Color, string> = {
  red: "text-list-red",
  orange: "text-list-orange",
  yellow: "text-list-yellow",
  lime: "text-list-lime",
  green: "text-list-green",
  teal: "text-list-teal",
  cyan: "text-list-cyan",
  blue: "text-list-blue",
  indigo: "text-list-indigo",
  purple: "text-list-purple",
  pink: "text-list-pink",
  gray: "text-list-gray",
};

export const toneOf = (color: Color | null): string => (color ? tones[color] : "text-muted");

export const sayColor = (color: Color): string => color.charAt(0).toUpperCase() + color.slice(1);
