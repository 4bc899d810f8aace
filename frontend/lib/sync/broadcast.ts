/** What the leader tells the other pages of its browser. */

import type { Connection } from "../api/connection";
import type { State } from "./state";
import type { News, Tabs } from "./tabs";

export class Broadcast {
  #telling = Promise.resolve();

  constructor(
    private readonly state: State,
    private readonly connection: Connection,
    /** Undefined while this page does not lead. */
    private readonly tabs: () => Tabs | undefined,
  ) {}

  /** Waits until the change is stored: a page that opens in between reads it from the store. */
  tell(part: Partial<News>): void {
    if (this.tabs()?.isAlone !== false) return;
    const { page, replica, refused } = this.state;
    const outage = this.connection.get();
    const nothing = { pending: [], dropped: [] };
    const news: News = { kind: "news", from: page, position: replica.position, ...nothing, outage, refused, ...part };
    this.#telling = this.#telling.then(async () => {
      await this.state.store?.settled();
      this.tabs()?.post(news);
    });
  }

  /** Tells a page that has opened, or is looked at again, everything. `token` is how far its rows go in the log. */
  tellAll(page: string, token: string | undefined): void {
    const { replica } = this.state;
    // While everything is told anew, pages that are equally far may still show other rows of before.
    const isInStep = replica.isComplete && token === replica.position?.token;
    this.tell({ all: { for: page, items: isInStep ? undefined : replica.all(), pending: this.state.commands() } });
  }
}
