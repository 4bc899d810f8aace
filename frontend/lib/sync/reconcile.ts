/** One command against the task as the API has it: sent upon that, done already, or met by a change of somebody else. */

import { ApiError, isRefusal } from "../api/errors";
import { newId } from "../api/ids";
import type { TaskApi } from "../api/tasks";
import { differences, type Editable, editableOf, isEmpty, merge, type Task } from "../domain/task";
import type { Change, Pending, Theirs } from "./command";
import type { Replica } from "./replica";
import type { Rows } from "./store";

/** `rows` are what the answers have told on the way. */
export type Outcome = { rows: Rows[] } & ({ kind: "done" } | { kind: "ask"; theirs: Theirs });

type Edit = Extract<Change, { kind: "edit" }>;
type Delete = Extract<Change, { kind: "delete" }>;
type Restore = Extract<Change, { kind: "restore" }>;

/** What a change is sent as, upon which version; or what became of it without being sent. */
export type Rebased = { fields: Partial<Editable>; version: number } | "done" | { theirs: Task };

/** Others may be faster several times in a row; for ever they are not. */
const MOST_TRIES = 5;

export function rebase({ fields, seen }: Edit, row: Task | undefined): Rebased {
  // Not told yet by the feed: as it was before the person's eyes.
  if (!row) return { fields, version: seen.version };
  const { wanted, contested } = merge(seen, fields, row);
  if (isEmpty(wanted)) return "done";
  return contested.length > 0 ? { theirs: row } : { fields: wanted, version: row.version };
}

/** Carries out commands, as often as it takes, whatever became of the tries before. Raises `ApiError`. */
export class Reconciler {
  constructor(
    private readonly api: TaskApi,
    private readonly replica: Replica,
    /** Notes that a try is made upon that version, before it is made. */
    private readonly note: (one: Pending, version: number) => Promise<void>,
  ) {}

  async perform(one: Pending): Promise<Outcome> {
    const rows: Rows[] = [];
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const outcome = await this.#tryOnce(one, rows, tries);
      if (outcome === "again") continue;
      return outcome === "done" ? { kind: "done", rows } : { kind: "ask", theirs: outcome.theirs, rows };
    }
    throw new ApiError("The task keeps changing elsewhere", 0);
  }

  #tryOnce(one: Pending, rows: Rows[], tries: number): Promise<"done" | "again" | { theirs: Theirs }> {
    const { change } = one;
    switch (change.kind) {
      case "create":
        return this.#create(one, change.fields, rows);
      case "edit":
        return this.#edit(one, change, rows);
      case "delete":
        return this.#delete(one, change, rows);
      case "restore":
        // A refusal stays one under its key.
        return this.#restore(one, change, rows, tries === 0 ? one.id : newId());
    }
  }

  /** An earlier try may have made it, and others may have changed or deleted it since. */
  async #create({ taskId }: Pending, fields: Editable, rows: Rows[]) {
    const asked = this.replica.known(taskId);
    try {
      rows.push(this.replica.answered(await this.api.create(taskId, fields), asked));
    } catch (error) {
      if (!isRefusal(error, 412)) throw error;
      await this.#read(taskId, rows);
    }
    return "done" as const;
  }

  async #edit(one: Pending, change: Edit, rows: Rows[]) {
    const { taskId } = one;
    const row = this.replica.get(taskId);
    const rebased = rebase(change, row);
    if (rebased === "done") return "done";
    const isOurs = (after: Task) => isEmpty(differences(after, change.fields));
    if (row && (await this.#wasTakenBack(one, row, isOurs))) return { theirs: row };
    if ("theirs" in rebased) return { theirs: rebased.theirs };
    const asked = this.replica.known(taskId);
    try {
      await this.note(one, rebased.version);
      rows.push(this.replica.answered(await this.api.edit(taskId, rebased.fields, rebased.version), asked));
      return "done";
    } catch (error) {
      if (isRefusal(error, 412)) return (await this.#read(taskId, rows)) ? "again" : this.#deleted(taskId);
      if (!isRefusal(error, 404)) throw error;
      rows.push(this.replica.answeredGone(taskId, asked));
      return this.#deleted(taskId);
    }
  }

  /** Into the trash, unless somebody has changed meanwhile what was to go there. */
  async #delete(one: Pending, { seen }: Delete, rows: Rows[]) {
    const { taskId } = one;
    const row = this.replica.get(taskId);
    if (row && !isEmpty(differences(seen, editableOf(row)))) return { theirs: row };
    if (row && (await this.#wasTakenBack(one, row, (after) => after.deleted_at !== null))) return { theirs: row };
    const asked = this.replica.known(taskId);
    const version = row?.version ?? seen.version;
    try {
      await this.note(one, version);
      await this.api.remove(taskId, version);
      rows.push(this.replica.answeredGone(taskId, asked, version + 1));
      return "done";
    } catch (error) {
      if (isRefusal(error, 412)) return (await this.#read(taskId, rows)) ? "again" : "done";
      if (!isRefusal(error, 404)) throw error;
      rows.push(this.replica.answeredGone(taskId, asked));
      // What is here again has been restored since.
      return this.replica.get(taskId) ? "again" : "done";
    }
  }

  /** Out of the trash; what is not there is back already, or was deleted for good and is made anew, at its own id. */
  async #restore(one: Pending, { task }: Restore, rows: Rows[], key: string) {
    const { taskId } = one;
    const asked = this.replica.known(taskId);
    try {
      const restored = await this.api.restore(taskId, key);
      // The answer to a try that was made before may be older than what has become of the task.
      if (one.wasTried) await this.#read(taskId, rows);
      else rows.push(this.replica.answered(restored, asked));
      return "done";
    } catch (error) {
      if (!isRefusal(error, 404)) throw error;
    }
    if (await this.#read(taskId, rows)) return "done";
    try {
      rows.push(this.replica.answered(await this.api.create(taskId, editableOf(task)), this.replica.known(taskId)));
      return "done";
    } catch (error) {
      if (!isRefusal(error, 412)) throw error;
      return "again";
    }
  }

  /** False: it is not there. */
  async #read(taskId: string, rows: Rows[]): Promise<boolean> {
    const asked = this.replica.known(taskId);
    try {
      rows.push(this.replica.answered(await this.api.read(taskId), asked));
      return true;
    } catch (error) {
      if (!isRefusal(error, 404)) throw error;
      rows.push(this.replica.answeredGone(taskId, asked));
      return false;
    }
  }

  /** A task that was restored while the answer was on its way is not deleted. */
  #deleted(taskId: string): "again" | { theirs: "deleted" } {
    return this.replica.get(taskId) ? "again" : { theirs: "deleted" };
  }

  /** Whether an earlier try has arrived without our hearing of it, and somebody else has since undone what it did. */
  async #wasTakenBack({ taskId, sentVersion }: Pending, row: Task, isOurs: (after: Task) => boolean): Promise<boolean> {
    // It takes one version to arrive, and another to be undone.
    if (sentVersion === null || row.version < sentVersion + 2) return false;
    const history = await this.api.history(taskId).catch((error: unknown) => {
      if (!isRefusal(error, 404)) throw error;
      return [];
    });
    return history.some((after) => after !== null && after.version > sentVersion && isOurs(after));
  }
}
