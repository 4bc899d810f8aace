/** The person's tasks as the page sees them, and what can be done to them. */
"use client";

import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { connection } from "../api/connection";
import type { Step } from "../commands/step";
import { changingWith, type Family, familyOf, inListsOfParents } from "../domain/family";
import { between, endOf, placeOf } from "../domain/position";
import {
  differences,
  type Editable,
  isEmpty,
  type Placement,
  type Task,
  type TaskFields,
  timedIn,
  withoutDay,
} from "../domain/task";
import { comingModule, isRepeating } from "../tasks/coming";
import type * as command from "./command";
import { isConflict } from "./command";
import type * as refusals from "./refusals";
import { NOTHING, type View } from "./state";
import type { Sync } from "./sync";

export type { Task, TaskFields } from "../domain/task";
export type Conflict = command.Conflict<Task, Editable>;
export type Pending = command.Pending<Task, Editable>;
export type Refusal = refusals.Refusal<Task, Editable>;
export type NewTask = { id: string; fields: TaskFields & Partial<Placement & Pick<Editable, "completed">> };

/** What the engine calls a task. */
const TASK = "task";
export const aboutTask = (itemId: string): command.About => ({ entity: TASK, itemId });
/** The tasks that are there after these steps. */
export const tasksIn = (steps: readonly Step[]): Task[] =>
  steps.filter(isAboutTask).flatMap(({ after }) => (after ? [after as Task] : []));
/** Whatever carries that name is about a task. */
export const isAboutTask = <One extends { entity: string }>({ entity }: One) => entity === TASK;

export const SyncContext = createContext<Sync | null>(null);

export function useSync(): Sync {
  const sync = useContext(SyncContext);
  if (!sync) throw new Error("What shows tasks needs a SyncContext above it.");
  return sync;
}

/** A part of what a page shows: the same for as long as it says the same, for with another one all that is made of it is drawn anew. */
export function useView<Part>(part: (view: View) => Part): Part {
  const sync = useSync();
  return useSyncExternalStore(
    sync.subscribe,
    () => part(sync.get()),
    () => part(NOTHING),
  );
}

/** As the page shows them. */
export const useShownTasks = () => useView(({ shown }) => shown && (inListsOfParents(shown.task) as Task[]));

/** What is on its way: another one with each step of that. */
export function usePending(): readonly Pending[] {
  const pending = useView((view) => view.pending);
  return useMemo(() => pending.filter(isAboutTask) as Pending[], [pending]);
}

export function useConflicts(): readonly Conflict[] {
  const conflicts = useView((view) => view.conflicts);
  return useMemo(() => conflicts.filter(isAboutTask) as Conflict[], [conflicts]);
}

/** The tasks with changes that the API does not have, and why it refuses them, if it does. */
export type Unsynced = ReadonlyMap<string, string | undefined>;

/** Those that have waited for long enough to say so, or wait for a choice, and what waits for them. */
export function useUnsynced(): Unsynced {
  const { state } = useSync();
  const isOut = useConnection() !== null;
  // Where nothing has to be said, what is on its way draws nothing.
  const pending = useView((view) => (isOut || view.pending.some(isLate) ? view.pending : NOTHING.pending));
  const [scheduler, setScheduler] = useState<typeof import("./scheduler")>();
  const isAsked = pending.length > 0;
  useEffect(() => {
    if (isAsked) import("./scheduler").then(setScheduler, () => {});
  }, [isAsked]);
  return useMemo(() => {
    if (isOut) return unsyncedIn(pending);
    return unsyncedIn(scheduler?.heldUp(pending, state.entities) ?? pending.filter(isLate));
  }, [pending, isOut, scheduler, state]);
}

const isLate = (one: command.Pending) => one.hasFailed || isConflict(one) || one.verdict !== null;

export function unsyncedIn(waiting: readonly command.Pending[]): Unsynced {
  const all = waiting.filter(isAboutTask);
  const refused = all.filter(({ verdict }) => verdict);
  return new Map([...all, ...refused].map(({ itemId, verdict }) => [itemId, verdict?.detail]));
}

export function useConnection() {
  return useSyncExternalStore(connection.subscribe, connection.get, () => null);
}

export const retryNow = connection.retryNow;

/** Every change shows at once. One that the API refuses is undone, unless it may yet be taken, and `useRefusals` hears why. */
export function useTaskActions() {
  const sync = useSync();
  return useMemo(() => taskActions(sync), [sync]);
}

const now = () => new Date().toISOString();

