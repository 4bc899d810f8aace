/** What asks before somebody signs out whose changes only this browser has. */
"use client";

import { type RefObject, useState, useSyncExternalStore } from "react";
import { NOTHING } from "@/lib/sync/state";
import { useSync } from "@/lib/sync/tasks";
import { ConfirmDialog } from "../ui/dialog";
import { useSignOut } from "./use-sign-out";

type SignOutDialogProps = { onClose: () => void; returnsTo: RefObject<HTMLElement | null> };

export function SignOutDialog({ onClose, returnsTo }: SignOutDialogProps) {
  const sync = useSync();
  const { pending: unsynced, isDurable } = useSyncExternalStore(sync.subscribe, sync.get, () => NOTHING);
  const signOut = useSignOut();
  const [pending, setPending] = useState(false);

  const confirm = async () => {
    setPending(true);
    await signOut();
    // Still here: it did not work, and a note says so.
    onClose();
  };

  return (
    <ConfirmDialog
      open
      onOpenChange={() => !pending && onClose()}
      title="Sign out?"
      description={sayUnsynced(unsynced.length, isDurable)}
      confirmLabel="Sign out"
      cancelLabel="Stay"
      onConfirm={confirm}
      pending={pending}
      returnsTo={returnsTo}
    />
  );
}

function sayUnsynced(count: number, isKept: boolean): string {
  // They may have been sent while the question stood here.
  if (count === 0) return "All your changes are synced.";
  const [changes, are, they, stay] = count === 1 ? ["change", "is", "It", "stays"] : ["changes", "are", "They", "stay"];
  const fate = isKept ? `${they} ${stay} in this browser until you sign in again.` : `${they} will be lost.`;
  return `${count.toLocaleString()} ${changes} ${are} not synced. ${fate}`;
}
