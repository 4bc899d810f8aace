/** Bringing tasks in from a file: first what would happen, then, if that is meant, that it happens. */
"use client";

import { useRouter } from "next/navigation";
import { type DragEvent, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { newId } from "@/lib/api/ids";
import { type Counts, importTasks, tryImport, type Upload } from "@/lib/api/transfer";
import { cx } from "@/lib/cx";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/dialog";
import { useToast } from "../ui/toast";
import { FormFailure } from "./form-failure";
import { faultIn, NO_TASKS, readFile } from "./import-file";

/** A file that has been looked into. One key for all tries: a lost answer must not bring the tasks in twice. */
type Candidate = { name: string; upload: Upload; counts: Counts; key: string };

export function ImportTasks() {
  const input = useRef<HTMLInputElement>(null);
  const toast = useToast();
  const [pending, setPending] = useState(false);
  const [isOver, setOver] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [candidate, setCandidate] = useState<Candidate>();

  const look = async (file: File) => {
    if (pending) return;
    setFailure(undefined);
    setPending(true);
    const upload = await readFile(file);
    if (typeof upload === "string") {
      setPending(false);
      return setFailure(upload);
    }
    try {
      const counts = await tryImport(upload);
      if (counts.created + counts.updated > 0) setCandidate({ name: file.name, upload, counts, key: newId() });
      else if (counts.unchanged === 0) setFailure(NO_TASKS);
      else toast({ message: sayNothingNew(counts) });
    } catch (error) {
      setFailure(await faultIn(error, upload));
    } finally {
      setPending(false);
    }
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) void look(file);
  };

  return (
    <div className="grid gap-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: whoever cannot drag has the button in it */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
        onDrop={drop}
        className={cx(
          "flex flex-wrap items-center gap-x-4 gap-y-3 rounded-control border border-dashed p-4 transition-colors",
          isOver ? "border-accent bg-accent-soft" : "border-edge",
        )}
      >
        <Button pending={pending} onClick={() => input.current?.click()}>
          <Icon name="file-up" className="size-4" />
          Import a file
        </Button>
        <p className="min-w-0 flex-1 basis-52 text-sm text-pretty text-muted">
          Choose a JSON, CSV or calendar file (.ics), or drop it here. You see what would change before anything does.
        </p>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="File to import"
          accept=".json,.csv,.ics,application/json,text/csv,text/calendar"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) void look(file);
            // So that the same file can be chosen again once it is put right.
            target.value = "";
          }}
        />
      </div>
      <FormFailure message={failure} />
      {candidate && <ImportDialog candidate={candidate} onClose={() => setCandidate(undefined)} />}
    </div>
  );
}

function ImportDialog({ candidate, onClose }: { candidate: Candidate; onClose: () => void }) {
  const { name, upload, counts, key } = candidate;
  const toast = useToast();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();

  const bringIn = async () => {
    setPending(true);
    setFailure(undefined);
    try {
      const done = await importTasks(upload, key);
      toast({
        message: `Imported: ${sayCounts(done)}`,
        action: { label: "Show tasks", run: () => router.push("/all") },
        seconds: 10,
      });
      onClose();
    } catch (error) {
      setFailure(await faultIn(error, upload));
      setPending(false);
    }
  };

  return (
    <ConfirmDialog
      open
      // Not before the answer, so that nothing is done behind it.
      onOpenChange={() => !pending && onClose()}
      title="Import these tasks?"
      description={
        <>
          <bdi className="font-medium wrap-anywhere text-ink">{name}</bdi>
          <span>{`: ${sayCounts(counts)}`}</span>
          {counts.updated > 0 && <span> What is changed becomes as it is in the file.</span>}
          {counts.left_out.length > 0 && (
            <span className="wrap-anywhere">{` Left out: ${counts.left_out.join(", ")}.`}</span>
          )}
        </>
      }
      confirmLabel="Import"
      onConfirm={bringIn}
      pending={pending}
    >
      {counts.notes.length > 0 && <Notes notes={counts.notes} />}
      {failure && <FormFailure message={failure} />}
    </ConfirmDialog>
  );
}

/** What a file has and a task cannot. A list that scrolls is reached by the keyboard. */
function Notes({ notes }: { notes: string[] }) {
  return (
    <section aria-labelledby="import-notes" className="grid gap-1 text-sm">
      <h3 id="import-notes" className="font-medium">
        What becomes different
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll */}
      <ul tabIndex={0} className="grid max-h-40 list-disc gap-1 overflow-y-auto ps-5 wrap-anywhere text-muted">
        {notes.map((note) => (
          <li key={note}>{`${note}.`}</li>
        ))}
      </ul>
    </section>
  );
}

/** "12 new tasks, 3 changed, 40 as they are." */
function sayCounts({ created, updated, unchanged }: Counts): string {
  const kinds = [
    { count: created, before: " new", after: "" },
    { count: updated, before: " changed", after: "" },
    { count: unchanged, before: "", after: unchanged === 1 ? " as it is" : " as they are" },
  ].filter(({ count }) => count > 0);
  const parts = kinds.map(({ count, before, after }, index) => {
    const noun = index > 0 ? "" : count === 1 ? " task" : " tasks";
    return `${count.toLocaleString()}${before}${noun}${after}`;
  });
  return `${parts.join(", ")}.`;
}

function sayNothingNew({ unchanged }: Counts): string {
  if (unchanged === 1) return "The only task in it is already here.";
  return `All ${unchanged.toLocaleString()} tasks are already here.`;
}
