/** Below the words in a box for tasks, as soon as there is anything to be said of them: what draws it is fetched when somebody begins to write. */
"use client";

import { type ComponentType, lazy, Suspense } from "react";
import type { AddNotesProps } from "./add-notes";

const load = () => import("./add-notes");
// Without a connection they may not be had. Then the words stay as they are read, and what is wrong with them is said plainly.
const AddNotes = lazy<ComponentType<AddNotesProps>>(() => load().catch(() => ({ default: ({ error }) => error })));

export const reachNotes = () => void load().catch(() => {});

export function Notes(props: AddNotesProps) {
  return <Suspense>{(props.error || props.pasted || props.understood.length > 0) && <AddNotes {...props} />}</Suspense>;
}
