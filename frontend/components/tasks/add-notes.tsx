/** What is wrong with the words in a box for tasks, or what is understood of them, and the lines that could be tasks. */

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { TaskFields } from "@/lib/sync/tasks";
import type { Draft, Understood } from "@/lib/tasks/draft";
import { draftOf } from "@/lib/tasks/draft-of";
import { offerFor } from "@/lib/tasks/lines";
import { continued } from "@/lib/tasks/long-title";
import { addLines, type LinesBox } from "./add-lines";
import { ContinueButton } from "./continue-button";
import { UnderstoodChips } from "./understood-chips";
import { type Pasted, usePastedLines } from "./use-pasted-lines";

// What was written on this page can be given back, also when a newer version of the app has taken the place of this one's files.
export { giveBack } from "./give-back";

export type AddNotesProps = {
  /** Of the box. */
  id: string;
  error: string | undefined;
  /** What is written, as far as it is understood. */
  fields: () => TaskFields;
  /** Takes what a title that is too long becomes, where the description has room for the rest. */
  onContinue?: (shortened: Draft) => void;
  understood: Understood[];
  onTakeBack: (one: Understood) => void;
  text: string;
  pasted: Pasted | undefined;
  /** What they are called that it adds. */
  noun: string;
  box: LinesBox;
};

export default function AddNotes({ id, error, fields, onContinue, text, pasted, noun, box, ...words }: AddNotesProps) {
  const lines = usePastedLines(text, noun, pasted);
  const short = error && onContinue && continued(fields());
  if (!error && words.understood.length === 0 && lines.length === 0) return null;
  return (
    <div className="col-span-2 flex flex-wrap items-center gap-1.5 px-4 pb-2.5">
      {error ? (
        <div className="flex min-w-0 flex-1 basis-52 flex-wrap items-center gap-x-2">
          <p id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-sm text-danger">
            <Icon name="circle-alert" className="mt-0.5 size-4 shrink-0" />
            <span>{error}</span>
          </p>
          {short && <ContinueButton onClick={() => onContinue(draftOf(short))} />}
        </div>
      ) : (
        <UnderstoodChips {...words} id={`${id}-understood`} hint=" Escape keeps the words instead." />
      )}
      {lines.length > 0 && (
        <Button size="sm" className="ml-auto" onClick={() => void addLines(box, lines)}>
          {offerFor(lines, noun)}
        </Button>
      )}
    </div>
  );
}
