/** The title of the open task. All of it is seen, however long it is; yet it is one line of text, and Enter is that of a line. */
"use client";

import type { ComponentProps, KeyboardEvent } from "react";
import { TextArea } from "@/components/ui/text-area";
import { keyOf } from "@/lib/keys";

type TitleFieldProps = Pick<ComponentProps<typeof TextArea>, "error" | "aria-describedby"> & {
  text: string;
  onChange: (text: string) => void;
};

export function TitleField({ text, onChange, ...field }: TitleFieldProps) {
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // With Ctrl it is the form's.
    if (keyOf(event) !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) event.currentTarget.form?.requestSubmit();
  };
  return (
    <div className="-mx-2.5">
      <TextArea
        {...field}
        label="Title"
        isLabelHidden
        rows={1}
        autoComplete="off"
        enterKeyHint="done"
        className="text-lg! font-semibold"
        value={text}
        onKeyDown={press}
        onChange={(event) => onChange(event.target.value.replace(/\s*\n\s*/g, " "))}
      />
    </div>
  );
}
