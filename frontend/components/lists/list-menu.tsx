/** The menu of a list. */
"use client";

import { lazy } from "react";
import { OptionsMenu } from "@/components/ui/options-menu";
import type { List } from "@/lib/domain/list";

const load = () => import("./list-menu-content");
const Content = lazy(load);

export function ListMenu({ list }: { list: List }) {
  return (
    <OptionsMenu name={list.name} load={load}>
      <Content list={list} />
    </OptionsMenu>
  );
}
