/** Opens the menu of a list. */
"use client";

import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { Ellipsis } from "@/components/ui/icons";
import type { List } from "@/lib/domain/list";

export function ListMenuButton({ list, ...props }: ComponentProps<typeof Button> & { list: List }) {
  return (
    <Button {...props} variant="ghost" size="icon" aria-label={`Options of ${list.name}`}>
      <Ellipsis aria-hidden className="size-4.5" />
    </Button>
  );
}
