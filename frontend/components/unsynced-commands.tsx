/** What can be done about what is not synced, as its rows and the bar of the connection offer it. */
"use client";

import { useCommands } from "@/lib/commands/use-commands";
import { useListFacts } from "@/lib/sync/lists";
import { useConnection, useShownTasks, useTaskActions, useUnsynced } from "@/lib/sync/tasks";
import { showTask } from "@/views/wanted-task";

/** More than anybody looks through. */
const MOST = 20;

export function UnsyncedCommands() {
  const unsynced = useUnsynced();
  const isOut = useConnection() !== null;
  const tasks = useShownTasks() ?? [];
  const facts = useListFacts();
  const { retry } = useTaskActions();
  const waiting = unsynced.size > 0 ? tasks.filter(({ id }) => unsynced.has(id)).slice(0, MOST) : [];
  useCommands([
    { id: "retry", title: "Retry what is not synced", when: () => isOut || unsynced.size > 0, run: retry },
    ...waiting.map((task) => ({
      id: `unsynced-${task.id}`,
      title: `Not synced: ${task.title}`,
      isSought: true,
      run: () => showTask(task, facts),
    })),
  ]);
  return null;
}
