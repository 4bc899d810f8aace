/** The reminders that nobody has seen on this device. Where there are none, there is no bell. */
"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuHeading, MenuItem } from "@/components/ui/menu";
import { useCommands } from "@/lib/commands/use-commands";
import { sayDue } from "@/lib/push/message";
import type { Reminder } from "@/lib/reminders/due";
import type { SeenReminders } from "@/lib/reminders/seen";
import { useLocale, useToday } from "@/lib/tasks/use-today";
import { useFocusWhenGone } from "@/lib/use-focus-when-gone";
import { useOpenTask } from "./use-open-task";

/** More than anybody reads. */
const MOST = 50;

export function Bell({ missed, seen }: { missed: readonly Reminder[]; seen: SeenReminders }) {
  const openTask = useOpenTask(seen);
  const today = useToday();
  const locale = useLocale();
  /** What was there when the menu was opened: what comes while it is open is not seen yet. */
  const [opened, setOpened] = useState<readonly Reminder[]>();
  const shown = opened ?? missed;
  const count = missed.length;
  useFocusWhenGone(count > 0, () => document.getElementById("main"));
  const change = (isOpen: boolean) => {
    if (isOpen) return setOpened(missed);
    setOpened(undefined);
    if (opened?.[0]) seen.lookAtAll(opened[0].moment);
  };
  const title = count === 1 ? "1 missed reminder" : `${count.toLocaleString(locale)} missed reminders`;
  useCommands([{ id: "bell", title, when: () => count > 0, run: () => change(true) }]);
  if (shown.length === 0) return null;

  return (
    <Menu
      open={opened !== undefined}
      onOpenChange={change}
      trigger={
        <Button variant="ghost" size="icon" data-bell aria-label={title}>
          <Icon name="bell" className="size-5" />
          <span
            aria-hidden
            className="absolute top-0 right-0 min-w-4 rounded-full bg-danger px-1 text-center text-xs leading-4 font-semibold text-on-danger forced-colors:border"
          >
            {count > 99 ? "99+" : count}
          </span>
        </Button>
      }
    >
      <MenuHeading>Missed reminders</MenuHeading>
      {shown.slice(0, MOST).map(({ task }) => (
        <MenuItem key={task.id} onSelect={() => openTask(task)}>
          <span dir="auto" className="block max-w-72 truncate pt-1.5">
            {task.title}
          </span>
          <span className="block pb-1.5 text-xs text-muted">{sayDue(task, today, locale)}</span>
        </MenuItem>
      ))}
    </Menu>
  );
}
