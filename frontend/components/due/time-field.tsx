/** When a task is due on its day, as clocks show it. */
"use client";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";

type TimeFieldProps = { time: string | null; error: string | undefined; onChange: (time: string | null) => void };

export function TimeField({ time, error, onChange }: TimeFieldProps) {
  return (
    <Field
      label="Time"
      type="time"
      error={error}
      value={time ?? ""}
      onChange={(event) => onChange(event.target.value || null)}
      trailing={
        time ? (
          <Button
            variant="ghost"
            size="icon"
            aria-label="Remove time"
            title="Remove time"
            onClick={() => onChange(null)}
          >
            <Icon name="x" className="size-4" />
          </Button>
        ) : undefined
      }
    />
  );
}
