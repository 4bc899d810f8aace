/** The rows of a list of thousands: those near the window, each in its place. */
"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useImperativeHandle, useState } from "react";
import { List, Row, type RowsProps } from "./rows";

const ROW_HEIGHT = 49;
/** What the sticky header covers, and on phones the bar below. */
const COVERED_HEIGHT = 72;

export default function VirtualRows({ handle, list, ids, kept, drawRow, onPlaced, ...events }: RowsProps) {
  const rows = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    scrollPaddingStart: COVERED_HEIGHT,
    scrollPaddingEnd: COVERED_HEIGHT,
    // Where the focus is, and what is being written, must not be recycled.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), ...kept])].sort((a, b) => a - b),
  });
  useImperativeHandle(handle, () => ({ scrollTo: (index) => rows.scrollToIndex(index, { align: "auto" }) }));

  // Its place in the page is known only now that it is there.
  const [, setPlaced] = useState(false);
  useEffect(() => {
    setPlaced(true);
    onPlaced();
  }, [onPlaced]);

  return (
    <List list={list} {...events} style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index, start }) => (
        <Row
          key={ids[index]}
          ref={rows.measureElement}
          index={index}
          count={ids.length}
          className="absolute inset-x-0 top-0"
          style={{ transform: `translateY(${start - rows.options.scrollMargin}px)` }}
        >
          {drawRow(index)}
        </Row>
      ))}
    </List>
  );
}
