/** The menu of a list, which is fetched when somebody reaches for it. */
"use client";

import { lazy, Suspense, useState } from "react";
import type { List } from "@/lib/domain/list";
import { ListMenuButton } from "./list-menu-button";

const load = () => import("./list-menu-content");
const Content = lazy(load);

/** Without a connection the menu may not be had, and then nothing happens. */
function reach(then = () => {}) {
  void load().then(then, () => {});
}

export function ListMenu({ list }: { list: List }) {
  const [isOpened, setOpened] = useState(false);
  const button = (
    <ListMenuButton
      list={list}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => reach()}
      onFocus={() => reach()}
      onClick={() => reach(() => setOpened(true))}
    />
  );
  return isOpened ? (
    <Suspense fallback={button}>
      <Content list={list} />
    </Suspense>
  ) : (
    button
  );
}
