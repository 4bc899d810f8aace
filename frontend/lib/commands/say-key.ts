/** A key of the registry as it stands on the keyboard. */

import { isMac } from "./shortcuts";

/** "Mod+k" is "Ctrl+K", and on a Mac "⌘K". */
export function sayKey(key: string, mac = isMac()): string {
  const parts = key.split("+");
  const last = parts.pop() ?? "";
  if (parts.length === 0 || last === "") return key;
  const names: Record<string, string> = mac ? { Mod: "⌘", Shift: "⇧" } : { Mod: "Ctrl+", Shift: "Shift+" };
  return `${parts.map((part) => names[part] ?? part).join("")}${last.toUpperCase()}`;
}
