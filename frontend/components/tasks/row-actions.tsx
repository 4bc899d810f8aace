/** The buttons of a row, for the mouse. */

import type { MouseEvent } from "react";
import { reachDuePicker } from "@/components/due/load-due-picker";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { TaskRowProps } from "./task-row";

/** When a row is deleted, the next one slides up under the pointer, and a double click would mean that one, too. */
const isSecondClick = (event: MouseEvent) => event.detail > 1;

type RowActionsProps = Pick<TaskRowProps, "task" | "onEdit" | "onRemove" | "onDue"> & {
  /** Whether the row shows its due date, which is a button then. */
  hasDue: boolean;
};

export function RowActions({ task, hasDue, onEdit, onRemove, onDue }: RowActionsProps) {
  return (
    <div
      data-actions
      className="ml-auto flex h-11 shrink-0 items-center transition-opacity max-sm:hidden group-focus-within:opacity-100 group-hover:opacity-100 print:hidden [@media(hover:hover)]:opacity-0"
    >
      {onDue && !hasDue && !task.completed && (
        <Button
          variant="ghost"
          size="icon"
          tabIndex={-1}
          data-due
          aria-haspopup="dialog"
          aria-label={`Due date of ${task.title}`}
          onPointerEnter={reachDuePicker}
          onClick={(event) => onDue(task, event.currentTarget)}
        >
          <Icon name="calendar-days" className="size-4" />
        </Button>
      )}
      <Button variant="ghost" size="icon" tabIndex={-1} aria-label={`Edit ${task.title}`} onClick={() => onEdit(task)}>
        <Icon name="pencil" className="size-4" />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        tabIndex={-1}
        aria-label={`Delete ${task.title}`}
        onClick={(event) => !isSecondClick(event) && onRemove(task)}
      >
        <Icon name="trash-2" className="size-4" />
      </Button>
    </div>
  );
}
