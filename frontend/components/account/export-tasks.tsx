/** Taking one's tasks out, as a file. */
"use client";

import { useState } from "react";
import { Icon } from "@/components/ui/icon";
import { ApiError } from "@/lib/api/errors";
import { exportTasks, type Format } from "@/lib/api/transfer";
import { dayOf } from "@/lib/tasks/day";
import { Button } from "../ui/button";
import { useToast } from "../ui/toast";

const formats: { format: Format; label: string }[] = [
  { format: "json", label: "Export as JSON" },
  { format: "csv", label: "Export as CSV" },
  { format: "ics", label: "Export as iCalendar" },
];

/** Some browsers read the file only after a while. */
const KEPT_MS = 60_000;

export function ExportTasks() {
  const toast = useToast();
  const [pending, setPending] = useState<Format>();

  const download = async (format: Format) => {
    setPending(format);
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

  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-3">
        {formats.map(({ format, label }) => (
          <Button key={format} pending={pending === format} onClick={() => !pending && download(format)}>
            <Icon name="download" className="size-4" />
            <span>{label}</span>
          </Button>
        ))}
      </div>
      <p className="text-sm text-pretty text-muted">
        JSON and CSV hold everything, the trash too, and can be imported again. iCalendar is for other programs: without
        the trash and the lists.
      </p>
    </div>
  );
}

function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
