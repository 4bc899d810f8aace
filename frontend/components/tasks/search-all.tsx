/** The way from a search in one view to the same one among all tasks. */
"use client";

import type { ComponentProps } from "react";
import { useCommands } from "@/lib/commands/use-commands";
import type { Place } from "@/views/use-address";

export type SearchAllProps = { place: Place } & Pick<ComponentProps<"button">, "className">;

export default function SearchAll({ place, className }: SearchAllProps) {
  const { query } = place;
  const run = () => place.showAll(query);
  useCommands([{ id: "search-all", title: `Search all tasks for “${query.trim()}”`, run }]);
  return (
    <button type="button" className={className} onClick={run}>
      Search all tasks
    </button>
  );
}
