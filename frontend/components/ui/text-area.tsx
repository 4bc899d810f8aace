/** A labelled text area that grows with what is written. */
"use client";

import { type ComponentProps, useId } from "react";
import { cx } from "@/lib/cx";
import { FieldError } from "./field";
import { inputClass, quietInputClass } from "./input-class";

type TextAreaProps = ComponentProps<"textarea"> & {
  label: string;
  error?: string | undefined;
  isLabelHidden?: boolean;
};

export function TextArea({ label, isLabelHidden, error, className, ...rest }: TextAreaProps) {
  const id = useId();
  const described = [error && `${id}-error`, rest["aria-describedby"]].filter(Boolean).join(" ");
  return (
    <div className={cx("grid gap-1.5", className)}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "text-sm font-medium"}>
        {label}
      </label>
      <textarea
        {...rest}
        id={id}
        dir="auto"
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className={cx(isLabelHidden ? quietInputClass : inputClass, "field-sizing-content max-h-60 resize-none py-2.5")}
      />
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
