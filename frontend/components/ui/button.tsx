/** The one button, with a pending state that moves nothing and keeps the focus. */
"use client";

import type { ComponentProps, KeyboardEvent, MouseEvent } from "react";
import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";
import { keyOf } from "@/lib/keys";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class";

type ButtonProps = ComponentProps<"button"> & { variant?: ButtonVariant; size?: ButtonSize; pending?: boolean };

export function Button({
  variant,
  size,
  pending = false,
  className,
  children,
  onClick,
  onKeyDown,
  ...rest
}: ButtonProps) {
  // A disabled button loses the focus, so a pending one only stops listening; Enter in a field arrives here as a click too.
  const click = (event: MouseEvent<HTMLButtonElement>) => (pending ? event.preventDefault() : onClick?.(event));
  const keyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    // Enter that is held presses again and again, also the button that has come into the place of this one.
    if (event.repeat && keyOf(event) === "Enter") event.preventDefault();
    onKeyDown?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      onClick={click}
      onKeyDown={keyDown}
      aria-busy={pending || undefined}
      aria-disabled={pending || rest["aria-disabled"]}
      className={cx(buttonClass(variant, size), className)}
    >
      <span className={cx("inline-flex min-w-0 items-center gap-2", pending && "opacity-0")}>{children}</span>
      {pending && <Icon name="loader-circle" className="absolute size-4 animate-spin" />}
    </button>
  );
}
