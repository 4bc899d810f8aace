/** The new address of the calendar feed, to be copied now: it is never shown again. */
"use client";

import { useEffect, useId, useRef } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useToast } from "../ui/toast";

export function FeedAddress({ address }: { address: string }) {
  const row = useRef<HTMLDivElement>(null);
  const hintId = useId();
  const toast = useToast();
  const select = () => {
    const input = row.current?.querySelector("input");
    input?.focus();
    input?.select();
  };
  useEffect(select, []);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      toast({ message: "The calendar address is copied." });
    } catch {
      // Browsers forbid it on pages without TLS, and people can.
      select();
      toast({
        kind: "error",
        message: "The browser does not let this page copy. The address is selected: copy it yourself.",
      });
    }
  };

  return (
    <div ref={row} className="grid gap-1.5">
      <div className="flex flex-wrap items-end gap-3">
        <Field
          label="Calendar address"
          value={address}
          readOnly
          spellCheck={false}
          autoComplete="off"
          aria-describedby={hintId}
          onFocus={({ target }) => target.select()}
          className="min-w-0 flex-1 basis-60"
        />
        <Button onClick={copy}>Copy</Button>
      </div>
      <p id={hintId} className="text-sm text-muted">
        Shown only now. Copy it before you leave this page.
      </p>
    </div>
  );
}
