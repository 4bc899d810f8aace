/** What is wrong with the words in the add box, and what can be done about it. */

import type { ReactElement } from "react";
import { Icon } from "@/components/ui/icon";

export function BoxError({ id, error, children }: { id: string; error: string; children?: ReactElement | undefined }) {
  return (
    <div className="flex min-w-0 flex-1 basis-52 flex-wrap items-center gap-x-2">
      <p id={id} role="alert" className="flex items-start gap-1.5 text-sm text-danger">
        <Icon name="circle-alert" className="mt-0.5 size-4 shrink-0" />
        <span>{error}</span>
      </p>
      <div className="empty:hidden">{children}</div>
    </div>
  );
}
