/** The way to the shortcuts, on every page. */
"use client";

import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useFetched } from "@/components/ui/use-fetched";
import { useCommands } from "@/lib/commands/use-commands";

const load = () => import("@/components/tasks/shortcuts-help");
const ShortcutsHelp = lazy(load);

export function HelpButton() {
  const { isOpen, open, close } = useFetched(load);
  useCommands([{ id: "help", title: "Keyboard shortcuts", keys: ["?"], run: open }]);
  return (
    <>
      <Button variant="ghost" size="sm" onClick={open}>
        <Icon name="keyboard" className="size-4.5" />
        <span>Keyboard shortcuts</span>
      </Button>
      <Suspense>{isOpen && <ShortcutsHelp onClose={close} />}</Suspense>
    </>
  );
}
