/** What can be done just now, by name. Shortcuts, help, menus read it; each command stands in one place, with its keys. */

export type Command = {
  id: string;
  title: string;
  /** The characters that call it. "Mod+k" is K with Ctrl, or with Command on a Mac. */
  keys?: readonly string[];
  /** Whether its keys call it from within a field, too. */
  isForFields?: boolean;
  /** Whether they do so where the field is empty and has nothing of its own to take back. */
  isForEmptyFields?: boolean;
  /** Whether it goes on and on while its key is held; any other would act on one task after another. */
  isRepeatable?: boolean;
  /** Whether it is of use to who presses its keys, and to nobody who looks for what can be done. */
  isForKeysAlone?: boolean;
  /** Whether there are so many of its kind that only who looks for it by name is offered it. */
  isSought?: boolean;
  /** Whether it can be done now; always, where nothing is said. */
  when?: () => boolean;
  run: () => void;
};

export class Commands {
  readonly #sources = new Set<() => readonly Command[]>();

  /** `list` says what there is, whenever somebody asks, until the returned function is called. */
  add(list: () => readonly Command[]): () => void {
    this.#sources.add(list);
    return () => void this.#sources.delete(list);
  }

  all = (): Command[] => [...this.#sources].flatMap((list) => list());

  /** For who offers it in another way than by its keys. */
  get(id: string): Command | undefined {
    return this.all().find((command) => command.id === id);
  }

  /** From elsewhere than by its keys. */
  run(id: string): void {
    this.possible()
      .find((command) => command.id === id)
      ?.run();
  }

  possible = (): Command[] => this.all().filter(({ when }) => when?.() ?? true);

  /** The first that one of the keys calls, likeliest first, and that can be done now. */
  of(keys: readonly string[]): Command | undefined {
    const possible = this.possible();
    return keys.map((key) => possible.find((command) => command.keys?.includes(key))).find((command) => command);
  }
}
