/** The menu of a list, which is fetched when somebody reaches for it. */
"use client";

import { lazy, Suspense } from "react";
import { useFetched } from "@/components/ui/use-fetched";
import type { List } from "@/lib/domain/list";
import { ListMenuButton } from "./list-menu-button";

const load = () => import("./list-menu-content");
const Content = lazy(load);

export function ListMenu({ list }: { list: List }) {
  const { isOpen, open, reach } = useFetched(load);
  const button = (
    <ListMenuButton
      list={list}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={reach}
      onFocus={reach}
      onClick={open}
    />
  );
  return isOpen ? (
    <Suspense fallback={button}>
      <Content list={list} />
    </Suspense>
  ) : (
    button
  );
}
