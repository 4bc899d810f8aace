/** Compares one command with the item as the API has it: sends it, finds it done already, or finds a conflict. */

import type { EntityApi } from "../api/entity";
import { ApiError, isRefusal } from "../api/errors";
import { newId } from "../api/ids";
import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { completed, differencesIn, editableIn, mergeIn, saysTheSame } from "../domain/merge";
import { isEmpty } from "../domain/task";
import { Answers } from "./answers";
import type { Change, Pending, Theirs } from "./command";
import { eraseFromTrash } from "./erase";
import type { Rows, Table } from "./table";

/** `rows` are what the answers have told on the way. */
export type Outcome = { rows: Rows[] } & (
  | { kind: "done" }
  | { kind: "ask"; theirs: Theirs }
  | { kind: "refused"; error: ApiError }
);

type Edit = Extract<Change, { kind: "edit" }>;
type Delete = Extract<Change, { kind: "delete" }>;
type Restore = Extract<Change, { kind: "restore" }>;
type Step = "done" | "again" | { theirs: Theirs } | { error: ApiError };

/** What a change is sent as, upon which version; or what became of it without being sent. */
export type Rebased = { fields: object; version: number } | "done" | { theirs: Item };

/** Whether a try upon that version may have arrived, and been undone by somebody else: it takes one version to arrive, and another to be undone. */
export const mayBeUndone = (sentVersion: number | null, row: Item | undefined): boolean =>
  sentVersion !== null && row !== undefined && row.version >= sentVersion + 2;

/** Others may be faster several times in a row; for ever they are not. */
const MOST_TRIES = 5;

export function rebase(known: FieldsOf<object>, api: EntityApi, change: Edit, told: Item | undefined): Rebased {
  const { fields, seen, sends } = change;
  // What was told before a field existed does not say that the field is as wanted.
  const row = told && (completed<object>(known, told) as Item);
  // The feed has not sent it yet: the version is the one that the person has seen.
  if (!row) return { fields: sends ?? fields, version: seen.version };
  if (sends && api.isDone?.(seen, row)) return "done";
  const { wanted, contested } = mergeIn<object>(known, seen, fields, row);
  // What the API is to compute may not be known here.
  if (isEmpty(wanted) && !(sends && isEmpty(fields))) return "done";
  const sent = sends ?? wanted;
  // Also where no field says so, as after the last time of a repeat.
  const isElsewhere = !isEmpty(fields) && api.isStill?.(seen, row, sent) === false;
  return contested.length > 0 || isElsewhere ? { theirs: row } : { fields: sent, version: row.version };
}

/** Carries out commands about one kind of item, as often as it takes, whatever became of the tries before. Raises `ApiError`. */
export class Reconciler {
  readonly #answers: Answers;

  constructor(
    private readonly fields: FieldsOf<object>,
    private readonly api: EntityApi,
    private readonly table: Table,
    /** Notes that a try is made upon that version, before it is made. */
    private readonly note: (one: Pending, version: number) => Promise<void>,
  ) {
    this.#answers = new Answers(api, table);
  }

