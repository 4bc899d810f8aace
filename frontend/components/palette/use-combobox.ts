/** The field of a combobox whose list is always open (ARIA Authoring Practices): the focus stays in it, and the keys move along the list. */
"use client";

import { type ComponentProps, useId, useState } from "react";
import { keyOf } from "@/lib/keys";

type Option = { id: string };

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

export function useCombobox<One extends Option>(choose: (option: One) => void) {
  const listId = useId();
  const [query, setQuery] = useState("");
  const [activeId, setActiveId] = useState<string>();

  const inputProps = (options: readonly One[], active: One | undefined): ComponentProps<"input"> => ({
    role: "combobox",
    "aria-expanded": true,
    "aria-controls": listId,
    "aria-autocomplete": "list",
    "aria-activedescendant": active?.id,
    autoComplete: "off",
    autoCapitalize: "off",
    spellCheck: false,
    enterKeyHint: "go",
    value: query,
    onChange: (event) => {
      setQuery(event.target.value);
      setActiveId(undefined);
    },
    onKeyDown: (event) => {
      const key = keyOf(event);
      const step = STEPS[key];
      if (step !== undefined && active) {
        const next = (options.indexOf(active) + step + options.length) % options.length;
        setActiveId(options[next]?.id);
      } else if (key === "Enter" && active && !event.repeat) choose(active);
      else return;
      event.preventDefault();
    },
  });
  return { listId, query, setQuery, activeId, setActiveId, inputProps };
}
