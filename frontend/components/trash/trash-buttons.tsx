/** What can be done with something in the trash. */

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

type TrashButtonsProps = {
  /** What it is called in a sentence. */
  name: string;
  onRestore: () => void;
  onErase: () => void;
};

export function TrashButtons({ name, onRestore, onErase }: TrashButtonsProps) {
  return (
    <div className="flex shrink-0 items-center gap-1">
      <Button
        size="sm"
        data-action="restore"
        aria-label={`Restore ${name}`}
        onClick={onRestore}
        className="pointer-coarse:min-h-11"
      >
        <Icon name="rotate-ccw" className="size-4" />
        Restore
      </Button>
      <Button
        variant="ghost"
        size="icon"
        data-action="erase"
        aria-label={`Delete ${name} for good`}
        title="Delete for good"
        onClick={onErase}
      >
        <Icon name="trash-2" className="size-4" />
      </Button>
    </div>
  );
}
