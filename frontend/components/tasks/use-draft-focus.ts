/** What is in the add box when it comes: what was half written before, and where the focus goes; also to what is wrong. */
"use client";

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect } from "react";
import { useAnnounce } from "@/components/ui/toast";
import { type Draft, hasMore, isBlank, typed } from "@/lib/tasks/draft";
import { focusFault } from "./faults";

type Box = {
  draft: Draft;
  setDraft: (draft: Draft) => void;
  latestDraft: () => Draft;
  form: RefObject<HTMLFormElement | null>;
  input: RefObject<HTMLInputElement | null>;
  isOpen: boolean;
  /** Whether the fields that are fetched for it are there. */
  isShown: boolean;
  setOpen: (isOpen: boolean) => void;
};

export function useDraftFocus({ draft, setDraft, latestDraft, form, input, isOpen, isShown, setOpen }: Box): void {
  const announce = useAnnounce();
  useLayoutEffect(() => {
    const draft = latestDraft();
    if (hasMore(draft)) setOpen(true);
    // Typed while there was only what the server rendered; the next rendering would wipe it.
    const early = input.current?.value;
    if (!early || early === draft.text) return;
    setDraft({ ...draft, ...typed(draft, draft.text ? `${draft.text} ${early}` : early) });
  }, [latestDraft, setDraft, input, setOpen]);
  // Otherwise the first key of a fresh page is a shortcut's.
  const isHalfWritten = useEffectEvent(() => !isBlank(latestDraft()));
  useEffect(() => {
    if (isHalfWritten()) input.current?.focus({ preventScroll: true });
  }, [input]);
  const { fault } = draft;
  useEffect(() => {
    if (!fault) return;
    if (fault.field !== "title" && !isOpen) return setOpen(true);
    if (fault.field !== "title" && !isShown) return;
    focusFault(form.current);
    if (fault.field !== "title") announce(fault.message);
  }, [fault, isOpen, isShown, announce, form, setOpen]);
}
