/** Where a search has looked, for who has found nothing. */

import { readQuery } from "./search";

/** Such as "in its title, description or tags". */
export function sayWhereSearched(query: string): string {
  const { words, tags, priorities } = readQuery(query);
  const places = [
    ...(words.length > 0 ? ["title", "description"] : []),
    ...(tags.length > 0 ? ["tags"] : []),
    ...(priorities.length > 0 ? ["priority"] : []),
  ];
  if (places.join() === "priority") return "as its priority";
  return `in its ${new Intl.ListFormat("en-GB", { type: "disjunction" }).format(places)}`;
}
