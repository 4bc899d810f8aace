/** What an item is in, as a task is in a list. Pure. */

import { refOf } from "./command";
import type { Entities } from "./entities";

/** What an item is in; undefined: in nothing. */
export function containerOf(entities: Entities, entity: string, fields: object | undefined): string | undefined {
  const { container } = entities[entity] ?? {};
  const itemId = container && fields ? (fields as Record<string, unknown>)[container.field] : undefined;
  return container && typeof itemId === "string" ? refOf({ entity: container.entity, itemId }) : undefined;
}
