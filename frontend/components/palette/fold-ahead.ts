/** Folds the tasks while nobody has typed yet: at the first letter, ten thousand would hold it up. */

import { type Findable, folded } from "@/lib/tasks/search";

/** A few milliseconds, so that no key waits for longer. */
const PORTION = 500;

/** Returns what ends it. What is not folded by then, the search folds. */
export function foldAhead(tasks: readonly Findable[], from = 0): () => void {
  let end = () => {};
  const timer = setTimeout(() => {
    tasks.slice(from, from + PORTION).forEach(folded);
    if (from + PORTION < tasks.length) end = foldAhead(tasks, from + PORTION);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}
