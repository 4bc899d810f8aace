/** Which reminders a person has seen or put off on this device, and whether they were asked if it shall show any. */

import type { PutOff } from "../push/put-off";
import { DAY_MS } from "../tasks/day";

const PREFIX = "todo-reminders-";

/** `tasks`: those that were seen by themselves since everything was looked at, by the moments of their reminders. */
export type Seen = {
  lookedAt: number;
  tasks: Readonly<Record<string, number>>;
  isAsked: boolean;
  putOff: readonly PutOff[];
};

export const isSeen = ({ lookedAt, tasks }: Seen, taskId: string, moment: number) =>
  moment <= lookedAt || tasks[taskId] === moment;

export class SeenReminders {
  #seen: Seen;
  readonly #watchers = new Set<() => void>();

  constructor(private readonly userId: string) {
    // A device that is new shows what was missed on the last day.
    this.#seen = { lookedAt: Date.now() - DAY_MS, tasks: {}, isAsked: false, putOff: [], ...this.#kept() };
    this.#keep(this.#seen);
  }

  get = (): Seen => this.#seen;

  subscribe = (tell: () => void) => {
    const hear = ({ key }: StorageEvent) => {
      if (key !== PREFIX + this.userId) return;
      this.#seen = { ...this.#seen, ...this.#kept() };
      tell();
    };
    this.#watchers.add(tell);
    window.addEventListener("storage", hear);
    return () => {
      this.#watchers.delete(tell);
      window.removeEventListener("storage", hear);
    };
  };

  /** All of them until that moment. */
  lookAtAll(lookedAt: number): void {
    const later = Object.entries(this.#seen.tasks).filter(([, moment]) => moment > lookedAt);
    this.#keep({ ...this.#seen, lookedAt, tasks: Object.fromEntries(later) });
  }

  see(taskId: string, moment: number): void {
    if (!isSeen(this.#seen, taskId, moment))
      this.#keep({ ...this.#seen, tasks: { ...this.#seen.tasks, [taskId]: moment } });
  }

  /** All that are. */
  putOff(putOff: readonly PutOff[]): void {
    if (JSON.stringify(putOff) !== JSON.stringify(this.#seen.putOff)) this.#keep({ ...this.#seen, putOff });
  }

  /** Once is enough. */
  asked(): void {
    this.#keep({ ...this.#seen, isAsked: true });
  }

  #kept(): Partial<Seen> {
    return store(() => JSON.parse(localStorage.getItem(PREFIX + this.userId) ?? "{}")) ?? {};
  }

  #keep(seen: Seen): void {
    this.#seen = seen;
    store(() => localStorage.setItem(PREFIX + this.userId, JSON.stringify(seen)));
    for (const tell of this.#watchers) tell();
  }
}

/** Of everybody, or of everybody else. */
export function forgetSeen(exceptOf?: string): void {
  store(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && key !== PREFIX + exceptOf) localStorage.removeItem(key);
  });
}

/** The browser may keep nothing. */
function store<Result>(use: () => Result): Result | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
