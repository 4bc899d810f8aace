/** The rows of a list of thousands: those near the window, each in its place. */
"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useImperativeHandle, useMemo, useState } from "react";
import { type Between, List, Row, type RowsProps } from "./rows";

const ROW_HEIGHT = 49;
/** What the sticky header covers, and on phones the bar below. */
const COVERED_HEIGHT = 72;

export default function VirtualRows({ handle, list, ids, between, kept, drawRow, onPlaced, ...events }: RowsProps) {
  const { places, placeOf } = useMemo(() => placed(ids, between), [ids, between]);
  const mustStay = places.flatMap(({ isKept }, place) => (isKept ? [place] : []));
  const keptPlaces = [...kept.flatMap((index) => placeOf[index] ?? []), ...mustStay];
  const rows = useWindowVirtualizer({
    count: places.length,
    indexAttribute: "data-place",
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (place) => places[place]?.key ?? place,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    scrollPaddingStart: COVERED_HEIGHT,
    scrollPaddingEnd: COVERED_HEIGHT,
    // Where the focus is, and what is being written, must not be recycled.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), ...keptPlaces])].sort((a, b) => a - b),
  });
  useImperativeHandle(handle, () => ({
    scrollTo: (index) => rows.scrollToIndex(placeOf[index] ?? index, { align: "auto" }),
  }));

  // Its place in the page is known only now that it is there.
  const [, setPlaced] = useState(false);
  useEffect(() => {
    setPlaced(true);
    onPlaced();
  }, [onPlaced]);

  return (
    <List list={list} {...events} style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index: place, start }) => {
        const { key, index, content } = places[place] ?? {};
        return (
          <Row
            key={key}
            ref={rows.measureElement}
            data-place={place}
            {...(index !== undefined && { index, count: ids.length })}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${start - rows.options.scrollMargin}px)` }}
          >
            {index === undefined ? content : drawRow(index)}
          </Row>
        );
      })}
    </List>
  );
}

type InPlace = { key: string; index?: number; isKept?: boolean; content?: ReactNode };

/** Rows and what stands between them from top to bottom, and the place of each row among them. */
function placed(ids: readonly string[], between: Between | undefined) {
  const places: InPlace[] = [...(between?.get("") ?? [])];
  const placeOf: number[] = [];
  ids.forEach((id, index) => {
    placeOf.push(places.length);
    places.push({ key: id, index }, ...(between?.get(id) ?? []));
  });
  return { places, placeOf };
}
