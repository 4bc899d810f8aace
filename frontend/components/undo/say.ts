/** What is said about what was undone, or done again. Pure. */

import type { Step } from "@/lib/commands/step";
import type { Outcome } from "@/lib/commands/undo";

export function sayOutcome(way: "undo" | "redo", { title, done, leftOut }: Outcome): string {
  const said = way === "undo" ? "undone" : "done again";
  const [only] = leftOut;
  if (!only) return done.length > 0 ? `${capital(said)}: ${title}` : `Nothing left to ${way}: ${title}`;
  const rest =
    leftOut.length === 1
      ? `“${nameOf(only)}” has changed since; it stays as it is.`
      : `${leftOut.length.toLocaleString()} have changed since; they stay as they are.`;
  return `${done.length > 0 ? capital(said) : `Not ${said}`}: ${title}. ${rest}`;
}

/** As the person has left it. */
function nameOf({ before, after }: Step): string {
  const { title, name } = { ...(after ?? before) } as { title?: string; name?: string };
  return title ?? name ?? "";
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
