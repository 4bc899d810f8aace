/** Which list a task is in. */
"use client";

import { SelectField } from "@/components/ui/field";
import { useLists } from "@/lib/sync/lists";

type ListFieldProps = { listId: string | null; onChange: (listId: string | null) => void };

/** Nothing where there is no list to choose. */
export function ListField({ listId, onChange }: ListFieldProps) {
  const known = useLists();
  const current = listId ? known?.byId.get(listId) : undefined;
  const lists = [...(known?.lists ?? []), ...(current?.archived ? [current] : [])];
  if (lists.length === 0) return null;
  return (
    <SelectField label="List" value={current?.id ?? ""} onChange={(event) => onChange(event.target.value || null)}>
      <option value="">Inbox</option>
      {lists.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
