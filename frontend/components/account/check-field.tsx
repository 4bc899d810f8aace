/** Something that is on or off, with what is to be said about it. */

import { type ReactNode, useId } from "react";

type CheckFieldProps = {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
};

export function CheckField({ label, checked, disabled = false, onChange, children }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="grid max-w-lg grid-cols-1 gap-1">
      <label className="flex min-h-6 items-center gap-2.5 text-sm pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={children ? id : undefined}
          onChange={({ target }) => onChange(target.checked)}
          className="size-6 shrink-0 accent-accent"
        />
        <span className="min-w-0 wrap-anywhere">{label}</span>
      </label>
      {children && (
        <p id={id} className="pl-8.5 text-sm text-pretty wrap-anywhere text-muted">
          {children}
        </p>
      )}
    </div>
  );
}
