/** What is found in the words of a title, and what is asked of who reads them. */

import type { TaskFields } from "../domain/task";
import type { Day } from "./day";
import type { FoundWhen, Phrase } from "./when";

/** What the words say of when it is due. */
export type Found = Pick<FoundWhen, "day" | "words" | "rest"> & Partial<FoundWhen>;

/** Its time, its repeat and its reminder. */
export type Schedule = Pick<TaskFields, "due_time" | "repeat" | "repeat_from" | "remind_before">;

/** What is to be read, and what is known beside it. */
export type Asked = {
  text: string;
  /** Words that are text after all. */
  kept: readonly string[];
  chosenDay?: Day | null | undefined;
  /** The day that the task has. */
  base?: Day | null;
  /** Words of the title that were there before. */
  before?: string;
};

/** The words by which that was said; those of the repeat or the time say the day, too. */
export function wordsOf(kind: Phrase["kind"], found: Found | null): string[] {
  const { words = "", phrases = [] } = found ?? {};
  if (kind === "day" && words) return [words];
  const said = phrases.filter((one) => one.kind === kind).map((one) => one.words);
  if (kind !== "day") return said;
  const repeat = wordsOf("repeat", found);
  return repeat.length > 0 ? repeat : wordsOf("time", found);
}
