/** How fast the window scrolls under a finger that drags near its upper or lower edge. Pure. */

/** The bars at the edges are part of it. */
const EDGE_PX = 112;
const MOST_PX_PER_SECOND = 1000;

/** Pixels in a second, below zero upwards: the nearer to the edge, the more. */
export function speedAt(y: number, height: number): number {
  // Something must be left in between.
  const edge = Math.min(EDGE_PX, height / 4);
  const depth = y < edge ? y - edge : Math.max(0, y - (height - edge));
  return Math.min(Math.max(depth / edge, -1), 1) * MOST_PX_PER_SECOND;
}
