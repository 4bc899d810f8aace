/** What can be done with a tag. */
"use client";

import { useEffect, useRef } from "react";
import { CommandItem } from "@/components/command-item";
import { Menu } from "@/components/ui/menu";
import { OptionsButton } from "@/components/ui/options-button";
import { tagHref } from "@/views/address";
import { useTagMenu } from "./use-tag-menu";

export default function TagMenuContent({ tag }: { tag: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const leave = useFocusOnNext();
  const { commands, dialog } = useTagMenu(tag, { returnsTo: button, onLeave: leave });
  return (
    <>
      <Menu defaultOpen trigger={<OptionsButton ref={button} name={`#${tag}`} />}>
        {commands.map(({ icon, ...command }) => (
          <CommandItem key={command.id} command={command} icon={icon} />
        ))}
      </Menu>
      {dialog}
    </>
  );
}

/** This menu goes with its tag, and the focus to the tag of the new name, or where the person is. */
function useFocusOnNext() {
  const next = useRef<string | null>(undefined);
  useEffect(
    () => () => {
      const name = next.current;
      if (name === undefined) return;
      // After the dialog's own try to give it back.
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        const links = [...document.querySelectorAll<HTMLElement>(`nav a, [aria-label^="Options of "]`)];
        const isNext = (link: HTMLElement) =>
          name === null
            ? link.ariaCurrent === "page"
            : link.getAttribute("href") === tagHref(name) || link.ariaLabel === `Options of #${name}`;
        links.find((link) => isNext(link) && link.checkVisibility())?.focus();
      });
    },
    [],
  );
  return (name: string | null) => {
    next.current = name;
  };
}
