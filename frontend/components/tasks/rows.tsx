/** The rows of a list. All of them are in the document up to some hundreds; of more, only those near the window. */

import { type ComponentProps, type ReactNode, type RefObject, useMemo } from "react";
import { useNearRows } from "./use-near-rows";
import { useIsPrinting } from "./use-printing";

/** So many can be found by the browser's own search. */
const MOST_IN_WHOLE = 500;

/** What stands after the row of that id, and is none; "" is before the first. */
export type Between = ReadonlyMap<string, readonly { key: string; isKept: boolean; content: ReactNode }[]>;

type RowsProps = {
  list: RefObject<HTMLUListElement | null>;
  ids: readonly string[];
  between: Between | undefined;
  /** The row that must stay in the document wherever the window is. */
  kept: number;
  drawRow: (index: number) => ReactNode;
} & Omit<ComponentProps<"ul">, "ref" | "children">;

type InPlace = { key: string; index?: number; isKept?: boolean; content?: ReactNode };

export function Rows({ list, ids, between, kept, drawRow, ...events }: RowsProps) {
  const isWhole = useIsPrinting() || ids.length <= MOST_IN_WHOLE;
  const places = useMemo(() => {
    const after = (id: string): readonly InPlace[] => between?.get(id) ?? [];
    return [...after(""), ...ids.flatMap((key, index): InPlace[] => [{ key, index }, ...after(key)])];
  }, [ids, between]);
  const keys = useMemo(() => (isWhole ? undefined : places.map(({ key }) => key)), [places, isWhole]);
  const { near, heightOf } = useNearRows(list, keys);

  const drawn: ReactNode[] = [];
  let gap = 0;
  const endGap = () => {
    // The browser keeps what is seen where it is, whatever becomes of the height of this.
    if (gap > 0)
      drawn.push(<li key={drawn.length} aria-hidden className="[overflow-anchor:none]" style={{ height: gap }} />);
    gap = 0;
  };
  places.forEach(({ key, index, isKept, content }, place) => {
    // Where the focus is, and what is being written, must not go.
    if (!isWhole && (place < near.from || place >= near.to) && !isKept && index !== kept) {
      gap += heightOf(key);
      return;
    }
    endGap();
    drawn.push(
      <li
        key={key}
        data-key={key}
        data-index={index}
        aria-setsize={index === undefined ? -1 : ids.length}
        aria-posinset={index === undefined ? index : index + 1}
        className="scroll-my-18 break-inside-avoid border-b border-line last:border-b-0"
      >
        {index === undefined ? content : drawRow(index)}
      </li>,
    );
  });
  endGap();

  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
    <ul {...events} ref={list} role="list" aria-label="Tasks" className="relative pointer-coarse:select-none">
      {drawn}
    </ul>
  );
}
