/** The menu of a tag. */
"use client";

import { lazy } from "react";
import { OptionsMenu } from "@/components/ui/options-menu";

const load = () => import("./tag-menu-content");
const Content = lazy(load);

export function TagMenu({ tag }: { tag: string }) {
  return (
    <OptionsMenu name={`#${tag}`} load={load}>
      <Content tag={tag} />
    </OptionsMenu>
  );
}
