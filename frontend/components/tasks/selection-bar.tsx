/** What can be done with all selected tasks at once. */
"use client";

import { type ComponentProps, lazy, type Ref, Suspense, useImperativeHandle, useRef, useState } from "react";
import { loadDuePicker } from "@/components/due/load-due-picker";
import { ListDot } from "@/components/lists/list-dot";
import { toneOf } from "@/components/tones";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useCommands } from "@/lib/commands/use-commands";
import type { Family } from "@/lib/domain/family";
import { useLists } from "@/lib/sync/lists";
import type { Task } from "@/lib/sync/tasks";
import type { Direction } from "@/lib/tasks/placing";
import { saySelected } from "@/lib/tasks/selection";
import { stepsOf } from "./steps";
import { TAG_FOR_ALL, TagPopover } from "./tag-popover";
import { useManyCommands } from "./use-many-commands";
import type { TaskCommands } from "./use-task-commands";

const DuePicker = lazy(loadDuePicker);

export type SelectionBarHandle = {
  toggle: () => void;
  remove: () => void;
  chooseDue: () => void;
};

export type SelectionBarProps = {
  ref: Ref<SelectionBarHandle>;
  tasks: readonly Task[];
  /** All that are shown. */
  rows: readonly Task[];
  family: Family<Task>;
  commands: TaskCommands;
  /** Moves one by one step, where there is an order by hand. */
  onShift: ((task: Task, direction: Direction) => void) | undefined;
  onClear: () => void;
};

export default function SelectionBar({ ref, tasks, rows, family, commands, onShift, onClear }: SelectionBarProps) {
  const many = useManyCommands(commands);
  const [asked, setAsked] = useState<"due" | "tag">();
  const dueButton = useRef<HTMLButtonElement>(null);
  const tagButton = useRef<HTMLButtonElement>(null);
  const lists = useLists()?.lists ?? [];
  const close = () => setAsked(undefined);
  const areDone = tasks.every(({ completed }) => completed);
  const [first] = tasks;
  const one = tasks.length === 1 ? first : undefined;
  const day = tasks.every(({ due_date }) => due_date === first?.due_date) ? first?.due_date : undefined;
  const done = (run: () => void) => () => {
    run();
    onClear();
  };
  const toggle = done(() => many.toggleAll(tasks));
  const remove = done(() => many.removeAll(tasks));
  const chooseDue = () => setAsked("due");
  useImperativeHandle(ref, () => ({ toggle, remove, chooseDue }));
  const steps = onShift && one && stepsOf({ meant: () => one, rows, family, onShift });
  useCommands([{ id: "selected-none", title: "Select nothing", run: onClear }]);
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex justify-center p-3 in-[:root:has([data-dragged])]:invisible max-lg:bottom-above-bar print:hidden">
      <div
        role="toolbar"
        aria-label={saySelected(tasks.length)}
        className="rise pointer-events-auto flex max-w-full flex-wrap items-center justify-center gap-1 max-sm:gap-0 rounded-card border border-line bg-raised p-1.5 shadow-float"
      >
        <span className="px-2.5 text-sm font-medium whitespace-nowrap tabular-nums max-sm:sr-only">
          {saySelected(tasks.length)}
        </span>
        <Tool label={areDone ? "Reopen" : "Complete"} onClick={toggle}>
          {areDone ? <Icon name="rotate-ccw" className="size-4.5" /> : <Icon name="check" className="size-4.5" />}
        </Tool>
        <Tool ref={dueButton} label="Due date" onClick={chooseDue}>
          <Icon name="calendar-days" className="size-4.5" />
        </Tool>
        {steps && (
          <Menu
            align="start"
            trigger={
              <Tool label="Move">
                <Icon name="arrow-down-up" className="size-4.5" />
              </Tool>
            }
          >
            {steps.map(({ id, name, when, run }) => (
              <MenuItem key={id} disabled={!when()} onSelect={run}>
                {name}
              </MenuItem>
            ))}
          </Menu>
        )}
        {lists.length > 0 && (
          <Menu
            align="start"
            trigger={
              <Tool label="Move to a list">
                <Icon name="folder-input" className="size-4.5" />
              </Tool>
            }
          >
            <MenuItem
              icon={<Icon name="inbox" className="size-4" />}
              onSelect={done(() => many.moveToList(tasks, null))}
            >
              Inbox
            </MenuItem>
            {lists.map((list) => (
              <MenuItem
                key={list.id}
                icon={<ListDot className={toneOf(list.color)} />}
                onSelect={done(() => many.moveToList(tasks, list))}
              >
                <bdi className="block max-w-72 truncate text-left">{list.name}</bdi>
              </MenuItem>
            ))}
          </Menu>
        )}
        <Tool ref={tagButton} label="Tag" onClick={() => setAsked("tag")}>
          <Icon name="hash" className="size-4.5" />
        </Tool>
        <Tool label="Delete" onClick={remove}>
          <Icon name="trash-2" className="size-4.5" />
        </Tool>
        <Tool label="Select nothing" onClick={onClear}>
          <Icon name="x" className="size-4.5" />
        </Tool>
      </div>
      {asked === "due" && (
        <Suspense>
          <DuePicker
            anchor={dueButton}
            day={day}
            onChoose={(chosen) => done(() => commands.moveTo(tasks, chosen))()}
            onClose={close}
          />
        </Suspense>
      )}
      {asked === "tag" && (
        <TagPopover
          anchor={tagButton}
          label={TAG_FOR_ALL}
          onTag={(tag) => done(() => many.tagAll(tasks, tag))()}
          onClose={close}
        />
      )}
    </div>
  );
}

type ToolProps = {
  label: string;
} & Pick<ComponentProps<typeof Button>, "ref" | "onClick" | "children">;

function Tool({ label, ...button }: ToolProps) {
  return <Button {...button} variant="ghost" size="icon" aria-label={label} title={label} />;
}
