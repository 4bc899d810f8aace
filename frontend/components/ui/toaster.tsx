/** The toasts on the screen; F8 takes the keyboard there. */
"use client";

import { Toast as Radix } from "radix-ui";
import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";
import { Button } from "./button";
import type { Toast } from "./toast";

type ToasterProps = { toasts: (Toast & { id: number })[]; onGone: (id: number) => void };

export function Toaster({ toasts, onGone }: ToasterProps) {
  return (
    <Radix.Provider swipeDirection="down" label="Notification">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onGone={() => onGone(toast.id)} />
      ))}
      <Radix.Viewport
        label="Notifications ({hotkey})"
        // Above the bar of what is selected, whatever the width.
        className="pointer-events-none print:hidden fixed inset-x-0 bottom-0 z-60 max-lg:bottom-above-bar m-0 flex list-none flex-col items-center gap-2 p-4 outline-none sm:pb-6 in-[:root:has([role=toolbar])]:pb-22!"
      />
    </Radix.Provider>
  );
}

function ToastCard({ toast, onGone }: { toast: Toast; onGone: () => void }) {
  const failed = toast.kind === "error";
  return (
    <Radix.Root
      type={failed ? "foreground" : "background"}
      duration={(toast.seconds ?? 6) * 1000}
      onOpenChange={(open) => !open && onGone()}
      className="rise pointer-events-auto flex flex-wrap w-full max-w-md items-center gap-2 rounded-control border border-line bg-raised py-1.5 pr-1.5 pl-4 shadow-float"
    >
      {failed && <Icon name="circle-alert" className="size-4 shrink-0 text-danger" />}
      <Radix.Description
        className={cx(
          // The buttons go below it before its words are broken.
          "min-w-0 grow basis-40 py-1.5 text-sm wrap-anywhere",
          failed && "text-danger",
          // Two buttons leave no room for it on a phone.
          toast.second && "max-sm:basis-full",
        )}
      >
        {toast.message}
      </Radix.Description>
      {[toast.action, toast.second].map(
        (action) =>
          action && (
            <Radix.Action key={action.label} asChild altText={action.label} onClick={action.run}>
              <Button variant="quiet" size="sm">
                {action.label}
              </Button>
            </Radix.Action>
          ),
      )}
      <Radix.Close asChild>
        <Button variant="ghost" size="icon" aria-label="Dismiss" className="ml-auto">
          <Icon name="x" className="size-4" />
        </Button>
      </Radix.Close>
    </Radix.Root>
  );
}
