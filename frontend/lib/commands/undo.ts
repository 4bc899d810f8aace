/** What a person has done last on this page, what takes it back, and what does it again. In memory: it goes with the page. */

import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { differencesIn, saysTheSame } from "../domain/merge";
import { isEmpty } from "../domain/task";
import type { About, Change } from "../sync/command";
import { type Group, observe, type Shown, type Step } from "./step";

/** What has come of taking a group back, or of doing it again. */
export type Outcome = Pick<Group, "id" | "title"> & {
  /** The items that have changed by that. */
  done: readonly Step[];
  /** Those that somebody has changed since, and that stay as they are. */
  leftOut: readonly Step[];
};

/** The items as the page shows them, and the way to change them. */
export type Items = {
  fieldsOf: (entity: string) => FieldsOf<object>;
  shown: Shown;
  /** The item as a command has left it, with what the API has computed of it by now. */
  asComputed: (entity: string, before: Item, after: Item, now: Item) => Item;
  /** Whether other items are in it, which would go with it. */
  isHolding: (about: About) => boolean;
  change: (changes: readonly (readonly [About, Change])[]) => void;
};

type Side = "done" | "undone";

type Reversal = Extract<Change, { reverts?: true }>;

/** More than anybody remembers. */
const MOST = 100;

const CHANGED = Symbol("changed since");

export class UndoStack {
  /** The last one at the end. */
  #sides: Record<Side, readonly Group[]> = { done: [], undone: [] };

  constructor(private readonly items: Items) {}

  /** What would be taken back next, or done again. */
  top = (side: Side): Group | undefined => this.#sides[side].at(-1);

  has = (side: Side, id: string): boolean => this.#sides[side].some((group) => group.id === id);

  /** What has been done by now. */
  note({ id, title, steps, sitting }: Group): void {
    const changed = steps.filter(this.#isChange);
    if (changed.length === 0) return;
    const { done } = this.#sides;
    const last = this.top("done");
    const earlier = sitting !== undefined && last?.sitting === sitting ? last : undefined;
    const group = { id, title, steps: this.#together(earlier?.steps ?? [], changed), sitting };
    const rest = earlier ? done.slice(0, -1) : done;
    // Who writes a word and takes it out again has done nothing.
    const now = group.steps.some(this.#isChange) ? [...rest, group] : rest;
    this.#sides = { done: now.slice(-MOST), undone: [] };
  }

  /** Undefined where there is nothing of that kind, or no longer. */
  undo = (id = this.top("done")?.id): Outcome | undefined => this.#turn("done", "undone", id);

  redo = (id = this.top("undone")?.id): Outcome | undefined => this.#turn("undone", "done", id);

  /** Nothing brings back what is deleted for good, or what belongs to somebody who has left. */
  forget(isGone: (step: About) => boolean = () => true): void {
    const without = (groups: readonly Group[]) =>
      groups
        .map((group) => ({ ...group, steps: group.steps.filter((step) => !isGone(step)) }))
        .filter(({ steps }) => steps.length > 0);
    this.#sides = { done: without(this.#sides.done), undone: without(this.#sides.undone) };
  }

  #turn(from: Side, to: Side, id: string | undefined): Outcome | undefined {
    const group = this.#sides[from].find((one) => one.id === id);
    if (!group) return undefined;
    const { title } = group;
    const changes: [Step, Change][] = [];
    const leftOut: Step[] = [];
    for (const step of group.steps) {
      const change = this.#changeFor(from === "done" ? step : reversed(step));
      // Who made a list has not put all into it that is in it now; who deleted it has meant its tasks, too.
      const isInUse = change !== CHANGED && change?.kind === "delete" && from === "done" && this.items.isHolding(step);
      if (change === CHANGED || isInUse) leftOut.push(step);
      else if (change) changes.push([step, { ...change, reverts: true }]);
    }
    const about = changes.map(([step]) => step);
    const done = observe(this.items.shown, about, () => this.items.change(changes));
    // As they are by now: the API may have given an item its place meanwhile.
    const turned = { ...group, steps: from === "done" ? done.map(reversed) : done, sitting: undefined };
    this.#sides = {
      ...this.#sides,
      [from]: this.#sides[from].filter((one) => one !== group),
      [to]: done.length > 0 ? [...this.#sides[to], turned] : this.#sides[to],
    };
    return { id: group.id, title, done, leftOut };
  }

  /** What leads back to before the step; undefined where it is so already. */
  #changeFor(step: Step): Reversal | typeof CHANGED | undefined {
    const { before, after } = step;
    const fields = this.items.fieldsOf(step.entity);
    const now = this.items.shown(step);
    if (!before) {
      if (!now) return undefined;
      const isAsLeft = after !== null && saysTheSame<object>(fields, after, now);
      return isAsLeft ? { kind: "delete", seen: now } : CHANGED;
    }
    if (!after) return now ? undefined : { kind: "restore", item: before };
    if (!now) return CHANGED;
    const left = this.items.asComputed(step.entity, before, after, now);
    const wanted = differencesIn<object>(fields, now, differencesIn<object>(fields, left, before));
    if (isEmpty(wanted)) return undefined;
    const theirs = differencesIn<object>(fields, left, now);
    return Object.keys(wanted).some((name) => name in theirs) ? CHANGED : { kind: "edit", fields: wanted, seen: now };
  }

  /** From before the first to after the last, without what others have made of it in between. */
  #together(earlier: readonly Step[], later: readonly Step[]): Step[] {
    const joined = earlier.map((step) => {
      const next = later.find((one) => isSameItem(one, step));
      return next ? this.#joined(step, next) : step;
    });
    return [...joined, ...later.filter((step) => !earlier.some((one) => isSameItem(one, step)))];
  }

  #joined(first: Step, next: Step): Step {
    if (!first.before || !first.after || !next.before) return { ...first, after: next.after };
    const fields = this.items.fieldsOf(first.entity);
    const theirs = differencesIn<object>(fields, first.after, next.before);
    const own = Object.entries(differencesIn<object>(fields, first.after, first.before));
    const back = Object.fromEntries(own.filter(([name]) => !(name in theirs)));
    return { ...next, before: { ...next.before, ...back } };
  }

  #isChange = ({ entity, before, after }: Step): boolean =>
    before && after ? !isEmpty(differencesIn<object>(this.items.fieldsOf(entity), before, after)) : before !== after;
}

const reversed = (step: Step): Step => ({ ...step, before: step.after, after: step.before });

const isSameItem = (one: About, other: About) => one.entity === other.entity && one.itemId === other.itemId;
