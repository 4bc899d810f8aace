/** The ids of the words that say what is understood of a title, for who describes something by them. */

import type { Understood } from "@/lib/tasks/draft";

export function understandingIds(id: string, understood: Understood[]): string | undefined {
  return understood.map((_, index) => `${id}-${index}`).join(" ") || undefined;
}
