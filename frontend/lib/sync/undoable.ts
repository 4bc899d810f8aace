/** The person's items, as undo and redo see and change them. */

import type { Items } from "../commands/undo";
import type { Task } from "../domain/task";
import { comingModule } from "../tasks/coming";
import { refOf } from "./command";
import { containersIn } from "./container";
import { entities, type Things } from "./entities";
import type { Sync } from "./sync";

const kinds = Object.keys(entities) as (keyof Things)[];

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
            ofKind.map(([{ itemId }, change]) => [itemId, change]),
          );
      }
    },
  };
}
