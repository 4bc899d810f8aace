/** What a person does to a task, what it makes of the task, and what is known about its way to the API. Pure. */

import { newId } from "../api/ids";
import type { Editable, Task } from "../domain/task";

/** `seen` is the task as it was before the person's eyes: what somebody else has made of it meanwhile is not wiped. */
export type Change =
  | { kind: "create"; fields: Editable; at: string; key?: string }
  | { kind: "edit"; fields: Partial<Editable>; seen: Task }
  | { kind: "delete"; seen: Task }
  | { kind: "restore"; task: Task };

/** What somebody else has made of a task. */
export type Theirs = Task | "deleted";

/** `isKept`: it waits on, and may yet be taken: for room, or because somebody asks again. */
export type Verdict = { detail: string; status: number; isKept: boolean };

/** What is kept in this browser. `order` is given by the store; `sentVersion` is the version that a try was made upon. */
export type Command = {
  readonly id: string;
  readonly order: number | null;
  /** Which page it was done on. */
  readonly page: string;
  readonly taskId: string;
  readonly change: Change;
  readonly wasTried: boolean;
  readonly sentVersion: number | null;
  readonly verdict: Verdict | null;
};

/** A command on its way. */
export type Pending = Command & {
  readonly isSending: boolean;
  /** Whether a try has ended without an answer, and how many have in a row. */
  readonly hasFailed: boolean;
  readonly failures: number;
  /** The other version, while a person is to choose between the two. */
  readonly theirs: Theirs | null;
};

/** What may meet a newer version of the task. */
export type Contestable = Extract<Change, { seen: Task }>;
/** A change that waits for a person's choice. */
export type Conflict = Pending & { change: Contestable; theirs: Theirs };

export const isConflict = (one: Pending): one is Conflict => one.theirs !== null;
/** Refused, and kept only until the person has heard of it. */
export const isOver = ({ verdict }: Command) => verdict !== null && !verdict.isKept;

export function commandOf(page: string, taskId: string, change: Change): Pending {
  return pendingOf({
    id: newId(),
    order: null,
    page,
    taskId,
    change,
    wasTried: false,
    sentVersion: null,
    verdict: null,
  });
}

export const pendingOf = (command: Command): Pending => ({
  ...command,
  isSending: false,
  hasFailed: command.wasTried,
  failures: 0,
  theirs: null,
});

export function keptOf({ id, order, page, taskId, change, wasTried, sentVersion, verdict }: Pending): Command {
  return { id, order, page, taskId, change, wasTried, sentVersion, verdict };
}

/** The one reducer: what the task is after the change; null when it is gone. */
export function apply(task: Task | null, taskId: string, change: Change): Task | null {
  switch (change.kind) {
    case "create": {
      const { fields, at } = change;
      return { ...fields, id: taskId, user_id: "", created_at: at, updated_at: at, version: 0, deleted_at: null };
    }
    case "restore":
      return { ...change.task, id: taskId, deleted_at: null };
    case "edit":
      return task && { ...task, ...change.fields };
    case "delete":
      return null;
  }
}
