/** Says in the pane that somebody else has deleted the open task, and how it comes back. The focus stays where somebody writes. */
"use client";

import { useEffect, useId } from "react";
import { useAnnounce } from "@/components/ui/toast";
import type { Task } from "@/lib/sync/tasks";
import { useFate } from "./use-fate";
import { sayFate, WayBack } from "./what-became";

type GoneNoticeProps = {
  /** As this page has known it last. */
  task: Task;
};

export function GoneNotice({ task }: GoneNoticeProps) {
  const id = useId();
  const announce = useAnnounce();
  const fate = useFate(task.id);
  const words = sayFate(fate, true);
  const said = words && `${words.title}. ${words.text}`;
  useEffect(() => {
    if (said) announce(said);
  }, [said, announce]);
  if (!words) return null;
  return (
    <section aria-labelledby={id} className="grid min-w-0 flex-1 gap-1 px-2 pt-2 pb-1.5 text-sm">
      <h2 id={id} className="font-semibold">
        {words.title}
      </h2>
      <p className="text-muted">{words.text}</p>
      <WayBack task={fate?.kind === "trash" ? fate.task : task} isInTrash={fate?.kind === "trash"} />
    </section>
  );
}
