/** The box that completes a task: a circle with a check in it, in a target for fingers. */

import type { ComponentProps } from "react";
import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";

type RoundCheckboxProps = Omit<ComponentProps<"input">, "type" | "className"> & {
  id: string;
  /** For lists within something else. */
  isSmall?: boolean;
};

export function RoundCheckbox({ isSmall = false, ...input }: RoundCheckboxProps) {
  return (
    <label htmlFor={input.id} className="relative flex size-11 shrink-0 cursor-pointer items-center justify-center">
      <input
        {...input}
        type="checkbox"
        className={cx(
          "peer cursor-pointer appearance-none rounded-full border-2 border-edge bg-surface transition-colors checked:border-accent checked:bg-accent hover:border-accent forced-colors:forced-color-adjust-none forced-colors:border-[CanvasText] forced-colors:bg-[Canvas] forced-colors:checked:border-[Highlight] forced-colors:checked:bg-[Highlight] [print-color-adjust:exact]",
          isSmall ? "size-5" : "size-6",
        )}
      />
      <Icon
        name="check"
        aria-hidden
        strokeWidth={3}
        className={cx(
          "pointer-events-none absolute scale-50 text-on-accent opacity-0 transition peer-checked:scale-100 peer-checked:opacity-100 forced-colors:forced-color-adjust-none forced-colors:text-[HighlightText]",
          isSmall ? "size-3" : "size-3.5",
        )}
      />
    </label>
  );
}
