/** Decides what is sent now: changes of one item in their order, few requests at once, many small changes in one request. Pure. */

import { isConflict, type Pending, refOf } from "./command";
import type { Entities } from "./entities";
import { containersOf } from "./members";

export const MOST_REQUESTS = 4;
const MOST_IN_BATCH = 100;
/** The API takes a mebibyte; a character takes up to six bytes. */
const MOST_CHARACTERS = 150_000;

/** What goes in one request, in order. */
export type Job = readonly Pending[];

export type Order = {
  /** Whether one that waits for nothing else may go already. */
  isDue: (one: Pending) => boolean;
  /** Whether this version of the app knows all that it changes. What it does not, waits for a page that does. */
  isKnown: (one: Pending) => boolean;
  hasBatch: (entity: string) => boolean;
  /** What the item is in, before or after it. */
  containersOf: (one: Pending) => readonly string[];
};

/** The same for every try. */
export const orderIn = (entities: Entities): Omit<Order, "isDue"> => ({
  isKnown: ({ entity, change }) =>
    change.kind !== "edit" || Object.keys(change.fields).every((name) => name in (entities[entity]?.fields ?? {})),
  hasBatch: (entity) => entities[entity]?.hasBatch ?? false,
  containersOf: (one) => containersOf(entities, one),
});

/** What has failed, or waits for a person, for room, or for another page, and all that waits for that: what is left when everything else has gone. */
export function heldUp(pending: readonly Pending[], entities: Entities): readonly Pending[] {
  const order = { ...orderIn(entities), isDue: ({ hasFailed }: Pending) => !hasFailed };
  let left: readonly Pending[] = pending.map((one) => ({ ...one, isSending: false }));
  for (;;) {
    const sent = new Set(plan(left, Number.POSITIVE_INFINITY, order).flat());
    if (sent.size === 0) return left;
    left = left.filter((one) => !sent.has(one));
  }
}

/** `pending` is in order. */
export function plan(pending: readonly Pending[], freeRequests: number, order: Order): Job[] {
  if (freeRequests <= 0) return [];
  /** By item, whether what has to follow waits for a person, for room, or for another page, and not only for an answer. */
  const touched = new Map<string, boolean>();
  /** The same for what is in it. */
  const blocking = new Map<string, boolean>();
  /** Containers of what is still on its way: it must not meet their deletion. */
  const needed = new Set<string>();
  /** By container, when what is in it was done, as far as that is on its way. */
  const moments = new Map<string, Set<unknown>>();
  /** The API takes for done together what it hears of together: what was done earlier in the same container goes first. */
  const later = new Set<unknown>();
  const creates: Pending[] = [];
  let small: Pending[] = [];
  const others: Pending[] = [];
  // The API dates new tasks: their order is the one in which they arrive. So they go in one request, or one by one.
  const mayNotCreate = new Set<string>();
  const isSmall = (one: Pending) => order.hasBatch(one.entity) && isBatchable(one);
  for (const one of pending) {
    const isCreate = one.change.kind === "create";
    const containers = order.containersOf(one);
    const ref = refOf(one);
    const isHeld = isConflict(one) || one.verdict !== null || !order.isKnown(one);
    const waitsFor = [touched.get(ref), ...containers.map((container) => blocking.get(container))];
    const isStuck: boolean = isHeld || waitsFor.includes(true);
    const moment = momentOf(one);
    if (moment !== undefined && [...(moments.get(ref) ?? [])].some((earlier) => earlier !== moment)) {
      later.add(moment);
      small = small.filter((other) => momentOf(other) !== moment);
    }
    const waits: boolean =
      isStuck ||
      later.has(moment) ||
      waitsFor.includes(false) ||
      (one.change.kind === "delete" && needed.has(ref)) ||
      one.isSending ||
      !order.isDue(one);
    touched.set(ref, isStuck);
    if (!isHeld || !isThere(one)) blocking.set(ref, isStuck);
    // What waits for a person, for room, or for another page does not keep a list from being deleted.
    if (!isHeld) for (const container of containers) needed.add(container);
    if (!isStuck && moment !== undefined)
      for (const container of containers) moments.set(container, (moments.get(container) ?? new Set()).add(moment));
    const isFirst = !creates.some(({ entity }) => entity === one.entity);
    const goes: boolean = !waits && (!isCreate || (!mayNotCreate.has(one.entity) && (isFirst || isSmall(one))));
    if (goes) (isCreate ? creates : isSmall(one) ? small : others).push(one);
    // Nobody knows how long a question is open.
    if (isCreate && !waitsFor.includes(true) && !(goes && isSmall(one))) mayNotCreate.add(one.entity);
  }
  const jobs = [...firstOfEachKind(batchesOf(creates)), ...others.map((one) => [one]), ...batchesOf(small)];
  return jobs.slice(0, freeRequests);
}

/** Whether what it changes is there, so that others can be in it, whatever becomes of the change. */
const isThere = ({ change, theirs }: Pending) =>
  (change.kind === "edit" || change.kind === "delete") && theirs !== "deleted";

/** When it was done, where the API notes that itself. */
const momentOf = ({ change }: Pending): unknown =>
  change.kind === "edit" ? Object.values(change.shows ?? {}).find((value) => value !== null) : undefined;

/** What is asked for alone: what only the answer to an earlier try can tell, and new tasks that the API gives their ids. */
const isBatchable = ({ change, wasTried }: Pending): boolean =>
  change.kind === "create" ? change.key === undefined : change.kind !== "restore" || !wasTried;

const firstOfEachKind = (batches: Pending[][]): Pending[][] =>
  batches.filter((batch, place) => batches.findIndex(([first]) => first?.entity === batch[0]?.entity) === place);

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
