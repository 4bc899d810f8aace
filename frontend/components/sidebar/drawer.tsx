/** The sidebar where there is no room beside the tasks: it slides over them. */
"use client";

import { Dialog as Radix } from "radix-ui";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { keyOf } from "@/lib/keys";
import { Sidebar } from "./sidebar";

export default function Drawer({ onClose }: { onClose: () => void }) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fade fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onEscapeKeyDown={(event) => event.preventDefault()}
          onKeyDown={(event) => keyOf(event) === "Escape" && onClose()}
          className="rise fixed inset-x-0 bottom-0 z-50 max-h-[85dvh] overflow-y-auto rounded-t-card border-t border-line bg-raised pb-safe shadow-float"
        >
          <div className="sticky top-0 flex items-center justify-between bg-raised py-2 pr-3 pl-5.5">
            <Radix.Title className="font-semibold">Browse</Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close">
                <Icon name="x" className="size-4" />
              </Button>
            </Radix.Close>
          </div>
          <Sidebar onGone={onClose} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
