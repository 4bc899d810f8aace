/** What is wrong in a form of a task: a title that is too long, and the way to the field. */
"use client";

import { Button } from "@/components/ui/button";

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
