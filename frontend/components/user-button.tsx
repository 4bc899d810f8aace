/** Who is signed in, as a button with an initial on it. */

import type { ComponentProps } from "react";

export type User = { name: string; email: string };

export function UserButton({ user, ...rest }: ComponentProps<"button"> & { user: User }) {
  return (
    <button
      {...rest}
      type="button"
      aria-label="User menu"
      className="flex size-9 cursor-pointer items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent uppercase transition-colors hover:bg-accent hover:text-on-accent forced-colors:border pointer-coarse:size-11"
    >
      <span aria-hidden>{Array.from(user.name.trim() || user.email)[0]}</span>
    </button>
  );
}
