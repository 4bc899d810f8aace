/** Where the focus is when a task is opened, and when it cannot be saved; not where somebody writes something else. */
"use client";

import { type RefObject, useEffect } from "react";
import { useAnnounce } from "@/components/ui/toast";
import type { Fault } from "@/lib/tasks/limits";
import { focusFault } from "./faults";

/** `isHalfWritten`: it was being written before this page. */
export function useEditorFocus(
  element: RefObject<HTMLFormElement | null>,
  isHalfWritten: boolean,
  fault: Fault | undefined,
) {
  const announce = useAnnounce();
  useEffect(() => {
    // A box below in which something is wrong has it already.
    if (element.current?.closest("[data-pane]")?.contains(document.activeElement)) return;
    // It was not asked for just now, and somebody may have begun something else.
    if (isHalfWritten && isWritingOutside(element.current)) return;
    const invalid = element.current?.querySelector<HTMLElement>("[aria-invalid]");
    // Whoever reads does not want a keyboard over half of the screen.
    if (!invalid && window.matchMedia("(pointer: coarse)").matches) return element.current?.focus();
    const field = invalid ?? element.current?.querySelector("textarea");
    field?.focus();
    // Of what somebody is in the middle of, the next key must not take anything away.
    if (field instanceof HTMLTextAreaElement && !isHalfWritten) field.select();
  }, [element, isHalfWritten]);
  useEffect(() => {
    if (!fault) return;
    if (!isWritingOutside(element.current)) focusFault(element.current);
    announce(fault.message);
  }, [element, fault, announce]);
}

/** In a field that holds words since before this page nobody is writing until they do something. */
function isWritingOutside(form: HTMLFormElement | null): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || field.type === "checkbox")
    return false;
  return field.value !== "" && !form?.contains(field) && navigator.userActivation?.hasBeenActive !== false;
}
