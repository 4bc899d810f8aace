/** The button that says who is signed in. Its menu is fetched when somebody reaches for it. */
"use client";

import { lazy, Suspense } from "react";
import { useFetched } from "./ui/use-fetched";
import { UserButton } from "./user-button";

const load = () => import("./user-menu-content");
const Content = lazy(load);

export function UserMenu() {
  const { isOpen, open, reach } = useFetched(load);
  const button = (
    <UserButton aria-haspopup="menu" aria-expanded={false} onPointerEnter={reach} onFocus={reach} onClick={open} />
  );
  return isOpen ? (
    <Suspense fallback={button}>
      <Content />
    </Suspense>
  ) : (
    button
  );
}
