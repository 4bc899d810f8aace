/** The rows of a list. All of them are in the document up to some hundreds; of more, only those near the window. */
"use client";

import { type ComponentProps, Fragment, lazy, type ReactNode, type Ref, type RefObject, Suspense } from "react";
import { cx } from "@/lib/cx";
import { useIsPrinting } from "./use-printing";

/** So many can be found by the browser's own search. */
const MOST_IN_WHOLE = 500;
/** More than fit into a window, while what draws very many is fetched. */
const FIRST = 40;

export type RowsHandle = { scrollTo: (index: number) => void };

/** What stands after the row of that id, and is none; "" is before the first. */
export type Between = ReadonlyMap<string, readonly { key: string; isKept: boolean; content: ReactNode }[]>;

export type RowsProps = {
  handle: Ref<RowsHandle>;
  list: RefObject<HTMLUListElement | null>;
  ids: readonly string[];
  between: Between | undefined;
  /** Rows that must stay in the document wherever the window is. */
  kept: readonly number[];
  drawRow: (index: number) => ReactNode;
  /** Hears that rows may be there that were not. */
  onPlaced: () => void;
} & Omit<ComponentProps<"ul">, "ref" | "children" | "onCanPlay">;

// Where it cannot be had, a long page is better than none.
const VirtualRows = lazy(() => import("./virtual-rows").catch(() => ({ default: WholeRows })));

export function Rows(props: RowsProps) {
  const isPrinting = useIsPrinting();
  if (isPrinting || props.ids.length <= MOST_IN_WHOLE) return <WholeRows {...props} />;
  return (
    <Suspense fallback={<WholeRows {...props} most={FIRST} />}>
      <VirtualRows {...props} />
    </Suspense>
  );
}

function WholeRows({
  handle: _,
  list,
  ids,
  between,
  kept: __,
  drawRow,
  onPlaced: ___,
  most,
  ...events
}: RowsProps & { most?: number }) {
  const drawAfter = (id: string) => between?.get(id)?.map(({ key, content }) => <Row key={key}>{content}</Row>);
  return (
    <List list={list} {...events}>
      {drawAfter("")}
      {ids.slice(0, most).map((id, index) => (
        <Fragment key={id}>
          <Row index={index} count={ids.length}>
            {drawRow(index)}
          </Row>
          {drawAfter(id)}
        </Fragment>
      ))}
    </List>
  );
}

type ListProps = { list: RefObject<HTMLUListElement | null> } & Omit<ComponentProps<"ul">, "ref">;

export function List({ list, ...props }: ListProps) {
  // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
  return <ul {...props} ref={list} role="list" aria-label="Tasks" className="relative pointer-coarse:select-none" />;
}

/** Without an index it is none of the rows: neither counted, nor selected, nor dragged. */
type RowProps = { index?: number; count?: number } & ComponentProps<"li">;

export function Row({ index, count = -1, className, ...props }: RowProps) {
  return (
    <li
      {...props}
      data-index={index}
      aria-setsize={count}
      aria-posinset={index === undefined ? index : index + 1}
      className={cx("break-inside-avoid scroll-my-18 border-b border-line last:border-b-0", className)}
    />
  );
}
