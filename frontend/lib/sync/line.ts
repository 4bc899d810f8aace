/** What stands before a command in line, as far as the command may have to wait for it. Pure. */

/** An item, what it is in, and when something was done to it. */
type Place = { ref: string; containers: readonly string[]; moment: unknown };

/** What waits for a person, for room, or for another page is stuck; what only waits for an answer is moving. */
export class Line {
  /** By item, whether the last command about it is stuck. */
  readonly #items = new Map<string, boolean>();
  /** By container, whether what makes or takes it away is stuck. */
  readonly #containers = new Map<string, boolean>();
  readonly #needed = new Set<string>();
  /** By container, when what is in it was done, as far as that is on its way. */
  readonly #moments = new Map<string, Set<unknown>>();

  hasStuckBefore = (place: Place): boolean => this.#before(place).includes(true);
  hasMovingBefore = (place: Place): boolean => this.#before(place).includes(false);
  /** Whether what is on its way is in it, and must not meet its deletion. */
  isNeeded = ({ ref }: Place): boolean => this.#needed.has(ref);
  /** Whether what is on its way in it was done at another time. */
  hasEarlierMoment = ({ ref, moment }: Place): boolean =>
    moment !== undefined && [...(this.#moments.get(ref) ?? [])].some((earlier) => earlier !== moment);

  add(place: Place, { isHeld, isStuck, isThere }: { isHeld: boolean; isStuck: boolean; isThere: boolean }): void {
    const { ref, containers, moment } = place;
    this.#items.set(ref, isStuck);
    if (!isHeld || !isThere) this.#containers.set(ref, isStuck);
    for (const container of containers) {
      // What waits for a person, for room, or for another page does not keep a list from being deleted.
      if (!isHeld) this.#needed.add(container);
      if (!isStuck && moment !== undefined)
        this.#moments.set(container, (this.#moments.get(container) ?? new Set()).add(moment));
    }
  }

  #before = ({ ref, containers }: Place): (boolean | undefined)[] => [
    this.#items.get(ref),
    ...containers.map((container) => this.#containers.get(container)),
  ];
}
