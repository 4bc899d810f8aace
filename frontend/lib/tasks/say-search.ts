/** A search in words. */

import { readQuery } from "./search";

/** Where a search has looked, such as "in its title, description or tags". */
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
