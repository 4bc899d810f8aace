/** What is wrong with the words in a box for tasks, or what is understood of them, and the lines that could be tasks. */

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { Understood } from "@/lib/tasks/draft";
import { type Line, offerFor } from "@/lib/tasks/lines";
import { ContinueButton } from "./continue-button";
import { UnderstoodChips } from "./understood-chips";
import { type Pasted, usePastedLines } from "./use-pasted-lines";

export type AddNotesProps = {
  /** Of the box. */
  id: string;
  error: string | undefined;
  /** Undefined where the description has no room for the rest of a long title. */
  onContinue?: (() => void) | undefined;
  understood: Understood[];
  onTakeBack: (one: Understood) => void;
  text: string;
  pasted: Pasted | undefined;
  /** What they are called that it adds. */
  noun: string;
  onAddLines: (lines: readonly Line[]) => void;
};

export default function AddNotes({ id, error, onContinue, text, pasted, noun, onAddLines, ...words }: AddNotesProps) {
  const lines = usePastedLines(text, noun, pasted);
  if (!error && words.understood.length === 0 && lines.length === 0) return null;
  return (
    <div className="col-span-2 flex flex-wrap items-center gap-1.5 px-4 pb-2.5">
      {error ? (
        <div className="flex min-w-0 flex-1 basis-52 flex-wrap items-center gap-x-2">
          <p id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-sm text-danger">
            <Icon name="circle-alert" className="mt-0.5 size-4 shrink-0" />
            <span>{error}</span>
          </p>
          {onContinue && <ContinueButton onClick={onContinue} />}
        </div>
      ) : (
        <UnderstoodChips {...words} id={`${id}-understood`} hint=" Escape keeps the words instead." />
      )}
      {lines.length > 0 && (
        <Button size="sm" className="ml-auto" onClick={() => onAddLines(lines)}>
          {offerFor(lines, noun)}
        </Button>
      )}
    </div>
  );
}
