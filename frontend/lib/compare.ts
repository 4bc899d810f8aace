/** The order of texts by their letters' numbers; moments and days are written so that it is that of time. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
