/** The person's items, as undo and redo see and change them. */

import type { Items } from "../commands/undo";
import type { Task } from "../domain/task";
import { comingModule, isRepeating } from "../tasks/coming";
import { type About, type Change, refOf } from "./command";
import { containersIn } from "./container";
import { entities, type Things } from "./entities";
import type { Sync } from "./sync";

const kinds = Object.keys(entities) as (keyof Things)[];

type Made = readonly [About, Change];

/** Alone the API would move what repeats; with the task above it completes it, as `completing` does. */
const isMoving = ([, change]: Made) =>
  change.kind === "edit" && "completed" in change.fields && isRepeating(change.seen as Task);

const movingLast = (one: Made, other: Made) => Number(isMoving(one)) - Number(isMoving(other));

export function undoableItems(sync: Sync): Items {
  const { outbox } = sync.state;
  return {
    fieldsOf: (entity) => entities[entity as keyof Things].fields,
    shown: ({ entity, itemId }) => outbox.shown(entity, itemId),
    asComputed: (entity, before, after, now) =>
      (entity === "task" && comingModule()?.asComputed(before as Task, after as Task, now as Task)) || after,
    isHolding: (about) =>
      kinds.some((kind) =>
        outbox.items(kind).some((item) => containersIn(entities, kind, item).includes(refOf(about))),
      ),
    change: (changes) => {
      for (const kind of kinds) {
        const ofKind = changes.filter(([{ entity }]) => entity === kind);
        if (ofKind.length > 0)
          sync.addAll(
            kind,
            ofKind.toSorted(movingLast).map(([{ itemId }, change]) => [itemId, change]),
          );
      }
    },
  };
}
