/** What can be done with the list or the tag that is shown, as the menu beside its name has it. */
"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCommands } from "@/lib/commands/use-commands";
import type { List } from "@/lib/domain/list";
import { useLists } from "@/lib/sync/lists";
import { addressOf } from "@/views/address";
import { useListMenu, type WithIcon } from "./lists/use-list-menu";
import { useTagMenu } from "./tags/use-tag-menu";

export function HereCommands() {
  const { view, of } = addressOf(usePathname(), useSearchParams());
  const list = useLists()?.byId.get(of);
  if (view.param === "id" && list) return <OfList key={of} list={list} />;
  return view.param === "name" && of ? <OfTag key={of} tag={of} /> : null;
}

function OfList({ list }: { list: List }) {
  const { commands, dialog } = useListMenu(list);
  useCommands(named(commands, list.name));
  return dialog;
}

function OfTag({ tag }: { tag: string }) {
  const { commands, dialog } = useTagMenu(tag);
  useCommands(named(commands, `#${tag}`));
  return dialog;
}

/** In its menu they need not say what they are about. */
const named = (commands: readonly WithIcon[], name: string) =>
  commands.map((command) => ({ ...command, title: `${command.title}: ${name}` }));
