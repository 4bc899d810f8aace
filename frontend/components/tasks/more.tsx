/** The fields below the add box, which are fetched when somebody reaches for it. */
"use client";

import { type ComponentType, lazy, Suspense } from "react";
import type { MoreFieldsProps } from "./more-fields";

const load = () => import("./more-fields");
// Without a connection they may not be had, and then there are none.
const MoreFields = lazy<ComponentType<MoreFieldsProps>>(() => load().catch(() => ({ default: () => null })));

export const reachMore = () => void load().catch(() => {});

export function More(props: MoreFieldsProps) {
  return (
    <Suspense>
      <MoreFields {...props} />
    </Suspense>
  );
}
