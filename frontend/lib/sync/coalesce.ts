/** What need not be sent at all, because the person has taken it back. */

import type { Item } from "../domain/item";
import { type About, type Change, commandOf, isConflict, type Pending, refOf } from "./command";
import type { Step } from "./leader";
import type { Outbox } from "./outbox";

export class Coalescer {
  /** By item, the edits that a deletion has made needless. A person who undoes the deletion wants them again. */
  readonly #withdrawn = new Map<string, Change[]>();

  constructor(
    private readonly page: string,
    private readonly outbox: Outbox,
    private readonly commit: (step: Step) => void,
    /** Whether anything that waits is about items in that one. */
    private readonly hasMembers: (about: About) => boolean,
  ) {}

  run(): void {
    for (const one of this.outbox.pending) {
      if (one.change.kind === "restore") this.#addWithdrawn(one);
      if (one.change.kind === "delete") this.#dropNeedless(one);
      if (one.change.kind === "edit" && one.change.sends) this.#dropTakenBack(one);
    }
  }

  /** Sends the edits again that the deletion had made needless. */
  #addWithdrawn(restore: Pending): void {
    const ref = refOf(restore);
    const again = (this.#withdrawn.get(ref) ?? []).map((edit) => commandOf(this.page, restore, edit));
    this.#withdrawn.delete(ref);
    if (again.length > 0) this.commit({ put: again });
  }

  #dropNeedless(one: Pending): void {
    const ref = refOf(one);
    const ofItem = this.outbox.of(one);
    const needless = needlessOf(ofItem, ofItem.indexOf(one), () => this.hasMembers(one));
    if (needless.length === 0) return;
    const edits = needless.map(({ change }) => change).filter(({ kind }) => kind === "edit");
    if (needless[0]?.change.kind === "create") this.#withdrawn.delete(ref);
    else this.#withdrawn.set(ref, edits);
    this.commit({ drop: needless });
  }

  /** What the API would have computed is not to be guessed at once more. */
  #dropTakenBack(one: Pending): void {
    const ofItem = this.outbox.of(one);
    const next = ofItem[ofItem.indexOf(one) + 1];
    if (next && isUnsent(one) && isUnsent(next) && takesBack(one.change, next.change))
      this.commit({ drop: [one, next] });
  }
}

/** Whether it makes all that was changed what it was. */
function takesBack(change: Change, next: Change): boolean {
  if (change.kind !== "edit" || next.kind !== "edit" || next.sends) return false;
  const was = change.seen as Item & Record<string, unknown>;
  const back = Object.entries(next.fields);
  return back.length === Object.keys(change.fields).length && back.every(([name, value]) => was[name] === value);
}

const isUnsent = (one: Pending) => !one.isSending && !one.wasTried;

function needlessOf(ofItem: readonly Pending[], place: number, hasMembers: () => boolean): readonly Pending[] {
  const one = ofItem[place];
  if (!one || one.isSending) return [];
  const next = ofItem[place + 1];
  // If the deletion has met a newer version, undoing it means to choose that version.
  const isTakenBack = next?.change.kind === "restore" && !next.isSending && (isUnsent(one) || isConflict(one));
  if (isTakenBack) return [one, next];
  const before = ofItem.slice(0, place + 1);
  if (before.some(({ isSending }) => isSending)) return [];
  const [first] = before;
  // What was put into it is deleted with it, so the API hears of both.
  const isNeedless = (create: Pending) => (isUnsent(create) && !hasMembers()) || create.verdict !== null;
  const neverLeft = first?.change.kind === "create" && isNeedless(first);
  // Both sides have deleted it.
  const isGoneThere = before.some(({ theirs }) => theirs === "deleted");
  return neverLeft || isGoneThere ? before : [];
}
