/** What can be done with a list. */
"use client";

import { Fragment, type RefObject, useLayoutEffect, useRef } from "react";
import { CommandItem } from "@/components/command-item";
import { Menu, MenuSeparator } from "@/components/ui/menu";
import { OptionsButton } from "@/components/ui/options-button";
import type { List } from "@/lib/domain/list";
import { useListMenu } from "./use-list-menu";

export default function ListMenuContent({ list }: { list: List }) {
  const button = useRef<HTMLButtonElement>(null);
  const { commands, dialog } = useListMenu(list, button);
  useFocusBeside(button);
  return (
    <>
      <Menu defaultOpen trigger={<OptionsButton ref={button} name={list.name} />}>
        {commands.map(({ icon, danger = false, ...command }) => (
          <Fragment key={command.id}>
            {danger && <MenuSeparator />}
            <CommandItem command={command} icon={icon} danger={danger} />
          </Fragment>
        ))}
      </Menu>
      {dialog}
    </>
  );
}

/** A list that leaves its place, archived or deleted, leaves the focus to the one beside it, or to the button for a new one. */
function useFocusBeside(menu: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const line = menu.current?.closest("li");
    return () => {
      const beside = line?.nextElementSibling ?? line?.previousElementSibling ?? line?.closest("section");
      const next = beside?.querySelector<HTMLElement>("a, button");
      // After the menu's own try to give it back.
      setTimeout(() => {
        if (document.activeElement === document.body) next?.focus();
      });
    };
  }, [menu]);
}