  async perform(one: Pending): Promise<Outcome> {
    const rows: Rows[] = [];
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const step = await this.#tryOnce(one, rows, tries);
      if (step === "again") continue;
      if (step === "done") return { kind: "done", rows };
      return "error" in step ? { kind: "refused", ...step, rows } : { kind: "ask", ...step, rows };
    }
    throw new ApiError("It keeps changing elsewhere", 0);
  }

  #tryOnce(one: Pending, rows: Rows[], tries: number): Promise<Step> {
    const { change, itemId } = one;
    switch (change.kind) {
      case "create":
        return this.#create(one, change.fields, rows);
      case "edit":
        return this.#edit(one, change, rows);
      case "delete":
        return this.#delete(one, change, rows);
      case "restore":
        // A refusal stays one under its key.
        return this.#restore(one, change, rows, tries === 0 ? (change.key ?? one.id) : newId());
      case "erase":
        return eraseFromTrash(this.fields, this.api, this.table, change.seen, () => this.#answers.read(itemId, rows));
    }
  }

  /** An earlier try may have made it, and others may have changed or deleted it since. */
  async #create({ itemId }: Pending, fields: object, rows: Rows[]): Promise<Step> {
    const asked = this.#answers.asking(itemId);
    try {
      await this.#answers.take(await this.api.create(itemId, fields), asked, rows);
    } catch (error) {
      if (!isRefusal(error, 412)) throw error;
      await this.#answers.read(itemId, rows);
    }
    return "done";
  }

  async #edit(one: Pending, change: Edit, rows: Rows[]): Promise<Step> {
    const { itemId } = one;
    const row = this.table.get(itemId);
    const rebased = rebase(this.fields, this.api, change, row);
    if (rebased === "done") return "done";
    const isOurs = (after: Item) =>
      !isEmpty(change.fields) && isEmpty(differencesIn<object>(this.fields, after, change.fields));
    if (row && (await this.#wasTakenBack(one, row, isOurs))) return { theirs: row };
    if ("theirs" in rebased) return { theirs: rebased.theirs };
    const asked = this.#answers.asking(itemId);
    try {
      await this.note(one, rebased.version);
      await this.#answers.take(await this.api.edit(itemId, rebased.fields, rebased.version), asked, rows);
      return "done";
    } catch (error) {
      if (isRefusal(error, 412)) return (await this.#answers.read(itemId, rows)) ? "again" : this.#deleted(one);
      if (!isRefusal(error, 404)) throw error;
      this.#answers.takeGone(itemId, asked, rows);
      return this.#deleted(one);
    }
  }

  /** Moves the item to the trash, unless somebody has changed it meanwhile. */
  async #delete(one: Pending, { seen }: Delete, rows: Rows[]): Promise<Step> {
    const { itemId } = one;
    const row = this.table.get(itemId);
    if (row && !saysTheSame<object>(this.fields, seen, row)) return { theirs: row };
    if (row && (await this.#wasTakenBack(one, row, (after) => after.deleted_at !== null))) return { theirs: row };
    const asked = this.#answers.asking(itemId);
    const version = row?.version ?? seen.version;
    try {
      await this.note(one, version);
      await this.api.remove(itemId, version);
      this.#answers.takeGone(itemId, asked, rows, version + 1);
      return "done";
    } catch (error) {
      if (isRefusal(error, 412)) return (await this.#answers.read(itemId, rows)) ? "again" : "done";
      if (!isRefusal(error, 404)) throw error;
      this.#answers.takeGone(itemId, asked, rows);
      // What is here again has been restored since.
      return this.table.get(itemId) ? "again" : "done";
    }
  }

  /** Takes the item out of the trash. If it is not there, it is restored already, or erased, and then it is created again under its id. */
  async #restore(one: Pending, { item }: Restore, rows: Rows[], key: string): Promise<Step> {
    const { itemId } = one;
    const asked = this.#answers.asking(itemId);
    try {
      const restored = await this.api.restore(itemId, key);
      // The answer to a try that was made before may be older than what has become of the item.
      if (one.wasTried) await this.#answers.read(itemId, rows);
      else await this.#answers.take(restored, asked, rows);
      return "done";
    } catch (error) {
      if (!isRefusal(error, 404)) throw error;
    }
    if (await this.#answers.read(itemId, rows)) return "done";
    const askedAgain = this.#answers.asking(itemId);
    try {
      const made = await this.api.create(itemId, editableIn<object>(this.fields, item));
      await this.#answers.take(made, askedAgain, rows);
      return "done";
    } catch (error) {
      if (!isRefusal(error, 412)) throw error;
      return "again";
    }
  }

  /** An item that was restored while the answer was on its way is not deleted. A new place is no reason to bring one back. */
  #deleted({ itemId, change }: Pending): "again" | "done" | { theirs: "deleted" } {
    if (this.table.get(itemId)) return "again";
    const isMove = change.kind === "edit" && saysTheSame<object>(this.fields, change.seen, change.fields);
    return isMove ? "done" : { theirs: "deleted" };
  }

  /** Whether an earlier try has arrived without our hearing of it, and somebody else has since undone what it did. */
  async #wasTakenBack({ itemId, sentVersion }: Pending, row: Item, isOurs: (after: Item) => boolean): Promise<boolean> {
    if (sentVersion === null || !mayBeUndone(sentVersion, row)) return false;
    const history = await this.api.history(itemId).catch((error: unknown) => {
      if (!isRefusal(error, 404)) throw error;
      return [];
    });
    return history.some((after) => after !== null && after.version > sentVersion && isOurs(after));
  }
}
