/** A list that is still to be made. */
"use client";

import { ListDialog } from "./list-dialog";
import { useListCommands } from "./use-list-commands";

/** `onAdded` hears that somebody has gone to the new one. */
export default function NewListDialog({ onAdded, onClose }: { onAdded: () => void; onClose: () => void }) {
  const { add } = useListCommands();
  return (
    <ListDialog
      onSave={(fields) => {
        add(fields);
        onAdded();
      }}
      onClose={onClose}
    />
  );
}
