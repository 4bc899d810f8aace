/** The button that says who is signed in. What can be done everywhere is fetched when somebody reaches for its menu, or asks for the palette. */
"use client";

import { lazy, Suspense, useState } from "react";
import { keepEarlyKeys, takeEarlyKeys } from "@/lib/commands/early-keys";
import { useCommands } from "@/lib/commands/use-commands";
import { useFetched } from "./ui/use-fetched";
import { UserButton } from "./user-button";

const load = () => import("./everywhere");
const Everywhere = lazy(load);

export function UserMenu() {
  const { isOpen, open, reach } = useFetched(load);
  /** How often the palette was asked for. */
  const [asked, setAsked] = useState(0);
  const ask = () => {
    keepEarlyKeys();
    void load().then(() => setAsked((times) => times + 1), takeEarlyKeys);
  };
  useCommands([{ id: "palette", title: "Command palette", keys: ["Mod+k"], isForFields: true, run: ask }]);
  const button = (
    <UserButton aria-haspopup="menu" aria-expanded={false} onPointerEnter={reach} onFocus={reach} onClick={open} />
  );
  return (
    <>
      {!isOpen && button}
      <Suspense fallback={isOpen && button}>
        {(isOpen || asked > 0) && <Everywhere hasMenu={isOpen} asked={asked} />}
      </Suspense>
    </>
  );
}
