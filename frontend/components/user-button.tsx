/** Who is signed in, as a button with an initial on it. */
"use client";

import type { ComponentProps } from "react";
import { usePerson } from "@/lib/auth/use-person";

export function UserButton(props: ComponentProps<"button">) {
  const { person } = usePerson();
  return (
    <button
      {...props}
      type="button"
      aria-label="User menu"
      className="flex size-9 cursor-pointer items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent uppercase transition-colors hover:bg-accent hover:text-on-accent forced-colors:border pointer-coarse:size-11"
    >
      <span aria-hidden>{person && Array.from(person.name.trim() || person.email)[0]}</span>
    </button>
  );
}
