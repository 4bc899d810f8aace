/** Below the words in the add box: what is wrong with them, or what is understood of them, and the lines that could be tasks. */

import { Button } from "@/components/ui/button";
import type { Understood } from "@/lib/tasks/draft";
import type { Line } from "@/lib/tasks/lines";
import { BoxError } from "./box-error";
import { ContinueButton } from "./faults";
import { Understanding } from "./understanding";
import { sayDone } from "./use-pasted-lines";

type AddNotesProps = {
  /** Of the box. */
  id: string;
  error: string | undefined;
  /** Undefined where the description has no room for the rest of a long title. */
  onContinue: (() => void) | undefined;
  understood: Understood[];
  onTakeBack: (one: Understood) => void;
  /** Those that were pasted. */
  lines: readonly Line[];
  onAddLines: () => void;
};

export function AddNotes({ id, error, onContinue, understood, onTakeBack, lines, onAddLines }: AddNotesProps) {
  if (!error && understood.length === 0 && lines.length === 0) return null;
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
      {lines.length > 0 && (
        <Button
          size="sm"
          className="ml-auto"
          onClick={onAddLines}
        >{`Add ${lines.length} tasks${sayDone(lines)}`}</Button>
      )}
    </div>
  );
}
