/** What the keys do on the task page. */
"use client";

import type { RefObject } from "react";
import { useCommands } from "@/lib/commands/use-commands";
import { isOnRow, type TaskListHandle } from "./use-list-handle";

type Page = {
  addBox: RefObject<HTMLInputElement | null>;
  searchBox: RefObject<HTMLInputElement | null>;
  list: RefObject<TaskListHandle | null>;
  pane: RefObject<HTMLFormElement | null>;
};

export function usePageCommands({ addBox, searchBox, list, pane }: Page): void {
  const search = () => {
    searchBox.current?.focus();
    searchBox.current?.select();
  };
  /** Of the row that has the focus, or else of the open task. */
  const chooseDue = () => {
    if (isOnRow()) list.current?.chooseDue();
    else pane.current?.querySelector<HTMLElement>("[data-due]")?.click();
  };
  useCommands([
    { id: "add", title: "New task", keys: ["n"], run: () => addBox.current?.focus() },
    { id: "search", title: "Search", keys: ["/"], run: search },
    { id: "next", title: "Next task", keys: ["j"], isRepeatable: true, run: () => list.current?.move(1) },
    { id: "previous", title: "Previous task", keys: ["k"], isRepeatable: true, run: () => list.current?.move(-1) },
    { id: "toggle", title: "Complete or reopen", keys: ["x"], when: isOnRow, run: () => list.current?.toggle() },
    { id: "edit", title: "Edit", keys: ["e"], when: isOnRow, run: () => list.current?.edit() },
    { id: "due", title: "Due date", keys: ["d"], when: () => isOnRow() || pane.current !== null, run: chooseDue },
    { id: "select", title: "Select", keys: ["s"], when: isOnRow, run: () => list.current?.select() },
    { id: "fold", title: "Fold or unfold subtasks", keys: ["f"], when: isOnRow, run: () => list.current?.fold() },
    { id: "delete", title: "Delete", keys: ["#"], when: isOnRow, run: () => list.current?.remove() },
  ]);
}
