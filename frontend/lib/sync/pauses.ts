/** What has failed goes again when the connection is tried again, and otherwise not at once. */

export class Pauses {
  readonly #until = new Map<string, number>();
  #waking: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly wake: () => void) {}

  /** Otherwise a command that always fails would be sent again after each success of others. */
  begin(ids: Iterable<string>, milliseconds: number): void {
    // What has failed together is due together.
    const end = performance.now() + milliseconds;
    for (const id of ids) this.#until.set(id, end);
  }

  end(id: string): void {
    this.#until.delete(id);
  }

  isOver(id: string, now: number): boolean {
    return (this.#until.get(id) ?? 0) <= now;
  }

  /** Wakes when the next pause ends. */
  wakeAfter(now: number): void {
    this.stop();
    const moments = [...this.#until.values()].filter((moment) => moment > now);
    if (moments.length > 0) this.#waking = setTimeout(this.wake, Math.min(...moments) - now);
  }

  stop(): void {
    clearTimeout(this.#waking);
  }
}
