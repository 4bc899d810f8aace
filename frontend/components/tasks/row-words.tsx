/** The first words of a description, as they are meant. Fetched with the first row that has any. */

import type { ReactElement } from "react";
import { plainWords } from "@/lib/tasks/plain-words";

export type RowWordsProps = { text: string };

export default function RowWords({ text }: RowWordsProps): ReactElement | null {
  const words = plainWords(text);
  if (words === "") return null;
  return (
    <p dir="auto" className="line-clamp-2 text-left leading-5 wrap-anywhere whitespace-pre-line">
      {words}
    </p>
  );
}
