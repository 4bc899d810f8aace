/** What is fetched when somebody begins to do anything: the stack of what was done, and what is said of it. */

import { UndoStack } from "@/lib/commands/undo";
import type { Sync } from "@/lib/sync/sync";
import { undoableItems } from "@/lib/sync/undoable";

export { sayOutcome } from "./say";
export const stackFor = (sync: Sync) => new UndoStack(undoableItems(sync));
