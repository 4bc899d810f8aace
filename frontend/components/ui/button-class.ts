/** What buttons look like, for buttons and for links alike. */

import { cx } from "@/lib/cx";

export type ButtonVariant = "primary" | "quiet" | "danger" | "ghost";
export type ButtonSize = "md" | "sm" | "icon";

const base =
  "relative inline-flex max-w-full shrink-0 cursor-pointer items-center justify-center gap-2 rounded-control font-medium select-none " +
  "transition-colors forced-colors:border disabled:cursor-default disabled:opacity-55 aria-busy:cursor-default";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  quiet: "border border-edge bg-surface text-ink hover:bg-hover",
  danger: "bg-danger text-on-danger hover:opacity-90",
  ghost: "text-muted hover:bg-hover hover:text-ink",
};

const sizes: Record<ButtonSize, string> = {
  md: "min-h-11 px-4 text-sm",
  sm: "min-h-9 px-3 text-sm pointer-coarse:min-h-11",
  icon: "size-9 pointer-coarse:size-11",
};

export function buttonClass(variant: ButtonVariant = "quiet", size: ButtonSize = "md"): string {
  return cx(base, variants[variant], sizes[size]);
}
