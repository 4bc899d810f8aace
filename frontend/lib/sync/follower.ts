/** A page that does not lead: it learns from the leader what the API has told, and what became of the commands. */

import type { Connection } from "../api/connection";
import type { State } from "./state";
import type { News, Tabs } from "./tabs";

/** Pages of an earlier version do not say which one they are. */
const EARLIER = "?";

export class Follower {
  /**
   * Which page has told this one all, so that it understands what that one tells after it. Undefined, too, once another page
   * leads, or has led while this one thought that it did.
   */
  leader: string | undefined;

  constructor(
    private readonly state: State,
    private readonly connection: Connection,
    /** Asks the page that leads for all. */
    private readonly ask: () => void,
  ) {}

  /** False: it is not for this page, or came too early, or from a page that has slept and does not know that it leads no more. */
  hear(news: News, tabs: Tabs | undefined): boolean {
    const { page, replica, outbox } = this.state;
    const { all, rows, position, from = EARLIER } = news;
    const isForUs = all?.for === page;
    if (from !== this.leader && (this.leader || !isForUs)) {
      if (this.leader && !isForUs) {
        this.leader = undefined;
        this.ask();
      }
      return false;
    }
    this.leader = from;
    if (isForUs) this.#begin(all, position, tabs);
    else if (rows) {
      replica.follow(rows, position);
      outbox.changed(rows);
    }
    for (const one of news.pending) outbox.put(one);
    for (const id of news.dropped) outbox.drop(id);
    const kept = [...news.pending, ...(all?.pending ?? [])].flatMap(({ id, order }) => (order === null ? [] : id));
    this.state.store?.leave(kept, news.dropped);
    this.state.refused = news.refused;
    this.connection.follow(news.outage);
    return true;
  }

  #begin(all: NonNullable<News["all"]>, position: News["position"], tabs: Tabs | undefined): void {
    const { page, replica, outbox } = this.state;
    if (all.items) {
      replica.load(all.items, position);
      outbox.changedAll();
    }
    const known = new Set(all.pending.map(({ id }) => id));
    const unknown = this.state.commands().filter(({ id }) => !known.has(id));
    for (const one of unknown) if (one.page !== page) outbox.drop(one.id);
    // The leader either does not have it yet, or has it confirmed, and then answers so.
    const own = unknown.filter((one) => one.order !== null && one.page === page);
    if (own.length > 0) tabs?.post({ kind: "added", commands: own });
    for (const one of all.pending) outbox.put(one);
  }
}
