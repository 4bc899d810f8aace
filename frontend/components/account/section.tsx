/** One topic of the account page, under a heading of its own. */

import type { ReactNode } from "react";

export function Section({
  title,
  description,
  children,
}: {
  title: string;
  description?: string;
  children: ReactNode;
}) {
  return (
    <section className="rounded-card border border-line bg-surface p-5 sm:p-7">
      <h2 className="font-semibold">{title}</h2>
      {description && <p className="mt-1 text-sm text-pretty wrap-anywhere text-muted">{description}</p>}
      <div className="mt-5">{children}</div>
    </section>
  );
}
