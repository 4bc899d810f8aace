/** The page that sends for all pages of its browser. The sender is loaded when there is something to send. */

import type { Call } from "../api/client";
import type { Connection } from "../api/connection";
import type { EntityApi } from "../api/entity";
import type { Choice } from "./choice";
import type { Pending } from "./command";
import type { Entities } from "./entities";
import type { Outbox } from "./outbox";
import type { Replica } from "./replica";
import type { Sender } from "./sender";
import type { Rows } from "./table";

/** What the leader changes: shown here, kept in one go, and then told to the other pages. */
export type Step = { rows?: readonly Rows[]; put?: readonly Pending[]; drop?: readonly Pending[] };

export type Desk = {
  page: string;
  entities: Entities;
  call: Call;
  connection: Connection;
  replica: Replica;
  outbox: Outbox;
  commit: (step: Step) => void;
  /** When everything up to now is kept, or could not be. */
  settled: () => Promise<void>;
  /** Whether a new command may be sent though it has no number, because nothing can be kept. */
  sendsUnkept: () => boolean;
};

const AGAIN_MS = 1_000;

export class Leader {
  #sender: Sender | undefined;
  #fetching: Promise<void> | undefined;
  #isStopped = false;

  constructor(private readonly desk: Desk) {}

  start(): void {
    // What the page before was sending has ended with it.
    const sending = this.desk.outbox.pending.filter(({ isSending }) => isSending);
    this.desk.commit({ put: sending.map((one) => ({ ...one, isSending: false })) });
    this.pump();
  }

  stop(): void {
    this.#isStopped = true;
    this.#sender?.stop();
  }

  /** Somebody may be about to write: then what sends need not be fetched first. */
  reach(): void {
    this.#do(() => {});
  }

  pump(): void {
    if (this.desk.outbox.pending.length > 0) this.#do((sender) => sender.pump());
  }

  choose(choice: Choice): void {
    this.#do((sender) => sender.choose(choice));
  }

  retry(): void {
    this.#do((sender) => sender.retry());
  }

  #do(what: (sender: Sender) => void): void {
    const doNow = () => this.#sender && !this.#isStopped && what(this.#sender);
    if (this.#sender) return void doNow();
    this.#fetching ??= this.#fetch();
    void this.#fetching.then(doNow);
  }

  async #fetch(): Promise<void> {
    try {
      const [{ Sender }, apis] = await Promise.all([import("./sender"), loadApis(this.desk)]);
      this.#sender = new Sender(this.desk, apis);
      if (!this.#isStopped) this.#sender.start();
    } catch {
      this.#fetching = undefined;
      setTimeout(() => this.pump(), AGAIN_MS);
    }
  }
}

/** By kind. */
async function loadApis({ entities, call }: Desk): Promise<ReadonlyMap<string, EntityApi>> {
  const loading = Object.entries(entities).map(async ([name, { loadApi }]) => [name, await loadApi(call)] as const);
  return new Map(await Promise.all(loading));
}
