/** What it takes to say the values of a task to the person at this page. */
"use client";

import { useMemo } from "react";
import type { Reader } from "@/lib/domain/fields";
import { useLists } from "@/lib/sync/lists";
import { useLocale, useToday } from "@/lib/tasks/use-today";

export function useReader(): Reader {
  const today = useToday();
  const locale = useLocale();
  const lists = useLists()?.byId;
  return useMemo(() => ({ today, locale, nameOf: (id) => lists?.get(id)?.name }), [today, locale, lists]);
}
