/** Completing and reopening tasks, with what is below them, where some repeat: one that comes again moves on. Fetched when it is needed. */

import { changingWith, familyOf } from "../domain/family";
import { computed, hasComeAgain } from "../domain/repeat/coming";
import { differences, type Editable, type Task, timedIn } from "../domain/task";
import { comingAfter, isRepeating } from "../tasks/coming";
import { dayOf } from "../tasks/day";
import type { Sync } from "./sync";

export { comingOf } from "../domain/repeat/coming";

const TASK = "task";

/** As long as a row that was ticked stays where it is. Its box is empty again at once, and asks for a second tick. */
const SECOND_TICK_MS = 1_500;

const ticks = new Set<string>();

/** Whether it was ticked just now: two ticks in a row mean one. */
export function isSecondTick(taskId: string): boolean {
  if (ticks.has(taskId)) return true;
  ticks.add(taskId);
  setTimeout(() => ticks.delete(taskId), SECOND_TICK_MS);
  return false;
}

const isDone = (before: Task, after: Task) => (after.completed ? !before.completed : hasComeAgain(before, after));

/** What was shown of a completion, with what the API has made of that: as it is now, where nothing else has happened since. */
export function asComputed(before: Task, after: Task, now: Task): Task {
  const isComputed = now.version === after.version + 1 && isDone(before, after) && isDone(before, now);
  return isComputed ? { ...after, ...Object.fromEntries(computed.map((name) => [name, now[name]])) } : after;
}

type Hands = {
  shown: (id: string) => Task | undefined;
  edit: (seen: Task, wanted: Partial<Editable>, at: string) => void;
};

export function completing(sync: Sync, { shown, edit }: Hands) {
  /** Itself being the last, the lowest the first. */
  const completedWith = (task: Task, completed: boolean): readonly Task[] => {
    const family = familyOf(sync.get().shown?.task ?? []);
    // Of what comes again, everything below is open again.
    if (completed && comingAfter(task) !== null)
      return [
        ...family
          .below(task.id)
          .filter((one) => one.completed)
          .reverse(),
        task,
      ];
    return [...changingWith(family, task, completed), task];
  };
  /** Whether it has been moved to a day ahead, and the API does not know: who ticks it once more means that once. */
  const isComing = (itemId: string): boolean => {
    const day = shown(itemId)?.due_date;
    const isAhead = !day || day > dayOf(new Date());
    const all = sync.state.outbox.of({ entity: TASK, itemId });
    return isAhead && all.some(({ change }) => change.kind === "edit" && change.sends !== undefined);
  };
  /** The API is asked to complete what it moves, so that it does so once; what comes of that is shown at once where it is known. */
  const moveOn = (task: Task, at: string) => {
    const coming = comingAfter(task);
    // Of the last time, too: for the account's zone it may not be.
    const fields = coming === undefined ? {} : differences(task, coming ?? { completed: true });
    sync.add(TASK, task.id, { kind: "edit", fields, seen: task, sends: { completed: true }, ...timedIn(fields, at) });
  };
  return {
    /** What is completed or opened with it. */
    completedWith,
    isComing,
    /** With what is completed or opened with it. */
    complete(task: Task, completed: boolean): void {
      if (completed && isComing(task.id)) return;
      const at = new Date().toISOString();
      const comesAgain = completed && comingAfter(task) !== null;
      const below = completedWith(task, completed).slice(0, -1);
      // Alone the API would move them; with the task above it completes them.
      const moving = completed && !comesAgain ? below.filter(isRepeating) : [];
      // The lowest first: then the API finds nothing left to be done below a task, and each has the version that is known here.
      for (const one of below) if (!moving.includes(one)) edit(one, { completed: completed && !comesAgain }, at);
      if (completed && isRepeating(task)) moveOn(task, at);
      else edit(task, { completed }, at);
      for (const one of moving) edit(one, { completed }, at);
    },
  };
}
