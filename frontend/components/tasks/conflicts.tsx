/** Changes that have met another one of the same task: a person says which version is meant, at once or later. */
"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useAnnounce } from "@/components/ui/toast";
import { useCommands } from "@/lib/commands/use-commands";
import { type Conflict, usePending, useTaskActions } from "@/lib/sync/tasks";

const ConflictDialog = lazy(() => import("./conflict-dialog"));

const CHOOSE = "Choose a version";

export default function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  const pending = usePending();
  const actions = useTaskActions();
  const announce = useAnnounce();
  const [putOff, setPutOff] = useState<Conflict | null>(null);
  const conflict = conflicts[0];
  const goOn = () => setPutOff(null);
  useCommands(
    conflict && conflict === putOff
      ? [{ id: "choose-version", title: `${CHOOSE}: ${titleOf(conflict)}`, run: goOn }]
      : [],
  );
  if (!conflict) return null;
  const choose = (keepsMine: boolean) => {
    actions.resolve(conflict, keepsMine);
    if (conflict.theirs === "deleted") announce(keepsMine ? "Restored with your changes." : "The task stays deleted.");
    else announce(keepsMine ? "Your version is kept." : "The other version is kept.");
  };
  if (conflict !== putOff)
    return (
      <Suspense>
        <ConflictDialog
          key={conflict.id}
          conflict={conflict}
          pending={pending}
          onChoose={choose}
          onPutOff={() => setPutOff(conflict)}
        />
      </Suspense>
    );
  return (
    <section
      aria-label="Two versions"
      className="flex flex-wrap items-center gap-3 print:hidden rounded-card border border-line bg-surface py-2 pr-2 pl-4"
    >
      <Icon name="git-compare-arrows" className="size-5 shrink-0 text-accent" />
      <p className="min-w-0 flex-1 text-sm wrap-anywhere">
        <Happening conflict={conflict} />
      </p>
      <Button size="sm" onClick={goOn}>
        {CHOOSE}
      </Button>
    </section>
  );
}

const titleOf = ({ theirs, change }: Conflict) => (theirs === "deleted" ? change.seen.title : theirs.title);

function Happening({ conflict }: { conflict: Conflict }) {
  return (
    <>
      <bdi>{titleOf(conflict)}</bdi>
      <span>
        {conflict.theirs === "deleted"
          ? " was deleted in another tab or on another device."
          : " was changed in another tab or on another device, too."}
      </span>
    </>
  );
}
