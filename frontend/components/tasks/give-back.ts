/** A task that the API refuses for good comes back into the box that it was written in, unless something else is being written there. */

import type { Toast } from "@/components/ui/toast";
import type { Commands } from "@/lib/commands/registry";
import type { Editable } from "@/lib/domain/task";
import type { Sync } from "@/lib/sync/sync";
import { aboutTask, type Refusal, type Task } from "@/lib/sync/tasks";
import { type Draft, isBlank } from "@/lib/tasks/draft";
import { refusedDraft } from "@/lib/tasks/draft-of";
import type { HalfWritten } from "@/lib/tasks/half-written";
import { faultFrom } from "@/lib/tasks/limits";
import { addressOf, hrefOf } from "@/views/address";
import { goTo } from "@/views/go-to";

export type Boxes = {
  written: HalfWritten;
  sync: Sync;
  commands: Commands;
  toast: (toast: Toast) => void;
};

const here = () => addressOf(window.location.pathname, new URLSearchParams(window.location.search));

/** And with it the box for its subtasks. */
const isOpen = ({ id }: Task) => here().open === id;

/** Long enough to be read by somebody who is writing. */
const SHOWN_S = 20;

export function giveBack({ written, sync, commands, toast }: Boxes, refusal: Refusal, fields: Editable): void {
  const { entity, itemId } = aboutTask(fields.parent_id ?? "");
  const parent = sync.state.outbox.shown(entity, itemId) as Task | undefined;
  const isOrphan = !parent && Boolean(fields.parent_id);
  const box = parent?.id;
  const { field, message } = faultFrom(refusal);
  const reason = isOrphan ? `${message}. The task that it was to be a part of is not there any more.` : message;
  const refused = refusedDraft(fields, { field, message: reason });
  // A part of a task is where that is.
  const draft = parent ? { ...refused, listId: undefined } : refused;

  const edit = (next: Draft) => () => {
    const before = written.getDraft(box);
    written.setDraft(next, box);
    if (before !== next && !isBlank(before))
      offer(before, { message: `Put aside: ${before.text.trim() || "what was begun"}` });
    if (parent && !isOpen(parent)) goTo(hrefOf({ ...here(), open: parent.id }));
    else commands.run(parent ? "task-subtask" : "add");
  };
  const offer = (one: Draft, said: Toast) =>
    toast({ ...said, action: { label: "Edit it", run: edit(one) }, seconds: SHOWN_S });

  const isFree = isBlank(written.getDraft(box));
  if (isFree) written.setDraft(draft, box);
  if (isFree && (!parent || isOpen(parent))) return;
  const where = parent ? ` to ${parent.title}` : "";
  offer(draft, { kind: "error", message: `Not added${where}: ${fields.title}. ${reason}` });
}
