/** What is done to the rows that are meant, those that are selected or else the one that has the focus: for the palette, and by Tab for who wants it so. It is fetched with the first row that gets the focus. */
"use client";

import { type ComponentType, lazy, type RefObject, Suspense, useEffect, useEffectEvent, useRef, useState } from "react";
import { TAB_INDENTS, useIsSettled } from "@/lib/commands/key-settings";
import { useCommands } from "@/lib/commands/use-commands";
import { useLists } from "@/lib/sync/lists";
import type { Task } from "@/lib/sync/tasks";
import { placedBy } from "@/lib/tasks/placing";
import type { SelectionBarHandle, SelectionBarProps } from "./selection-bar";
import { type Stepping, stepsOf } from "./steps";
import { TAG_FOR_ALL, TagPopover } from "./tag-popover";
import { useManyCommands } from "./use-many-commands";

// Without a connection it may not be had, if it never was.
const loadBar = () => import("./selection-bar").catch(() => ({ default: () => null }));
const SelectionBar = lazy<ComponentType<SelectionBarProps>>(loadBar);

export type MeantRowsProps = Pick<SelectionBarProps, "rows" | "family" | "commands" | "onShift" | "onClear"> & {
  list: RefObject<HTMLElement | null>;
  selected: readonly Task[];
  /** What acts on all that are selected. */
  bar: RefObject<SelectionBarHandle | null>;
  /** As `onShift`, and the row has the focus then. */
  shift: Stepping["onShift"];
};

export default function MeantRows({ list, selected, bar, shift, ...props }: MeantRowsProps) {
  const { rows, family, commands, onShift, onClear } = props;
  const many = useManyCommands(commands);
  const isIndenting = useIsSettled(TAB_INDENTS);
  const lists = useLists()?.lists ?? [];
  const [tagged, setTagged] = useState<readonly Task[]>();
  const place = useRef<HTMLElement>(null);
  const rowOf = (target: Element | null) => target?.closest<HTMLElement>("[data-index]");
  const taskOf = (target: Element | null) => rows[Number(rowOf(target)?.dataset.index)];
  const meant = (): readonly Task[] => {
    const focused = taskOf(document.activeElement);
    return selected.length > 0 || !focused ? selected : [focused];
  };
  const tag = () => {
    place.current = rowOf(document.activeElement)?.querySelector<HTMLElement>("[data-actions]") ?? list.current;
    setTagged(meant());
  };
  const one = () => (meant().length === 1 ? meant()[0] : undefined);
  useCommands([
    ...(onShift ? stepsOf({ meant: one, rows, family, onShift: shift }) : []),
    ...[null, ...lists].map((to) => ({
      id: `move-to-${to?.id}`,
      title: `Move to ${to?.name ?? "the Inbox"}`,
      isSought: true,
      when: () => meant().some(({ list_id }) => list_id !== (to?.id ?? null)),
      run: () => {
        many.moveToList(meant(), to);
        onClear();
      },
    })),
    { id: "tag", title: "Add a tag", when: () => meant().length > 0, run: tag },
  ]);

  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target, key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (!onShift || !isIndenting || key !== "Tab" || ctrlKey || altKey || metaKey) return;
    if (!(target instanceof HTMLInputElement) || target.type !== "checkbox") return;
    const task = taskOf(target);
    const direction = shiftKey ? "out" : "in";
    // Where it cannot go, the key leads on: nobody is held in the list.
    if (!task || !placedBy(task, direction, rows, family)) return;
    event.preventDefault();
    shift(task, direction);
  });
  useEffect(() => {
    const node = list.current;
    const listen = (event: KeyboardEvent) => press(event);
    node?.addEventListener("keydown", listen);
    return () => node?.removeEventListener("keydown", listen);
  }, [list]);
  // Whoever selects all and presses a key at once means the bar, and does not wait for it.
  useEffect(() => void loadBar(), []);
  const close = () => setTagged(undefined);
  return (
    <>
      {selected.length > 0 && (
        <Suspense>
          <SelectionBar {...props} ref={bar} tasks={selected} />
        </Suspense>
      )}
      {tagged && (
        <TagPopover
          anchor={place}
          label={selected.length > 0 ? TAG_FOR_ALL : `Tag for ${tagged[0]?.title}`}
          onTag={(chosen) => {
            many.tagAll(tagged, chosen);
            close();
            onClear();
          }}
          onClose={close}
        />
      )}
    </>
  );
}
