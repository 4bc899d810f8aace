/** Below the words in the add box: what is wrong with them, or what is understood of them, and the lines that could be tasks. */

import { Button } from "@/components/ui/button";
import type { Understood } from "@/lib/tasks/draft";
import { BoxError } from "./box-error";
import { ContinueButton } from "./faults";
import { Understanding } from "./understanding";

type AddNotesProps = {
  /** Of the box. */
  id: string;
  error: string | undefined;
  /** Undefined where the description has no room for the rest of a long title. */
  onContinue: (() => void) | undefined;
  understood: Understood[];
  onTakeBack: (one: Understood) => void;
  /** To add the lines that were pasted; empty where there are none. */
  offer: string;
  onAddLines: () => void;
};

export function AddNotes({ id, error, onContinue, understood, onTakeBack, offer, onAddLines }: AddNotesProps) {
  if (!error && understood.length === 0 && !offer) return null;
  return (
    <div className="col-span-2 flex flex-wrap items-center gap-1.5 px-4 pb-2.5">
      {error ? (
        <BoxError id={`${id}-error`} error={error}>
          {onContinue && <ContinueButton onClick={onContinue} />}
        </BoxError>
      ) : (
        understood.length > 0 && (
          <Understanding
            id={`${id}-understood`}
            understood={understood}
            onTakeBack={onTakeBack}
            hint=" Escape keeps the words instead."
          />
        )
      )}
      {offer && (
        <Button size="sm" className="ml-auto" onClick={onAddLines}>
          {offer}
        </Button>
      )}
    </div>
  );
}
