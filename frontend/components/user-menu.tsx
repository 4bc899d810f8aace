/** The button that says who is signed in. What can be done everywhere is fetched when somebody reaches for its menu, or asks for the palette. */
"use client";

import { lazy, Suspense, useState } from "react";
import { useCommands } from "@/lib/commands/use-commands";
import { UserButton } from "./user-button";

const load = () => import("./everywhere");
const Everywhere = lazy(load);

export function UserMenu() {
  const [hasMenu, setMenu] = useState(false);
  /** How often the palette was asked for. */
  const [asked, setAsked] = useState(0);
  // Without a connection it may not be had, and then nothing happens.
  const fetched = (then = () => {}) => void load().then(then, () => {});
  const ask = () => fetched(() => setAsked((times) => times + 1));
  useCommands([{ id: "palette", title: "Command palette", keys: ["Mod+k"], isForFields: true, run: ask }]);
  const reach = () => fetched();
  const open = () => fetched(() => setMenu(true));
  const button = (
    <UserButton aria-haspopup="menu" aria-expanded={false} onPointerEnter={reach} onFocus={reach} onClick={open} />
  );
  return (
    <>
      {!hasMenu && button}
      <Suspense fallback={hasMenu && button}>
        {(hasMenu || asked > 0) && <Everywhere hasMenu={hasMenu} asked={asked} />}
      </Suspense>
    </>
  );
}
