/** How inputs look, also those without a label and a hint: fields are fetched with what asks for more than a search. */

/** Text is 16 px on touch screens: anything smaller makes iOS zoom in. */
export const inputClass =
  "min-h-11 w-full rounded-control border border-edge bg-surface px-3.5 text-base text-ink placeholder:text-muted " +
  "transition-colors aria-invalid:border-danger disabled:opacity-60 sm:text-sm";

/** Looks like the text that it holds, until somebody reaches for it. */
export const quietInputClass =
  "min-h-11 w-full rounded-control border border-transparent bg-transparent px-2.5 text-base text-ink placeholder:text-muted " +
  "transition-colors hover:border-line focus:border-edge aria-invalid:border-danger forced-colors:border-[CanvasText] sm:text-sm";