export function taskActions(sync: Sync) {
  const shown = (id: string) => sync.state.outbox.shown(TASK, id) as Task | undefined;
  /** `seen` is the task as it was when the editing began. */
  const edit = (seen: Task, wanted: Partial<Editable>, at = now()) => {
    const fields = differences(seen, wanted);
    if (isEmpty(fields)) return;
    // In another list it is no part of its parent any more, as the API has it, too.
    if (fields.list_id !== undefined && fields.parent_id === undefined && seen.parent_id) fields.parent_id = null;
    if (fields.due_date === null) Object.assign(fields, withoutDay({ ...seen, ...fields }));
    const latest = shown(seen.id);
    // A newer version that looks the same is what they have seen.
    const isSame = latest !== undefined && isEmpty(differences(seen, latest));
    sync.add(TASK, seen.id, { kind: "edit", fields, seen: isSame ? latest : seen, ...timedIn(fields, at) });
  };
  const again = () => comingModule()?.completing(sync, { shown, edit });
  return {
    /** Whether such a task was created already; if so, resolves when it is kept. */
    async isCreated(id: string): Promise<boolean> {
      const isKnown = await sync.knows(TASK, id);
      if (isKnown) await sync.whenKept(TASK, [id]);
      return isKnown;
    },
    /** In this order, and without a position after all others. Resolves when all of them are kept. */
    create(added: readonly NewTask[]): Promise<void> {
      const at = now();
      const nowhere = { completed: false, list_id: null, parent_id: null };
      let end = endOf(sync.state.outbox.items(TASK) as Task[], at);
      sync.addAll(
        TASK,
        added.map(({ id, fields }) => {
          const position = fields.position || end;
          end = between(end, null);
          return [id, { kind: "create", fields: { ...nowhere, ...fields, position }, at }];
        }),
      );
      return sync.whenKept(
        TASK,
        added.map(({ id }) => id),
      );
    },
    edit,
    /** What is completed or opened with it, itself being the last. */
    completedWith: (task: Task, completed: boolean): readonly Task[] =>
      again()?.completedWith(task, completed) ?? [
        ...changingWith(familyOf(sync.get().shown?.task ?? []), task, completed),
        task,
      ],
    /** Whether its move to a day ahead is on its way. */
    isComing: (taskId: string) => again()?.isComing(taskId) ?? false,
    /** With what is completed or opened with it. */
    complete(taskId: string, completed: boolean): void {
      const task = shown(taskId);
      if (!task) return;
      const all = again();
      if (all) {
        all.complete(task, completed);
        return;
      }
      const at = now();
      // The lowest first: then the API finds nothing left to be done below a task, and each has the version that is known here.
      for (const one of this.completedWith(task, completed)) {
        // What cannot be computed here is left to the API.
        if (one === task && completed && isRepeating(task))
          sync.add(TASK, taskId, { kind: "edit", fields: {}, seen: task, sends: { completed } });
        else edit(one, { completed }, at);
      }
    },
    /** Into another list, null being the Inbox, below another task, or to another place (`between` in domain/position). */
    moveTask: (seen: Task, to: Partial<Placement>) =>
      edit(seen, to.position === "" ? { ...to, position: placeOf({ ...seen, ...to }) } : to),
    /** Without those that are below another one of them. */
    topsOf: (tasks: readonly Task[]) => (familyOf(sync.get().shown?.task ?? []) as Family<Task>).topsOf(tasks),
    remove: (seen: Task) => sync.add(TASK, seen.id, { kind: "delete", seen }),
    /** Brings a deleted task back: out of the trash, if it has got there. */
    restore: (task: Task) => sync.add(TASK, task.id, { kind: "restore", item: task }),
    /** Deletes for good what is in the trash. */
    erase: (tasks: readonly Task[]) =>
      sync.addAll(
        TASK,
        tasks.map((seen) => [seen.id, { kind: "erase", seen }]),
      ),
    resolve: (conflict: Conflict, keepsMine: boolean) => sync.choose(conflict, keepsMine),
    /** Sends what is not synced at once, also what was refused. */
    retry: () => sync.retry(),
  };
}

/** `isHeard` says which ones this page tells of: those about tasks, unless it says others. Both functions must be steady. */
export function useRefusals(tell: (refusal: Refusal) => void, isHeard: (refusal: Refusal) => boolean = isAboutTask) {
  const sync = useSync();
  useEffect(() => {
    return sync.onRefusal(
      (refusal) => tell(refusal as Refusal),
      (refusal) => isHeard(refusal as Refusal),
    );
  }, [sync, tell, isHeard]);
}
