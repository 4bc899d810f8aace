/** Asks for a tag for one or many tasks. */
"use client";

import { type FormEvent, type RefObject, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";
import { faultIn } from "@/lib/tasks/limits";
import { tagNamed } from "@/lib/tasks/retag";

export const TAG_FOR_ALL = "Tag for all of them";

type TagPopoverProps = {
  anchor: RefObject<HTMLElement | null>;
  /** Of the field. */
  label: string;
  onTag: (tag: string) => void;
  onClose: () => void;
};

export function TagPopover({ anchor, label, onTag, onClose }: TagPopoverProps) {
  const [text, setText] = useState("");
  const tag = tagNamed(text);
  const fault = text && faultIn({ tags: [tag] });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (tag && !fault) onTag(tag);
  };
  return (
    <Popover anchor={anchor} label="Tag" onClose={onClose}>
      <form onSubmit={add} className="grid gap-3 p-1.5">
        <Field
          label={label}
          dir="auto"
          autoComplete="off"
          autoCapitalize="none"
          value={text}
          error={fault ? fault.message : undefined}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" variant="primary">
          Add tag
        </Button>
      </form>
    </Popover>
  );
}
