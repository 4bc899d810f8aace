/** What can be done with a list. */
"use client";

import { Fragment, useRef } from "react";
import { CommandItem } from "@/components/command-item";
import { Menu, MenuSeparator } from "@/components/ui/menu";
import { OptionsButton } from "@/components/ui/options-button";
import type { List } from "@/lib/domain/list";
import { useListMenu } from "./use-list-menu";

export default function ListMenuContent({ list }: { list: List }) {
  const button = useRef<HTMLButtonElement>(null);
  const { commands, dialog } = useListMenu(list, button);
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
