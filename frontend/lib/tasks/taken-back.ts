/** What the box has understood of its words, and somebody does not mean. */

import { allOf, type Draft, means, type Understood } from "./draft";
import { type Found, type Schedule, wordsOf } from "./found";
import { isSameTag, type Mark, type QuickAdd, readTags } from "./quick-add";

const without = {
  time: ({ due_time: _, ...rest }: Partial<Schedule>) => rest,
  repeat: ({ repeat: _, repeat_from: __, ...rest }: Partial<Schedule>) => rest,
  reminder: ({ remind_before: _, ...rest }: Partial<Schedule>) => rest,
};

/** The draft with these words as words. */
export function takenBack(draft: Draft, one: Understood, words: QuickAdd, found: Found | null): Partial<Draft> {
  const quick = allOf(draft, words, found);
  const keep = (isMeant: (mark: Mark) => boolean) => [
    ...draft.keptWords,
    ...quick.marks.filter(isMeant).map((mark) => mark.word),
  ];
  switch (one.kind) {
    case "due":
      // What is chosen by hand has no words.
      if (draft.chosenDay !== undefined) return { chosenDay: undefined };
      return { ignored: [...draft.ignored, ...wordsOf("day", found)] };
    case "time":
    case "repeat":
    case "reminder":
      return {
        ignored: [...draft.ignored, ...wordsOf(one.kind, found)],
        ...(draft.chosenSchedule && { chosenSchedule: without[one.kind](draft.chosenSchedule) }),
      };
    case "priority":
      return { chosenPriority: 0, keptWords: keep((mark) => "priority" in mark) };
    case "list":
      return { listId: undefined };
    case "tag": {
      const others = readTags(draft.tagText).filter((tag) => !isSameTag(tag, one.tag));
      return { tagText: others.join(", "), keptWords: keep((mark) => means(mark, one.tag)) };
    }
  }
}
