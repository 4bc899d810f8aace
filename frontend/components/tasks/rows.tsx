/** The rows of a list. All of them are in the document up to some hundreds; of more, only those near the window. */

import { type ComponentProps, type ReactNode, type RefObject, useMemo } from "react";
import { cx } from "@/lib/cx";
import { useNearRows } from "./use-near-rows";
import { useIsPrinting } from "./use-printing";

/** So many can be found by the browser's own search. */
const MOST_IN_WHOLE = 500;

/** With fewer the browser is as quick without help. */
const MANY = 100;

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

const NOTHING: readonly never[] = [];

export function Rows({ list, ids, between, kept, drawRow, ...events }: RowsProps) {
  const isWhole = useIsPrinting() || ids.length <= MOST_IN_WHOLE;
  const others = useMemo(() => new Map([...(between?.values() ?? [])].flat().map((one) => [one.key, one])), [between]);
  const keys = useMemo(() => {
    if (!between) return ids;
    const after = (id: string) => between.get(id)?.map(({ key }) => key) ?? NOTHING;
    return [...after(""), ...ids.flatMap((id) => [id, ...after(id)])];
  }, [ids, between]);
  const { near, heightOf } = useNearRows(list, isWhole ? undefined : keys);

  const drawn: ReactNode[] = [];
  let gap = 0;
  const endGap = () => {
    // The browser keeps what is seen where it is, whatever becomes of the height of this.
    if (gap > 0)
      drawn.push(<li key={drawn.length} aria-hidden className="[overflow-anchor:none]" style={{ height: gap }} />);
    gap = 0;
  };
  let index = -1;
  keys.forEach((key, place) => {
    const other = others.get(key);
    if (!other) index += 1;
    // Where the focus is, and what is being written, must not go.
    const stays = other ? other.isKept : index === kept;
    if (!isWhole && !stays && (place < near.from || place >= near.to)) {
      gap += heightOf(key);
      return;
    }
    endGap();
    drawn.push(
      <li
        key={key}
        data-key={key}
        data-index={other ? undefined : index}
        aria-setsize={other ? -1 : ids.length}
        aria-posinset={other ? undefined : index + 1}
        className={cx(
          "scroll-my-18 break-inside-avoid border-b border-line last:border-b-0",
          // Far from the window the browser leaves out how it looks, and still finds its words.
          isWhole && ids.length > MANY && "[content-visibility:auto] [contain-intrinsic-height:auto_49px]",
        )}
      >
        {other ? other.content : drawRow(index)}
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
