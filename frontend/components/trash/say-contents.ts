/** How much there is in the trash. */

import { sayCount } from "../list-states";

export function sayContents(tasks: number, lists: number): string {
  const said = [...(tasks > 0 || lists === 0 ? [sayCount(tasks)] : []), ...(lists > 0 ? [sayLists(lists)] : [])];
  return said.join(" and ");
}

const sayLists = (count: number) => (count === 1 ? "1 list" : `${count.toLocaleString()} lists`);
