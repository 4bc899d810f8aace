/** One way to a view, as a line of the sidebar. */
"use client";

import { type ReactNode, useId } from "react";
import { ListDot } from "@/components/lists/list-dot";
import { Icon, type IconName } from "@/components/ui/icon";
import { ViewLink } from "@/components/view-link";
import { cx } from "@/lib/cx";
import { useIsHere } from "./use-is-here";

type SidebarLinkProps = {
  href: string;
  /** A list has none, but a dot in its color. */
  icon?: IconName;
  /** Of the icon or dot. */
  tone?: string | undefined;
  /** What is still to be done there; nothing is said where there is nothing. */
  count?: number | undefined;
  onGone?: (() => void) | undefined;
  children: string;
  /** What can be done with it. */
  menu?: ReactNode;
};

export function SidebarLink({ href, icon, tone, count, onGone, children, menu }: SidebarLinkProps) {
  const isHere = useIsHere(href);
  const countId = useId();
  const markClass = cx("size-4.5 shrink-0 forced-colors:text-inherit", tone ?? (!isHere && "text-muted"));
  return (
    <li
      className={cx(
        "group relative flex items-center rounded-control transition-colors",
        isHere
          ? "bg-accent-soft font-medium text-accent forced-colors:bg-[Highlight] forced-colors:text-[HighlightText] forced-colors:forced-color-adjust-none"
          : "hover:bg-hover",
      )}
    >
      <ViewLink
        href={href}
        aria-current={isHere ? "page" : undefined}
        aria-describedby={count ? countId : undefined}
        onClick={onGone}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2.5 rounded-control px-2.5 text-sm pointer-coarse:min-h-11"
      >
        {icon ? <Icon name={icon} className={markClass} /> : <ListDot className={markClass} />}
        <bdi className="min-w-0 flex-1 truncate text-left">{children}</bdi>
        {Boolean(count) && (
          <span
            id={countId}
            aria-hidden
            className={cx(
              "text-xs text-muted tabular-nums forced-colors:text-current",
              Boolean(menu) &&
                "[@media(hover:hover)]:group-focus-within:opacity-0 [@media(hover:hover)]:group-hover:opacity-0",
            )}
          >
            {count?.toLocaleString()}
          </span>
        )}
      </ViewLink>
      {menu && (
        <div className="transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 [@media(hover:hover)]:absolute [@media(hover:hover)]:right-0 [@media(hover:hover)]:opacity-0">
          {menu}
        </div>
      )}
    </li>
  );
}
