/** A page that has nothing to show but a sentence and a way on. */

import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Mark } from "./mark";

type NoticePageProps = {
  title: string;
  text: string;
  children: ReactNode;
  /** The frame around the views is around it, too. */
  isFramed?: boolean;
};

export function NoticePage({ title, text, children, isFramed = false }: NoticePageProps) {
  const Outside = isFramed ? "div" : "main";
  return (
    <Outside
      className={cx(
        "mx-auto flex w-full max-w-md flex-col items-start justify-center px-5 py-10 sm:pb-24",
        !isFramed && "min-h-dvh",
      )}
    >
      <Mark className="mb-8 size-8" />
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      <p className="mt-2 mb-8 text-pretty text-muted">{text}</p>
      <div className="flex flex-wrap gap-3">{children}</div>
    </Outside>
  );
}
