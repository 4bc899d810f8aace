/** The open task: beside the list where there is room, over it where there is not. */
"use client";

import { type Ref, useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { newId } from "@/lib/api/ids";
import { useCommands } from "@/lib/commands/use-commands";
import type { Family } from "@/lib/domain/family";
import type { Task, TaskFields } from "@/lib/sync/tasks";
import { useHalfWritten } from "@/lib/tasks/half-written";
import { useFocusWhenGone } from "@/lib/use-focus-when-gone";
import { GoneNotice } from "./gone-notice";
import { Subtasks } from "./subtasks";
import { TaskEditor } from "./task-editor";
import { TaskHistory } from "./task-history";
import type { Adding } from "./use-adding";
import { useBringBack } from "./use-bring-back";
import type { Editing } from "./use-editing";
import { useKnown } from "./use-known";
import { isOnRow } from "./use-list-handle";
import type { TaskCommands } from "./use-task-commands";

type TaskPaneProps = {
  ref: Ref<HTMLFormElement>;
  editing: Editing;
  /** As it is now; undefined where somebody has deleted it. */
  current: Task | undefined;
  /** All tasks. */
  family: Family<Task>;
  commands: TaskCommands;
  /** Adds subtasks. */
  onAdd: Adding["onAdd"];
  /** Opens another one. */
  onOpen: (task: Task) => void;
  onClose: (taskId: string) => void;
  onReopen: (editing: Editing) => void;
  /** The person has deleted it elsewhere on the page, where the focus stays. */
  onRemoved: () => void;
};

export default function TaskPane({
  ref,
  editing,
  current,
  family,
  commands,
  onAdd,
  onOpen,
  onClose,
  onReopen,
  onRemoved,
}: TaskPaneProps) {
  const { seen, draft } = editing;
  const { setEdit, getEdit } = useHalfWritten();
  const bringBack = useBringBack();
  const parent = family.get(current?.parent_id);
  const known = useKnown(seen, current, family);
  const [sitting] = useState(newId);
  /** Another one may have taken its place while its last words were read. */
  const forget = () => {
    if (getEdit()?.seen.id === seen.id) setEdit(undefined);
  };
  const close = (latest: TaskFields) => {
    forget();
    commands.sayEdited(seen, latest);
    onClose(seen.id);
  };
  const letGo = () => {
    const written = getEdit();
    if (written) commands.offerAgain(written, (fields) => onReopen({ seen, draft: { fields } }));
    setEdit(undefined);
  };
  const giveUp = () => {
    letGo();
    onClose(seen.id);
  };
  const remove = () => {
    setEdit(undefined);
    onClose(seen.id);
    commands.remove(current ?? seen);
  };
  const removed = useEffectEvent(() => {
    letGo();
    onRemoved();
  });
  useEffect(() => {
    if (known.isOwn) removed();
  }, [known.isOwn]);
  // What had the focus may be gone with the task, or with the notice of that.
  const form = () => document.querySelector<HTMLFormElement>("[data-pane] form");
  useFocusWhenGone(current !== undefined || known.isOwn, form);
  useFocusWhenGone(current === undefined, form);
  // Of a row that has the focus, the list's own commands are.
  const isMeant = () => current !== undefined && !isOnRow();
  useCommands([
    {
      id: "task-toggle",
      title: current?.completed ? "Reopen the open task" : "Complete the open task",
      when: isMeant,
      run: () => current && commands.toggle(current),
    },
    { id: "task-delete", title: "Delete the open task", when: isMeant, run: remove },
    {
      id: "task-close",
      title: "Close the open task",
      run: () => form()?.requestSubmit(),
    },
  ]);
  return (
    <TaskEditor
      ref={ref}
      task={seen}
      current={current}
      draft={draft}
      onWrite={(fields) => setEdit(fields && { seen, fields })}
      onSave={(base, fields) => {
        forget();
        commands.write(base, fields, sitting);
      }}
      onClose={close}
      onGiveUp={giveUp}
      below={
        <>
          <Subtasks
            task={known.task}
            isGone={!current}
            family={family}
            commands={commands}
            onAdd={onAdd}
            onOpen={onOpen}
          />
          {current && <TaskHistory task={current} onBringBack={(fields) => bringBack(current, fields)} />}
        </>
      }
    >
      {!current && !known.isOwn && <GoneNotice task={known.task} />}
      {current && (
        <Button variant="ghost" size="sm" onClick={() => commands.toggle(current)}>
          <Icon name={current.completed ? "rotate-ccw" : "check"} className="size-4" />
          <span>{current.completed ? "Reopen" : "Complete"}</span>
        </Button>
      )}
      {parent && (
        <div className="min-w-0 flex-[1_1_6rem]">
          <Button variant="ghost" size="sm" onClick={() => onOpen(parent)}>
            <Icon name="corner-left-up" className="size-4 shrink-0" />
            <span className="sr-only">Part of </span>
            <bdi className="truncate">{parent.title}</bdi>
          </Button>
        </div>
      )}
      <div className="ml-auto flex gap-1 self-start">
        {current && (
          <Button variant="ghost" size="icon" aria-label="Delete" title="Delete" onClick={remove}>
            <Icon name="trash-2" className="size-4.5" />
          </Button>
        )}
        <Button type="submit" variant="ghost" size="icon" aria-label="Close" title="Close">
          <Icon name="x" className="size-5" />
        </Button>
      </div>
    </TaskEditor>
  );
}
