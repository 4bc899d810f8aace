/** The way to the shortcuts, on every page. */
"use client";

import { Keyboard } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { useCommands } from "@/lib/commands/use-commands";

const loadHelp = () => import("@/components/tasks/shortcuts-help");
const ShortcutsHelp = lazy(loadHelp);

export function HelpButton() {
  const [isOpen, setOpen] = useState(false);
  // Without a connection it may not be had, and then nothing happens.
  const open = () =>
    void loadHelp().then(
      () => setOpen(true),
      () => {},
    );
  useCommands([{ id: "help", title: "Keyboard shortcuts", keys: ["?"], run: open }]);
  return (
    <>
      <Button variant="ghost" size="sm" onClick={open}>
        <Keyboard aria-hidden className="size-4.5" />
        <span>Keyboard shortcuts</span>
      </Button>
      <Suspense>{isOpen && <ShortcutsHelp onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
