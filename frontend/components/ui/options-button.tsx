/** Opens the menu of something that has a name. */
"use client";

import type { ComponentProps } from "react";
import { Icon } from "@/components/ui/icon";
import { Button } from "./button";

export function OptionsButton({ name, ...props }: ComponentProps<typeof Button> & { name: string }) {
  return (
    <Button {...props} variant="ghost" size="icon" aria-label={`Options of ${name}`}>
      <Icon name="ellipsis" className="size-4.5" />
    </Button>
  );
}
