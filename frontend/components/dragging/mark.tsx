/** Where that lands which is dragged: a line between rows, or a frame around what takes it. Where colors are forced, all borders have one, and these another. */

import { indentOf } from "@/components/tasks/row-family";
import { cx } from "@/lib/cx";

type Box = { top: number; left: number; width: number; height: number };
/** In the window. A line is as far to the right as rows of that level. */
export type MarkAt = Box & { kind: "frame" | "line"; level?: number };

export const frameAround = (...elements: readonly Element[]): MarkAt => {
  const boxes = elements.map((element) => element.getBoundingClientRect());
  const top = Math.min(...boxes.map((box) => box.top));
  const left = Math.min(...boxes.map((box) => box.left));
  const width = Math.max(...boxes.map((box) => box.right)) - left;
  return { kind: "frame", top, left, width, height: Math.max(...boxes.map((box) => box.bottom)) - top };
};

export function lineAt(element: Element, isBelow: boolean, level?: number): MarkAt {
  const { top, bottom, left, width } = element.getBoundingClientRect();
  const line = { kind: "line" as const, top: isBelow ? bottom : top, left, width, height: 0 };
  return level === undefined ? line : { ...line, level };
}

export function Mark({ kind, level, ...box }: MarkAt) {
  return (
    <div
      aria-hidden
      data-mark={kind}
      style={box}
      className={cx(
        "pointer-events-none fixed z-20",
        kind === "frame" && "rounded-control border-2 border-accent forced-colors:border-[Highlight]",
        kind === "line" && level !== undefined && indentOf(level),
      )}
    >
      {kind === "line" && (
        <div className="-mt-px border-t-2 border-accent forced-colors:-mt-0.5 forced-colors:border-t-4 forced-colors:border-[Highlight]" />
      )}
    </div>
  );
}
