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
      className="group flex size-9 cursor-pointer items-center justify-center rounded-full pointer-coarse:-mr-1 pointer-coarse:size-11"
    >
      <span
        aria-hidden
        className="flex size-9 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent uppercase transition-colors group-hover:bg-accent group-hover:text-on-accent forced-colors:border"
      >
        {person && Array.from(person.name.trim() || person.email)[0]}
      </span>
    </button>
  );
}
