/** Light, dark, or as the system has it: in the user's menu, in the account and in the palette. */
"use client";

import { useTheme as useNextTheme } from "next-themes";
import type { Command } from "@/lib/commands/registry";

export const themes = [
  { value: "system", label: "System", icon: "monitor" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
] as const;

export function useTheme() {
  const { theme = "system", setTheme } = useNextTheme();
  return { theme, setTheme };
}

export function useThemeCommands(): Command[] {
  const { theme, setTheme } = useTheme();
  return themes.map(({ value, label }) => ({
    id: `theme-${value}`,
    title: `Theme: ${label}`,
    isSought: true,
    when: () => theme !== value,
    run: () => setTheme(value),
  }));
}
