/** A labelled input with its hint and its error tied to it. */
"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";
import { inputClass } from "./input-class";

type FieldProps = ComponentProps<"input"> & {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Sits inside the input's right edge, such as a button that shows a password. */
  trailing?: ReactNode;
};

export function Field({ label, hint, error, trailing, className, ...input }: FieldProps) {
  const generated = useId();
  const id = input.id ?? generated;
  // An error says what to do, as the hint did before.
  const shownHint = !error && hint;
  const described = [shownHint && `${id}-hint`, error && `${id}-error`, input["aria-describedby"]]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={cx("grid gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={cx(inputClass, Boolean(trailing) && "pr-12")}
        />
        {trailing && <div className="absolute inset-y-0 right-1 flex items-center">{trailing}</div>}
      </div>
      {shownHint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {shownHint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

type SelectFieldProps = ComponentProps<"select"> & Pick<FieldProps, "label" | "hint" | "error">;

/** The browser's own list of choices. */
export function SelectField({ label, hint, error, className, ...select }: SelectFieldProps) {
  const id = useId();
  const shownHint = !error && hint;
  return (
    <div className={cx("grid gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <select
          {...select}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : shownHint ? `${id}-hint` : undefined}
          className={cx(inputClass, "cursor-pointer appearance-none truncate pr-10 disabled:cursor-auto")}
        />
        <Icon
          name="chevron-down"
          className="pointer-events-none absolute top-1/2 right-3.5 size-4 -translate-y-1/2 text-muted"
        />
      </div>
      {shownHint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {shownHint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm text-danger">
      <Icon name="circle-alert" className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
