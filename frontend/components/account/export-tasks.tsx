/** Taking one's tasks out, as a file. */
"use client";

import { Icon } from "@/components/ui/icon";
import { Button } from "../ui/button";
import { useExportCommands } from "./use-export";

export function ExportTasks() {
  const { commands, pending } = useExportCommands();
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-3">
        {commands.map(({ id, title, run }) => (
          <Button key={id} pending={pending === id} onClick={() => !pending && run()}>
            <Icon name="download" className="size-4" />
            <span>{title}</span>
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
