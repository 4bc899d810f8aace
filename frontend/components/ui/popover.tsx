/** What opens beside a control, and on small windows as a sheet from below. */
"use client";

import { Dialog, Popover as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from "react";
import { keyOf } from "@/lib/keys";
import { useMedia } from "@/lib/use-media";

type PopoverProps = {
  /** What it stands beside. The focus goes back to where it was, or else there. */
  anchor: RefObject<HTMLElement | null>;
  label: string;
  onClose: () => void;
  children: ReactNode;
};

/** Neither beside the anchor nor above it would there be room. */
const SMALL = "(max-width: 47.99rem), (max-height: 32rem)";

/** It is there for as long as it is open. */
export function Popover({ anchor, label, onClose, children }: PopoverProps) {
  const isSmall = useMedia(SMALL);
  const [side] = useState(() => sideOf(anchor.current));
  const isLeft = useRef(false);
  const opener = useRef<Element>(null);
  const content = {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    // As in every dialog of ours: Radix hears the key a moment late. What is around it keeps its own Escape.
    onEscapeKeyDown: (event: Event) => event.preventDefault(),
    onKeyDown: (event: KeyboardEvent) => {
      event.stopPropagation();
      if (keyOf(event) === "Escape") onClose();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      // Nor from another one that has taken its place.
      if (isLeft.current || document.activeElement?.closest("[role=dialog]")) return;
      // Safari does not give it to a button that is clicked.
      const isKnown = opener.current?.isConnected && opener.current !== document.body;
      const next = isKnown ? opener.current : anchor.current;
      if (next instanceof HTMLElement) next.focus();
    },
  };
  // Not at the end of the body, where it would belong to no landmark.
  const container = document.getElementById("main");
  const change = (open: boolean) => !open && onClose();

  if (isSmall)
    return (
      <Dialog.Root open onOpenChange={change}>
        <Dialog.Portal container={container}>
          <Dialog.Overlay className="fade fixed inset-0 z-40 bg-scrim" />
          <Dialog.Content
            {...content}
            aria-describedby={undefined}
            className="rise fixed inset-x-0 bottom-0 z-50 mx-auto max-h-dvh w-full max-w-md overflow-y-auto overscroll-contain rounded-t-card border border-line bg-raised p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] shadow-float"
          >
            <Dialog.Title className="px-2.5 pt-2 pb-1 text-sm font-semibold">{label}</Dialog.Title>
            <div>{children}</div>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    );
  return (
    <Radix.Root open onOpenChange={change}>
      <Radix.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Radix.Portal container={container}>
        <Radix.Content
          {...content}
          aria-label={label}
          side={side}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          // A click on what opened it is that control's own.
          onInteractOutside={(event) => {
            if (event.target instanceof Node && anchor.current?.contains(event.target)) event.preventDefault();
            else isLeft.current = true;
          }}
          className="pop z-50 w-72 max-h-(--radix-popover-content-available-height) overflow-y-auto rounded-card border border-line bg-raised p-1.5 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** More than what is in it is high. */
const ROOM = 500;

/** Below or above the anchor, if there is room; else beside it, where it can be as high as the window. */
function sideOf(anchor: HTMLElement | null): "bottom" | "top" | "right" {
  const place = anchor?.getBoundingClientRect();
  if (!place || window.innerHeight - place.bottom >= ROOM) return "bottom";
  return place.top >= ROOM ? "top" : "right";
}
