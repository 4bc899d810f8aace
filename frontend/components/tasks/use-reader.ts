/** What it takes to say the values of a task to the person at this page. */
"use client";

import { useMemo } from "react";
import { familyOf } from "@/lib/domain/family";
import type { Reader } from "@/lib/domain/fields";
import { sayRule } from "@/lib/domain/repeat/say-repeat";
import { sayReminder } from "@/lib/reminders/words";
import { useLists } from "@/lib/sync/lists";
import { useShownTasks } from "@/lib/sync/tasks";
import { useLocale, useToday } from "@/lib/tasks/use-today";

export function useReader(): Reader {
  const today = useToday();
  const locale = useLocale();
  const lists = useLists()?.byId;
  const tasks = useShownTasks();
  return useMemo(() => {
    const nameOf = (id: string) => lists?.get(id)?.name ?? familyOf(tasks ?? []).get(id)?.title;
    return { today, locale, nameOf, sayRule: (rule) => sayRule(rule, locale), sayReminder };
  }, [today, locale, lists, tasks]);
}
