/** What a list is called, and its color: of a new one, or of one that is there. */
"use client";

import { useId, useState } from "react";
import { toneOf } from "@/components/tones";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useName } from "@/components/ui/use-name";
import { cx } from "@/lib/cx";
import { colors, type List, type ListFields, listFaultIn } from "@/lib/domain/list";

export type NamedList = Pick<ListFields, "name" | "color">;

type ListDialogProps = { list?: List; onSave: (fields: NamedList) => void; onClose: () => void };

export function ListDialog({ list, onSave, onClose }: ListDialogProps) {
  const [color, setColor] = useState<List["color"]>(list?.color ?? null);
  const named = (text: string) => ({ name: text.trim(), color });
  const { save, field } = useName({
    initial: list?.name ?? "",
    faultIn: (text) => listFaultIn(named(text)),
    onSave: (text) => onSave(named(text)),
    onClose,
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={list ? "Edit list" : "New list"}
      confirmLabel={list ? "Save" : "Create list"}
      onConfirm={save}
    >
      <Field {...field} dir="auto" autoComplete="off" />
      <ColorChoice color={color} onColor={setColor} />
    </ConfirmDialog>
  );
}

type ColorChoiceProps = { color: List["color"]; onColor: (color: List["color"]) => void };

function ColorChoice({ color, onColor }: ColorChoiceProps) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">Color</legend>
      <div className="flex flex-wrap gap-1">
        {[null, ...colors].map((one) => (
          <label
            key={one}
            title={one ? sayColor(one) : "None"}
            className={cx(
              "relative flex size-11 cursor-pointer items-center justify-center rounded-control border transition-colors hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent",
              // Where colors are forced, all borders are to be seen.
              one === color
                ? "border-accent bg-accent-soft forced-colors:border-4 forced-colors:border-[Highlight]"
                : "border-transparent",
            )}
          >
            <input
              type="radio"
              name={name}
              aria-label={one ? sayColor(one) : "No color"}
              checked={one === color}
              onChange={() => onColor(one)}
              className="sr-only"
            />
            {one ? (
              // It is its color that is chosen.
              <span className={cx("size-3.5 rounded-full bg-current forced-color-adjust-none", toneOf(one))} />
            ) : (
              <span className="size-3.5 rounded-full border-2 border-muted" />
            )}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const sayColor = (color: string) => color.charAt(0).toUpperCase() + color.slice(1);
