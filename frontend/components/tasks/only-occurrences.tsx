/** When tasks come again, where a view by days has no task of its own. Fetched with it. */
"use client";

import { type ReactElement, useRef, useState } from "react";
import { useLists } from "@/lib/sync/lists";
import type { Task } from "@/lib/sync/tasks";
import { useAddress } from "@/views/use-address";
import type { EmptyProps, Section } from "@/views/view";
import Occurrences from "./occurrences";
import { type Between, Rows } from "./rows";

export type OnlyOccurrencesProps = Pick<EmptyProps, "today" | "locale"> & {
  section: (task: Task) => Section | undefined;
  /** What is said where nothing comes again. */
  children: ReactElement;
};

const NO_ROWS: never[] = [];

export default function OnlyOccurrences({ children, ...page }: OnlyOccurrencesProps) {
  const list = useRef<HTMLUListElement>(null);
  const lists = useLists()?.byId;
  const { open, openTask } = useAddress();
  const [between, setBetween] = useState<Between>();
  return (
    <>
      <Occurrences
        {...page}
        list={list}
        rows={NO_ROWS}
        lists={lists}
        query=""
        openId={open ?? undefined}
        onOpen={({ id }) => openTask(id)}
        onBetween={setBetween}
      />
      {between?.has("") ? (
        <Rows list={list} ids={NO_ROWS} between={between} kept={-1} drawRow={() => null} />
      ) : (
        children
      )}
    </>
  );
}
