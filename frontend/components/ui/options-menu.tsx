/** The menu of something that has a name, which is fetched when somebody reaches for it. */
"use client";

import { type ReactNode, Suspense } from "react";
import { OptionsButton } from "./options-button";
import { useFetched } from "./use-fetched";

/** `children` is what `load` fetches. */
type OptionsMenuProps = { name: string; load: () => Promise<unknown>; children: ReactNode };

export function OptionsMenu({ name, load, children }: OptionsMenuProps) {
  const { isOpen, open, reach } = useFetched(load);
  const button = (
    <OptionsButton
      name={name}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={reach}
      onFocus={reach}
      onClick={open}
    />
  );
  return isOpen ? <Suspense fallback={button}>{children}</Suspense> : button;
}
