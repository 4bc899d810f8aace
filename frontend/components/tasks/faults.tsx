/** What is wrong in a form of a task: half a date, a title that is too long, and the way to the field. */
"use client";

import { Button } from "@/components/ui/button";

/** The browser tells of half a date as of none, and nobody wants a due date to go that way. */
export function hasHalfADate(form: HTMLFormElement | null): boolean {
  return form?.querySelector<HTMLInputElement>("input[type=date]")?.validity.badInput ?? false;
}

/** Offered where a title is too long. */
export function ContinueButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="ghost" size="sm" className="justify-self-start" onClick={onClick}>
      Put the rest into the description
    </Button>
  );
}

export function focusFault(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
}
