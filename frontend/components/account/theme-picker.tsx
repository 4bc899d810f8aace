/** Light, dark, or as the system has it. */
"use client";

import { Icon } from "@/components/ui/icon";
import { useHydrated } from "@/lib/use-hydrated";
import { themes, useTheme } from "./use-themes";

export function ThemePicker() {
  const { theme, setTheme } = useTheme();
  // The choice is kept in the browser; the server cannot mark it.
  const known = useHydrated();
  return (
    <fieldset className="grid max-w-sm grid-cols-[repeat(auto-fit,minmax(min(6rem,100%),1fr))] gap-2.5">
      <legend className="sr-only">Theme</legend>
      {themes.map(({ value, label, icon }) => (
        <label
          key={value}
          className="relative grid min-h-16 cursor-pointer place-items-center content-center gap-1.5 rounded-control border border-edge text-sm transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent forced-colors:has-checked:bg-[Highlight] forced-colors:has-checked:text-[HighlightText] forced-colors:has-checked:forced-color-adjust-none"
        >
          <input
            type="radio"
            name="theme"
            value={value}
            checked={known && theme === value}
            onChange={() => setTheme(value)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          <Icon name={icon} className="size-4" />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
