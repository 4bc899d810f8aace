/** A page that has nothing to show but a sentence and a way on. */

import type { ReactNode } from "react";
import { Mark } from "./mark";

export function NoticePage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col items-start justify-center px-5 py-10 sm:pb-24">
      <Mark className="mb-8 size-8" />
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      <p className="mt-2 mb-8 text-pretty text-muted">{text}</p>
      <div className="flex flex-wrap gap-3">{children}</div>
    </main>
  );
}
