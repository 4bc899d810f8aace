/** One row of the list, with the heading of its section where that begins. */

import { Button } from "@/components/ui/button";
import { useCommands } from "@/lib/commands/use-commands";
import { type Family, progressOf } from "@/lib/domain/family";
import type { List } from "@/lib/domain/list";
import type { Task, Unsynced } from "@/lib/sync/tasks";
import type { Branch } from "@/lib/tasks/tree";
import type { Section } from "@/views/view";
import { SectionHeading } from "./section-heading";
import { TaskRow, type TaskRowProps } from "./task-row";

type ListRowProps = Pick<TaskRowProps, "isTabStop" | "today" | "locale" | (`on${string}` & keyof TaskRowProps)> & {
  branch: Branch<Task>;
  /** The task of the row above it. */
  before: Task | undefined;
  family: Family<Task>;
  folded: ReadonlySet<string>;
  section: ((task: Task) => Section | undefined) | undefined;
  unsynced: Unsynced;
  lists: ReadonlyMap<string, List> | undefined;
  openId: string | undefined;
  selected: ReadonlySet<string>;
  /** Moves all that are late to today. */
  onMoveLate: () => void;
};

export function ListRow({ branch, before, family, folded, section, unsynced, lists, openId, ...props }: ListRowProps) {
  const { selected, onMoveLate, ...row } = props;
  const { task, level, holds } = branch;
  const { done, all } = progressOf(family, task.id);
  const own = section?.(task);
  const heading = own && own.key !== (before && section?.(before)?.key) ? own : undefined;
  return (
    <>
      {heading && (
        <SectionHeading section={heading} isFirst={!before}>
          {heading.isLate ? <MoveLate onMove={onMoveLate} /> : undefined}
        </SectionHeading>
      )}
      <TaskRow
        {...row}
        task={task}
        list={task.list_id ? lists?.get(task.list_id) : undefined}
        level={level}
        isDaySaid={task.due_date !== null && task.due_date === own?.day}
        parentTitle={family.get(task.parent_id)?.title}
        done={done}
        parts={all}
        holds={holds}
        isFolded={folded.has(task.id)}
        isOpen={task.id === openId}
        isSelected={selected.has(task.id)}
        isUnsaved={unsynced.has(task.id)}
        refusal={unsynced.get(task.id)}
      />
    </>
  );
}

function MoveLate({ onMove }: { onMove: () => void }) {
  const title = "Move all to today";
  useCommands([{ id: "late", title, run: onMove }]);
  return (
    <Button size="sm" variant="ghost" className="print:hidden" onClick={onMove}>
      {title}
    </Button>
  );
}
