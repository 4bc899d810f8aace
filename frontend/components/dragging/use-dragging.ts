/** Dragging by mouse or pen, of whatever is under the pointer: nothing is registered for each of thousands of rows. */
"use client";

import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { pointerOutsideOfPreview } from "@atlaskit/pragmatic-drag-and-drop/element/pointer-outside-of-preview";
import { setCustomNativeDragPreview } from "@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview";
import { getElementFromPointWithoutHoneypot } from "@atlaskit/pragmatic-drag-and-drop/get-element-from-point-without-honey-pot";
import {
  autoScrollForElements,
  autoScrollWindowForElements,
} from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { useEffect, useEffectEvent } from "react";
import { chip } from "./chip";

/** Where the pointer is, in the window, and what it is over. */
export type At = { x: number; y: number; over: Element | undefined };

/** What is dragged and where it goes, whatever drags it. */
export type Dragging = {
  /** What can be picked up there. */
  itemAt: (over: Element) => HTMLElement | undefined;
  /** Begins; returns what the hand holds, in words. */
  onStart: (item: HTMLElement, at: At) => string;
  /** Where it can be dropped, and what scrolls while it is held near an edge, beside the window. */
  targets: () => readonly (Element | null | undefined)[];
  scrolling?: () => Element | null | undefined;
  onMove: (at: At) => void;
  onDrop: (at: At) => void;
  /** However it has ended. */
  onEnd: () => void;
};

export const whereIs = (point: { x: number; y: number }): At => ({
  ...point,
  over: getElementFromPointWithoutHoneypot(point) ?? undefined,
});

type Input = { clientX: number; clientY: number };

const pointOf = ({ clientX: x, clientY: y }: Input) => ({ x, y });

export function useDragging(dragging: Dragging): void {
  const itemAt = useEffectEvent((over: Element) => dragging.itemAt(over));
  const start = useEffectEvent((item: HTMLElement, at: At) => dragging.onStart(item, at));
  const accept = useEffectEvent(() => {
    const scrolling = dragging.scrolling?.();
    return combine(
      ...dragging.targets().flatMap((element) => (element ? [dropTargetForElements({ element })] : [])),
      autoScrollWindowForElements(),
      ...(scrolling ? [autoScrollForElements({ element: scrolling })] : []),
    );
  });
  const move = useEffectEvent((at: At) => dragging.onMove(at));
  const drop = useEffectEvent((at: At) => dragging.onDrop(at));
  const end = useEffectEvent(() => dragging.onEnd());

  useEffect(() => {
    let held: HTMLElement | undefined;
    let letGo = () => {};
    let refuse: (() => void) | undefined;
    const finish = () => {
      refuse?.();
      refuse = undefined;
      held?.removeAttribute("data-dragged");
    };
    const hold = (item: HTMLElement | undefined) => {
      if (item === held || refuse) return;
      letGo();
      held = item;
      letGo = item ? makeDraggable(item) : () => {};
    };
    const makeDraggable = (element: HTMLElement) =>
      draggable({
        element,
        onGenerateDragPreview({ nativeSetDragImage, location }) {
          refuse = accept();
          const label = start(element, whereIs(pointOf(location.initial.input)));
          setCustomNativeDragPreview({
            nativeSetDragImage,
            getOffset: pointerOutsideOfPreview({ x: "1rem", y: "0.5rem" }),
            render: ({ container }) => container.append(chip(label)),
          });
        },
        onDragStart: () => element.setAttribute("data-dragged", ""),
        onDrag: ({ location }) => move(whereIs(pointOf(location.current.input))),
        onDrop({ location }) {
          finish();
          // Escape, or where nothing takes it.
          if (location.current.dropTargets.length > 0) drop(whereIs(pointOf(location.current.input)));
          end();
        },
      });
    const near = (event: PointerEvent) => {
      // A quick hand is elsewhere before the browser begins to drag what it has pressed.
      if (event.type === "pointermove" && event.buttons !== 0) return;
      // Fingers have listeners of their own (`finger.ts`). With Alt, as in links, the mouse marks words.
      const isMeant = event.pointerType !== "touch" && !event.altKey && event.target instanceof Element;
      hold(isMeant ? itemAt(event.target as Element) : undefined);
    };
    // Where a finger has tapped, a phone says that something hovers.
    const under = matchMedia("(hover: hover)").matches && [...document.querySelectorAll(":hover")].at(-1);
    hold(under ? itemAt(under) : undefined);
    document.addEventListener("pointermove", near);
    document.addEventListener("pointerdown", near, { capture: true });
    return () => {
      document.removeEventListener("pointermove", near);
      document.removeEventListener("pointerdown", near, { capture: true });
      finish();
      letGo();
    };
  }, []);
}
