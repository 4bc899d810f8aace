/** Decides what is sent now: changes of one item in their order, few requests at once, many small changes in one request. Pure. */

import { isConflict, type Pending, refOf } from "./command";
import type { Entities } from "./entities";
import { Line } from "./line";
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
  const left = known.get(pending) ?? findHeldUp(pending, entities);
  known.set(pending, left);
  return left;
}

/** Each section of a page asks for the same. */
const known = new WeakMap<readonly Pending[], readonly Pending[]>();

function findHeldUp(pending: readonly Pending[], entities: Entities): readonly Pending[] {
  const order = { ...orderIn(entities), isDue: ({ hasFailed }: Pending) => !hasFailed };
  let left: readonly Pending[] = pending.map((one) => ({ ...one, isSending: false }));
  for (;;) {
    const { creates, others, small } = ready(left, order);
    const sent = new Set([...creates, ...others, ...small]);
    if (sent.size === 0) return left;
    left = left.filter((one) => !sent.has(one));
  }
}

/** `pending` is in order. */
export function plan(pending: readonly Pending[], freeRequests: number, order: Order): Job[] {
  if (freeRequests <= 0) return [];
  const { creates, others, small } = ready(pending, order);
  const jobs = [...firstOfEachKind(batchesOf(creates)), ...others.map((one) => [one]), ...batchesOf(small)];
  return jobs.slice(0, freeRequests);
}

/** What may go now, each kind in its order. */
function ready(pending: readonly Pending[], order: Order): Record<"creates" | "others" | "small", Pending[]> {
  const line = new Line();
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
    const place = { ref: refOf(one), containers: order.containersOf(one), moment: momentOf(one) };
    const isHeld = isConflict(one) || one.verdict !== null || !order.isKnown(one);
    const isBehindStuck = line.hasStuckBefore(place);
    const isStuck = isHeld || isBehindStuck;
    if (line.hasEarlierMoment(place)) {
      later.add(place.moment);
      small = small.filter((other) => momentOf(other) !== place.moment);
    }
    const waits =
      isStuck ||
      later.has(place.moment) ||
      line.hasMovingBefore(place) ||
      (one.change.kind === "delete" && line.isNeeded(place)) ||
      one.isSending ||
      !order.isDue(one);
    line.add(place, { isHeld, isStuck, isThere: isThere(one) });
    const isFirst = !creates.some(({ entity }) => entity === one.entity);
    const goes = !waits && (!isCreate || (!mayNotCreate.has(one.entity) && (isFirst || isSmall(one))));
    if (goes) (isCreate ? creates : isSmall(one) ? small : others).push(one);
    // Nobody knows how long a question is open.
    if (isCreate && !isBehindStuck && !(goes && isSmall(one))) mayNotCreate.add(one.entity);
  }
  return { creates, others, small };
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
