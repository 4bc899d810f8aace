/** Decides what is sent now: changes of one item in their order, few requests at once, many small changes in one request. Pure. */

import { type About, isConflict, type Pending, refOf } from "./command";

export const MOST_REQUESTS = 4;
const MOST_IN_BATCH = 100;
/** The API takes a mebibyte; a character takes up to six bytes. */
const MOST_CHARACTERS = 150_000;

/** What goes in one request, in order. */
export type Job = readonly Pending[];

/** What the plan has to know of the kinds of items. */
export type Kinds = {
  isBatched: (entity: string) => boolean;
  /** The other items that a command names. */
  namedBy: (one: Pending) => readonly About[];
};

/** `pending` is in order; `isDue` says of one that waits for nothing else whether it may go already. */
export function plan(
  pending: readonly Pending[],
  freeRequests: number,
  { isBatched, namedBy }: Kinds,
  isDue: (one: Pending) => boolean,
): Job[] {
  const isBatchable = (one: Pending) => isBatched(one.entity) && mayShare(one);
  const touched = new Set<string>();
  /** Not there yet: what names it follows. */
  const absent = new Set<string>();
  const creates: Pending[] = [];
  const small: Pending[] = [];
  const others: Pending[] = [];
  // The API dates new tasks: their order is the one in which they arrive. So they go in one request, or one by one.
  let mayCreate = true;
  for (const one of pending) {
    const isCreate = one.change.kind === "create";
    const waits: boolean =
      touched.has(refOf(one)) ||
      one.isSending ||
      isConflict(one) ||
      one.verdict !== null ||
      !isDue(one) ||
      namedBy(one).some((named) => absent.has(refOf(named)));
    touched.add(refOf(one));
    if (one.change.kind === "create" || one.change.kind === "restore") absent.add(refOf(one));
    const goes: boolean = !waits && (!isCreate || (mayCreate && (creates.length === 0 || isBatchable(one))));
    if (goes) (isCreate ? creates : isBatchable(one) ? small : others).push(one);
    if (isCreate) mayCreate &&= goes && isBatchable(one);
  }
  const jobs = [...batchesOf(creates).slice(0, 1), ...others.map((one) => [one]), ...batchesOf(small)];
  return jobs.slice(0, Math.max(0, freeRequests));
}

/** What was tried before is asked for alone, because its answer depends on what became of that. */
function mayShare({ change, wasTried }: Pending): boolean {
  if (wasTried) return false;
  return change.kind === "edit" || change.kind === "erase" || (change.kind === "create" && change.key === undefined);
}

function batchesOf(commands: readonly Pending[]): Pending[][] {
  const batches: Pending[][] = [];
  let size = 0;
  for (const one of commands) {
    size += "fields" in one.change ? JSON.stringify(one.change.fields).length : 0;
    const last = batches.at(-1);
    const isSameKind = last?.[0]?.entity === one.entity;
    if (last && isSameKind && last.length < MOST_IN_BATCH && size <= MOST_CHARACTERS) last.push(one);
    else {
      batches.push([one]);
      size = 0;
    }
  }
  return batches;
}
