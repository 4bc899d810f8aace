/** The button that says who is signed in. Its menu is fetched when somebody reaches for it. */
"use client";

import { lazy, Suspense, useState } from "react";
import { UserButton } from "./user-button";

const load = () => import("./user-menu-content");
const Content = lazy(load);

/** Without a connection the menu may not be had, and then nothing happens. */
function reach(then = () => {}) {
  void load().then(then, () => {});
}

export function UserMenu() {
  const [isOpened, setOpened] = useState(false);
  const button = (
    <UserButton
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => reach()}
      onFocus={() => reach()}
      onClick={() => reach(() => setOpened(true))}
    />
  );
  return isOpened ? (
    <Suspense fallback={button}>
      <Content />
    </Suspense>
  ) : (
    button
  );
}
