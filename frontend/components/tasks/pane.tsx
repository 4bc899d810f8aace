/** What lies beside the list where there is room, and over it where there is not. */
"use client";

import { type ComponentProps, useRef } from "react";
import { useInertBehind } from "./use-inert-behind";

export function Pane(props: Omit<ComponentProps<"div">, "className" | "ref">) {
  const pane = useRef<HTMLDivElement>(null);
  useInertBehind(pane);
  return (
    <div
      {...props}
      ref={pane}
      data-pane
      // What has the focus stays below what stands still at the top.
      className="slide fixed inset-y-0 right-0 z-40 w-full scroll-pt-16 overflow-y-auto overscroll-contain border-line bg-surface sm:w-104 sm:border-l sm:shadow-float lg:top-14 lg:z-20 xl:shadow-none print:hidden [@media(height>=30rem)]:has-[form_section]:scroll-pt-44"
    />
  );
}
