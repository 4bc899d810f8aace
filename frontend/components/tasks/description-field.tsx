/** The description of the open task: read as it is meant, written as it is. */
"use client";

import { lazy, type MouseEvent, Suspense, useRef, useState } from "react";
import { TextArea } from "@/components/ui/text-area";
import { cx } from "@/lib/cx";

// Without a connection it may not be had, and then the words are shown as they were written.
const MarkdownText = lazy<(props: { text: string; onTick: (text: string) => void }) => React.ReactNode>(() =>
  import("./markdown").catch(() => ({ default: ({ text }: { text: string }) => text })),
);

/** What Markdown would show otherwise. Most descriptions are plain words. */
const MARKS = /[*_`#>~[\]]|^\s*([-+]|\d+[.)])\s|:\/\/|www\.|@/m;

type DescriptionFieldProps = {
  text: string;
  error: string | undefined;
  onChange: (text: string) => void;
};

/**
 * The field is always there, after what is read, so that Tab leads along links and boxes to it, and the label names it.
 */
export function DescriptionField({ text, error, onChange }: DescriptionFieldProps) {
  const [isWriting, setWriting] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const isRead = !isWriting && !error && MARKS.test(text);
  const write = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a, label")) return;
    if (window.getSelection()?.isCollapsed !== false) area.current?.focus();
  };
  return (
    <div className="relative -mx-2.5 -mt-3">
      {isRead && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has the field after it
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above
        <div
          data-description
          onClick={write}
          className="cursor-text rounded-control border border-transparent px-2.5 py-2.5 text-base hover:border-line sm:text-sm"
        >
          <Suspense fallback={<span className="whitespace-pre-line">{text}</span>}>
            <MarkdownText text={text} onTick={onChange} />
          </Suspense>
        </div>
      )}
      <TextArea
        ref={area}
        label="Description"
        isLabelHidden
        placeholder="Add a description"
        className={cx(isRead && "absolute size-px overflow-hidden opacity-0")}
        rows={2}
        value={text}
        error={error}
        onFocus={() => setWriting(true)}
        onBlur={() => setWriting(false)}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
