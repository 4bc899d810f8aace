/** In the place of a task that an address names, and that is not here. One in the trash can be read, and restored. */
"use client";

import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { Moment } from "@/components/moment";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useAnnounce } from "@/components/ui/toast";
import { keyOf } from "@/lib/keys";
import type { Task } from "@/lib/sync/tasks";
import { useFocusWhenGone } from "@/lib/use-focus-when-gone";
import { Pane } from "./pane";
import { type Fate, useFate } from "./use-fate";
import { sayFate, WayBack } from "./what-became";

export type MissingTaskProps = { id: string; onClose: () => void };

export default function MissingTask({ id, onClose }: MissingTaskProps) {
  const fate = useFate(id);
  const words = sayFate(fate, false);
  return words && <Missing {...words} fate={fate} onClose={onClose} />;
}

type MissingProps = { title: string; text?: string; fate: Fate | undefined; onClose: () => void };

function Missing({ title, text, fate, onClose }: MissingProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useFocusWhenGone(fate?.kind === "trash", () => heading.current);
  const announce = useAnnounce();
  // The first one is read with the focus.
  const told = useRef(title);
  useEffect(() => {
    if (told.current !== title) announce(title);
    told.current = title;
  }, [title, announce]);
  const close = () => {
    onClose();
    document.getElementById("main")?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (keyOf(event) !== "Escape") return;
    event.preventDefault();
    close();
  };
  return (
    <Pane onKeyDown={press}>
      <section aria-labelledby={id} className="grid gap-3 p-4 text-sm">
        <div className="flex items-start gap-2">
          <h2 ref={heading} id={id} tabIndex={-1} className="flex-1 py-1 text-lg font-semibold outline-none">
            {title}
          </h2>
          <Button variant="ghost" size="icon" aria-label="Close" title="Close" onClick={close}>
            <Icon name="x" className="size-5" />
          </Button>
        </div>
        {text && <p>{text}</p>}
        {fate?.kind === "trash" && <Deleted task={fate.task} />}
      </section>
    </Pane>
  );
}

function Deleted({ task }: { task: Task }) {
  return (
    <>
      <p dir="auto" className="text-left text-base font-medium wrap-anywhere">
        {task.title}
      </p>
      {task.description && (
        <p dir="auto" className="text-left wrap-anywhere whitespace-pre-line">
          {task.description}
        </p>
      )}
      {task.deleted_at && (
        <p className="text-muted">
          Deleted <Moment at={new Date(task.deleted_at)} />
        </p>
      )}
      <WayBack task={task} isInTrash />
    </>
  );
}
