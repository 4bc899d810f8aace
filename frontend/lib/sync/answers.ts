/**
 * What the API answers about items of one kind becomes known. The feed is in order, but may tell late; answers are not. So a row
 * never comes back by an answer alone, and never goes by what is about an older version: if an item has gone since an answer was
 * asked for, the answer is either older than that, or the feed will tell.
 */

import type { EntityApi } from "../api/entity";
import { isRefusal } from "../api/errors";
import type { Item } from "../domain/item";
import type { Known, Rows, Table } from "./table";

/** What was known of an item when the API was asked about it, and how many first loads had begun by then. */
export type Asked = { known: Known; loads: number };

export class Answers {
  constructor(
    private readonly api: EntityApi,
    private readonly table: Table,
  ) {}

  /** Before the API is asked about that item. */
  asking(id: string): Asked {
    return { known: this.table.known(id), loads: this.table.loads };
  }

  /** The item as the API has answered. */
  async take(item: Item, asked: Asked, rows: Rows[]): Promise<void> {
    const now = this.table.known(item.id);
    // A first load tells nothing of what has come and gone before it began, and the answer may be from before that.
    if (now === undefined && asked.loads < this.table.loads) return void (await this.read(item.id, rows));
    const hasGone = now !== undefined && now !== asked.known && this.table.get(item.id) === undefined;
    const isNews = !hasGone && item.version > this.table.versionOf(item.id) && this.table.put(item);
    rows.push({ entity: this.table.entity, put: isNews ? [item] : [], gone: [] });
  }

  /** The API has answered that this version is gone, or, without one, what was known when it was asked. */
  takeGone(id: string, asked: Asked, rows: Rows[], version?: number): void {
    rows.push(goneBy(this.table, id, asked.known, version));
  }

  /** False: it is not there. */
  async read(id: string, rows: Rows[]): Promise<boolean> {
    const asked = this.asking(id);
    try {
      await this.take(await this.api.read(id), asked, rows);
      return true;
    } catch (error) {
      if (!isRefusal(error, 404)) throw error;
      this.takeGone(id, asked, rows);
      return false;
    }
  }
}

export function goneBy(table: Table, id: string, asked: Known, version?: number): Rows {
  const known = table.versionOf(id);
  const isMeant = version === undefined ? table.known(id) === asked : known <= version;
  return { entity: table.entity, put: [], gone: isMeant ? table.remove(id, version ?? known) : [] };
}
