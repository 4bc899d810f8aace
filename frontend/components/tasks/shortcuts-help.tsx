/** The dialog that lists the shortcuts, and where they are switched off. */
"use client";

import { useId } from "react";
import { Dialog } from "@/components/ui/dialog";
import { shortcutsSetting, useShortcutsSetting } from "@/lib/tasks/shortcuts";

const shortcuts: [key: string, meaning: string][] = [
  ["n", "New task"],
  ["/", "Search"],
  ["j", "Next task"],
  ["k", "Previous task"],
  ["x", "Complete or reopen"],
  ["e", "Edit"],
  ["#", "Delete"],
  ["?", "This help"],
  ["Esc", "Leave a field, or undo what it holds"],
];

export default function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const isOn = useShortcutsSetting();
  const id = useId();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keyboard shortcuts">
      <dl className="grid gap-y-2.5 text-sm">
        {shortcuts.map(([key, meaning]) => (
          <div key={key} className="flex items-center justify-between gap-4">
            <dt className="order-last">
              <kbd className="inline-block min-w-8 rounded-md border border-line bg-hover px-2 py-1 text-center font-sans text-xs">
                {key}
              </kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label
        htmlFor={id}
        className="mt-5 flex min-h-11 cursor-pointer items-center gap-3 border-t border-line pt-4 text-sm"
      >
        <input
          id={id}
          type="checkbox"
          checked={isOn}
          onChange={(event) => shortcutsSetting.set(event.target.checked)}
          className="size-5 accent-accent"
        />
        Use single-key shortcuts
      </label>
    </Dialog>
  );
}
