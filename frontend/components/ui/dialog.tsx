/** Modal dialogs: a plain one, and one that asks before something is done. */
"use client";

import { Dialog as Radix } from "radix-ui";
import { type FormEvent, type ReactNode, type RefObject, useRef } from "react";
import { Icon } from "@/components/ui/icon";
import { keyOf } from "@/lib/keys";
import { Button } from "./button";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Nobody has opened it: whoever is typing must not press a button of it. */
  comesUnasked?: boolean;
  /** Takes the focus afterwards, where what opened the dialog is gone by then, as an item of a menu is. */
  returnsTo?: RefObject<HTMLElement | null>;
};

export function Dialog({ open, onOpenChange, title, description, children, ...moves }: DialogProps) {
  const { comesUnasked = false, returnsTo } = moves;
  const opener = useRef<Element>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        {/* Above what else lies over the page: a drawer, the bar of what is selected. */}
        <Radix.Overlay className="fade fixed inset-0 z-50 bg-scrim" />
        <Radix.Content
          // Radix warns about a dialog without a description unless it is told that none is meant.
          {...(description ? {} : { "aria-describedby": undefined })}
          // Radix gives the focus back to a trigger of its own, which these dialogs do not have.
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            if (!comesUnasked) return;
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          // Radix hears the key a moment after the dialog is there, and not at all when a toast has come since.
          onEscapeKeyDown={(event) => event.preventDefault()}
          onKeyDown={(event) => keyOf(event) === "Escape" && onOpenChange(false)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const next = returnsTo?.current ?? opener.current;
            if (next instanceof HTMLElement) next.focus();
          }}
          className="pop fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-card border border-line bg-raised p-[min(1.5rem,6.67vw)] shadow-float"
        >
          <Radix.Title className="pr-10 text-lg font-semibold text-balance">{title}</Radix.Title>
          {description && (
            <Radix.Description className="mt-1.5 text-sm text-pretty text-muted">{description}</Radix.Description>
          )}
          {children && <div className="mt-5">{children}</div>}
          {/* Last, so that the focus starts in the dialog's matter. */}
          <div className="absolute top-5 right-3.5 pointer-coarse:top-4 pointer-coarse:right-2.5">
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close">
                <Icon name="x" className="size-4" />
              </Button>
            </Radix.Close>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ConfirmDialogProps = DialogProps & {
  confirmLabel: string;
  cancelLabel?: string;
  onConfirm: (event: FormEvent<HTMLFormElement>) => void;
  danger?: boolean;
  pending?: boolean;
};

/** `children` may hold what the answer needs, such as a password; Enter in it confirms. */
export function ConfirmDialog({
  confirmLabel,
  cancelLabel = "Cancel",
  onConfirm,
  danger,
  pending,
  children,
  ...dialog
}: ConfirmDialogProps) {
  return (
    <Dialog {...dialog}>
      <form
        noValidate
        className="grid gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(event);
        }}
      >
        <div className="grid gap-6 empty:hidden">{children}</div>
        <div className="flex flex-wrap justify-end gap-3">
          <Button variant="quiet" onClick={() => dialog.onOpenChange(false)}>
            {cancelLabel}
          </Button>
          <Button type="submit" variant={danger ? "danger" : "primary"} pending={pending ?? false}>
            {confirmLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
