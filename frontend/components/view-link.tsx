/** A link to a view: the page goes there by itself, with a connection or without. */
"use client";

import type { ComponentProps, MouseEvent } from "react";
import { goTo } from "@/views/go-to";

export function ViewLink({ href, onClick, ...rest }: ComponentProps<"a"> & { href: string }) {
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    // Another tab or window is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    goTo(href);
  };
  return <a {...rest} href={href} onClick={go} />;
}
