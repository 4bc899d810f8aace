/** The dialog that lists the shortcuts, and where they are switched off. */
"use client";

import { useId } from "react";
import { Dialog } from "@/components/ui/dialog";
import { NO_SINGLE_KEYS, TAB_INDENTS, useIsSettled } from "@/lib/commands/key-settings";
import { sayKey } from "@/lib/commands/say-key";

import { useRegistry } from "@/lib/commands/use-commands";

type Meaning = [what: readonly string[], meaning: string];

/** Of a row that has the focus, in an order by hand; and a field's own, whatever it is about. */
const otherKeys: Meaning[] = [
  [["Alt+↑", "Alt+↓"], "Move a task up or down"],
  [["Alt+→", "Alt+←"], "Make part of the task above, or not"],
  [["Shift+↑", "Shift+↓"], "Select several tasks"],
  [["Esc"], "Leave a field, or undo what it holds"],
];

const words: Meaning[] = [
  [["tomorrow", "fri", "12 dec"], "Due date"],
  [["at 5pm", "17:30"], "Time"],
  [["every 2 weeks on tue"], "Repeat"],
  [["remind me 1h before"], "Reminder"],
  [["@work"], "List"],
  [["#home"], "Tag"],
  [["!1", "!2", "!3"], "Low, medium, high priority"],
];

export default function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const registry = useRegistry();
  const commands = registry.all();
  const shortcuts = commands.flatMap(({ keys = [], title }): Meaning[] =>
    keys.length > 0 ? [[keys.map((key) => sayKey(key)), title]] : [],
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={registry.get("help")?.title ?? ""}>
      <Meanings of={[...shortcuts, ...otherKeys]} />
      <h3 className="mt-6 mb-3 font-semibold">Words of a new task</h3>
      <Meanings of={words} />
      <p className="mt-3 text-sm text-muted">#home and !1 work in search, too.</p>
      <div className="mt-5 border-t border-line pt-3">
        <Choice of={NO_SINGLE_KEYS} isOpposite>
          Use single-key shortcuts
        </Choice>
        <Choice of={TAB_INDENTS}>Tab makes a task part of the one above, and Shift+Tab takes it out</Choice>
      </div>
    </Dialog>
  );
}

type ChoiceProps = {
  of: string;
  /** Whether what is settled is the opposite of what it says. */
  isOpposite?: boolean;
  children: string;
};

function Choice({ of, isOpposite = false, children }: ChoiceProps) {
  const isOn = useIsSettled(of) !== isOpposite;
  const id = useId();
  const choose = (wanted: boolean) => {
    if (wanted === isOpposite) localStorage.removeItem(of);
    else localStorage.setItem(of, "1");
    window.dispatchEvent(new Event("storage"));
  };
  return (
    <label htmlFor={id} className="flex min-h-11 cursor-pointer items-center gap-3 text-sm">
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        onChange={(event) => choose(event.target.checked)}
        className="size-5 shrink-0 accent-accent"
      />
      <span>{children}</span>
    </label>
  );
}

function Meanings({ of }: { of: Meaning[] }) {
  return (
    <dl className="grid gap-y-2.5 text-sm">
      {of.map(([what, meaning]) => (
        <div key={meaning} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <dt className="order-last flex flex-wrap justify-end gap-1">
            {what.map((one) => (
              <kbd
                key={one}
                className="min-w-8 rounded-md border border-line bg-hover px-2 py-1 text-center font-sans text-xs whitespace-nowrap"
              >
                {one}
              </kbd>
            ))}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
