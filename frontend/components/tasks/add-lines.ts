/** Adds pasted lines, each as a task of its own. */

import type { TaskFields } from "@/lib/sync/tasks";
import { fieldsIn } from "@/lib/tasks/adding";
import type { Leaving } from "@/lib/tasks/half-written";
import { faultIn } from "@/lib/tasks/limits";
import type { Line } from "@/lib/tasks/lines";
import type { Adding } from "./use-adding";

export type LinesBox = Pick<Adding, "draft" | "latestDraft" | "written" | "defaults" | "loadFind" | "change"> & {
  add: (leaving: readonly Leaving[], read: readonly TaskFields[]) => Promise<void>;
  /** Takes the keyboard back to the box. */
  focus: () => void;
};

/** None, if one of them cannot be added; then that is said in the box. */
export async function addLines(box: LinesBox, lines: readonly Line[]): Promise<void> {
  const { draft, latestDraft, written, defaults, loadFind, change, add, focus } = box;
  const find = await loadFind();
  // Somebody has gone on writing.
  if (latestDraft() !== draft) return;
  const drafts = lines.map((line) => ({ ...draft, ...line }));
  // In a list the newest comes first; parts of a task come last.
  if (!defaults.parent_id) drafts.reverse();
  const read = drafts.map((one) => fieldsIn(one, find));
  const fault = read.map((fields) => faultIn(fields)).findLast((one) => one !== undefined);
  if (fault) return change({ fault });
  const added = add(written.leave(drafts, defaults), read);
  focus();
  await added;
}
