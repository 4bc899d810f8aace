/** One topic of the account page, under a heading of its own. */
"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { type SectionId, sections } from "./sections";

type SectionProps = { id: SectionId; description?: string; children: ReactNode };

/** An address that names it leads to it. */
export function Section({ id, description, children }: SectionProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The page is fetched after the browser has looked for it. Whoever is at something by then stays there.
    const isAtNothing = document.activeElement?.contains(heading.current);
    if (isAtNothing && window.location.hash === `#${id}`) heading.current?.focus();
  }, [id]);
  return (
    <section className="rounded-card border border-line bg-surface p-5 sm:p-7">
      <h2 ref={heading} id={id} tabIndex={-1} className="scroll-mt-24 font-semibold">
        {sections[id]}
      </h2>
      {description && <p className="mt-1 text-sm text-pretty wrap-anywhere text-muted">{description}</p>}
      <div className="mt-5">{children}</div>
    </section>
  );
}
