/** What the API has refused: told once to the person, and kept until then. */

import type { Item } from "../domain/item";
import type { Command, Pending, Verdict } from "./command";
import type { State } from "./state";

/** Why the API has not taken a change. */
export type Refusal<Thing extends Item = Item, Editable extends object = object> = Verdict &
  Pick<Command<Thing, Editable>, "entity" | "itemId" | "change">;

type Tell = (refusal: Refusal) => void;

export class Refusals {
  readonly #listeners = new Map<Tell, (refusal: Refusal) => boolean>();
  /** Those that this page has told of, and that may yet be taken. */
  readonly #told = new Set<string>();

  constructor(
    private readonly state: State,
    /** Whether it is for this page to tell what was written on that one. */
    private readonly isMine: (page: string) => Promise<boolean>,
    private readonly onHeard: (one: Pending) => void,
  ) {}

  /** Not every page listens to all: what nobody hears is kept for the next that does. */
  listen(tell: Tell, isHeard: (refusal: Refusal) => boolean = () => true) {
    this.#listeners.set(tell, isHeard);
    // When all that begin to listen together do.
    queueMicrotask(() => void this.tell());
    return () => void this.#listeners.delete(tell);
  }

  tell = async (): Promise<void> => {
    const isDue = ({ id, verdict }: Pending) => verdict !== null && !this.#told.has(id);
    for (const one of this.state.commands().filter(isDue)) {
      const isMine = one.page === this.state.page || (await this.isMine(one.page));
      const isTold = this.#told.has(one.id) || !this.state.outbox.get(one.id)?.verdict;
      if (!isMine || isTold || !one.verdict) continue;
      const { entity, itemId, change, verdict } = one;
      const refusal = { entity, itemId, change, ...verdict };
      const hearing = [...this.#listeners].filter(([, isHeard]) => isHeard(refusal));
      if (hearing.length === 0) continue;
      this.#told.add(one.id);
      for (const [tell] of hearing) tell(refusal);
      if (!verdict.isKept) this.onHeard(one);
    }
    for (const id of this.#told) if (!this.state.outbox.get(id)?.verdict) this.#told.delete(id);
  };
}
