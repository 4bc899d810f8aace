/** Taking one's tasks out, as a file. */
"use client";

import { useState } from "react";
import { useToast } from "@/components/ui/toast";
import { ApiError } from "@/lib/api/errors";
import { exportTasks, type Format } from "@/lib/api/transfer";
import type { Command } from "@/lib/commands/registry";
import { dayOf } from "@/lib/tasks/day";

const formats: { format: Format; title: string }[] = [
  { format: "json", title: "Export as JSON" },
  { format: "csv", title: "Export as CSV" },
  { format: "ics", title: "Export as iCalendar" },
];

/** Some browsers read the file only after a while. */
const KEPT_MS = 60_000;

/** `pending`: the id of the command that is being carried out. */
export function useExportCommands(): { commands: Command[]; pending: string | undefined } {
  const toast = useToast();
  const [pending, setPending] = useState<string>();
  const download = async (id: string, format: Format) => {
    setPending(id);
    try {
      const name = `tasks-${dayOf(new Date())}.${format}`;
      save(await exportTasks(format), name);
      toast({ message: `Your tasks are in ${name}.` });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ kind: "error", message: error.detail });
    } finally {
      setPending(undefined);
    }
  };
  const commands = formats.map(({ format, title }): Command => {
    const id = `export-${format}`;
    return { id, title, isSought: true, when: () => !pending, run: () => void download(id, format) };
  });
  return { commands, pending };
}

function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
