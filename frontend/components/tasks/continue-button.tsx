/** Offered where a title is too long. */
"use client";

import { Button } from "@/components/ui/button";

export function ContinueButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="ghost" size="sm" className="justify-self-start" onClick={onClick}>
      Put the rest into the description
    </Button>
  );
}
