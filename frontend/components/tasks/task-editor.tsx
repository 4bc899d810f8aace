/** The fields of the open task. */
"use client";

import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useRef,
} from "react";
import { keyOf } from "@/lib/keys";
import type { FieldName } from "@/lib/tasks/limits";
import { continued } from "@/lib/tasks/long-title";
import { ContinueButton } from "./continue-button";
import { DescriptionField } from "./description-field";
import { EditorFields } from "./editor-fields";
import { Pane } from "./pane";
import { TagsField } from "./task-fields";
import { TitleField } from "./title-field";
import { understandingIds } from "./understanding-ids";
import { UnderstoodChips } from "./understood-chips";
import { useEditorFocus } from "./use-editor-focus";
import { type Saving, useSaving } from "./use-saving";

type TaskEditorProps = Saving & {
  ref: Ref<HTMLFormElement>;
  /** What else can be done with the task. */
  children: ReactNode;
  /** What stands below the fields, and is no part of the form. */
  below: ReactElement;
};

export function TaskEditor({ ref, children, below, ...saving }: TaskEditorProps) {
  const { task, draft } = saving;
  const { form, words, fault, change, replace, forgetFault, saveQuietly, close, leave } = useSaving(saving);
  const { fields, understood } = words;
  const element = useRef<HTMLFormElement>(null);
  useImperativeHandle(ref, () => element.current as HTMLFormElement);
  useEditorFocus(element, draft !== undefined, fault);
  const id = useId();

  const errorAt = (field: FieldName) => (fault?.field === field ? fault.message : undefined);
  const longTitle = errorAt("title") ? continued(fields) : undefined;

  const press = (event: KeyboardEvent) => {
    if (keyOf(event) !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    close();
  };
  const pressAnywhere = (event: KeyboardEvent) => {
    // A box below has something of its own to take back first.
    if (keyOf(event) !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    leave();
  };

  return (
    <Pane onKeyDown={pressAnywhere}>
      <form
        ref={element}
        aria-label={`Edit ${task.title}`}
        noValidate
        tabIndex={-1}
        className="grid grid-cols-1 gap-4 p-4 outline-none"
        onKeyDown={press}
        onMouseDown={keepFocus}
        onChange={forgetFault}
        onBlur={saveQuietly}
        onSubmit={(event) => {
          event.preventDefault();
          close();
        }}
      >
        {/* A notice in it leaves room for the fields where there is little. */}
        <div className="sticky top-0 z-10 -mx-4 -mt-4 flex flex-wrap items-center gap-1 border-b border-line bg-surface px-2 py-1.5 [@media(height<30rem)]:has-[section]:static">
          {children}
        </div>
        <TitleField
          text={form.title}
          error={errorAt("title")}
          aria-describedby={understandingIds(id, understood)}
          onChange={(title) => change({ title })}
        />
        {longTitle && <ContinueButton onClick={() => replace(longTitle)} />}
        {understood.length > 0 && (
          <div className="flex flex-wrap gap-1.5">
            <UnderstoodChips id={id} understood={understood} onTakeBack={words.takeBack} />
          </div>
        )}
        <DescriptionField
          text={form.description}
          error={errorAt("description")}
          onChange={(description) => change({ description })}
        />
        <EditorFields
          fields={fields}
          listId={form.list_id}
          errorAt={errorAt}
          onTakeBack={words.takeBackKind}
          onChange={change}
        />
        <TagsField
          text={form.tagText}
          error={errorAt("tags")}
          onChange={(tagText) => {
            // What is chosen is no change that the form hears of.
            forgetFault();
            change({ tagText });
          }}
        />
      </form>
      {below}
    </Pane>
  );
}

/** The second half of a double click on the row, which its first half has opened, lands beside the fields. */
function keepFocus(event: MouseEvent) {
  const isBeside = event.target instanceof Element && !event.target.closest("input, textarea, select, button");
  if (event.detail > 1 && isBeside) event.preventDefault();
}
