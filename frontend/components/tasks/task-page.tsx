/** The task page: what is added, what narrows the list down, and the list. */
"use client";

import { type ComponentType, lazy, Suspense, useMemo, useRef } from "react";
import { Loading, Refused } from "@/components/list-states";
import { familyOf } from "@/lib/domain/family";
import { useListFacts, useLists } from "@/lib/sync/lists";
import {
  type NewTask,
  type Task,
  useConflicts,
  useConnection,
  useShownTasks,
  useSync,
  useView,
} from "@/lib/sync/tasks";
import { onTop } from "@/lib/tasks/adding";
import { useLocale, useToday } from "@/lib/tasks/use-today";
import { useFocusWhenGone } from "@/lib/use-focus-when-gone";
import { useMedia } from "@/lib/use-media";
import { useSteady } from "@/lib/use-steady";
import { defaultsIn } from "@/views/tasks";
import { useAddress } from "@/views/use-address";
import { AddTask } from "./add-task";
import { ConnectionBanner } from "./connection-banner";
import { Empty, OutOfReach, PaneOutOfReach } from "./empty";
import type { MissingTaskProps } from "./missing-task";
import { PageHeading } from "./page-heading";
import { SearchBar } from "./search-bar";
import { TaskList } from "./task-list";
import { useAfterUndo } from "./use-after-undo";
import { useHidden } from "./use-hidden";
import { useLingering } from "./use-lingering";
import type { TaskListHandle } from "./use-list-handle";
import { usePageCommands } from "./use-page-commands";
import { usePane } from "./use-pane";
import { usePlacing } from "./use-placing";
import { useRefused } from "./use-refused";
import { useShown, useSpokenCount } from "./use-shown";
import { useTaskCommands } from "./use-task-commands";
import { useTree } from "./use-tree";

// They come with an answer of the API, so that it can be reached.
const Conflicts = lazy(() => import("./conflicts"));
const loadPane = () => import("./task-pane");
// Without a connection it may not be had, if it never was.
const TaskPane = lazy(() => loadPane().catch(() => ({ default: PaneOutOfReach })));
const MissingTask = lazy<ComponentType<MissingTaskProps>>(() =>
  import("./missing-task").catch(() => ({ default: () => null })),
);

export function TaskPage() {
  const place = useAddress();
  const { view, query, of } = place;
  const today = useToday();
  const locale = useLocale();
  const { reload } = useSync();
  const tasks = useShownTasks();
  const conflicts = useConflicts();
  const refused = useView((view) => view.refused);
  const isTouched = useMedia("(pointer: coarse)");
  const outage = useConnection();
  const addBox = useRef<HTMLInputElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const list = useRef<TaskListHandle>(null);

  const lists = useLists();
  const listFacts = useListFacts();
  const facts = useMemo(() => ({ today, of, ...listFacts }), [today, of, listFacts]);
  const at = `${view.path} ${of}`;
  const { lingering, linger } = useLingering(at);
  const shown = useShown(tasks, place, facts, locale, lingering);
  const defaults = useMemo(() => defaultsIn({ view, query }, facts, tasks ?? []), [view, query, facts, tasks]);
  const isByHand = (place.sort ?? view.sort) === "position" && !view.order;
  // Where people put things in order themselves, what is new is on top.
  const add = useSteady((added: readonly NewTask[]) => commands.add(isByHand ? onTop(added, shown?.[0]) : added));
  const section = useMemo(
    () => view.section && ((task: Task) => view.section?.(task, facts, locale)),
    [view, facts, locale],
  );
  const isSearched = query.trim() !== "";
  const { rows, folded, fold, reveal } = useTree(shown, tasks, view.isOfOneList === true && !isSearched);
  const { hides, show } = useHidden({ tasks, shown, place, facts, list, reveal });
  const commands = useTaskCommands({ tasks, hides, show, linger });
  const { pane, editing, missing, open, close, openTask, closeTask } = usePane({ tasks, place, commands, list });

  useRefused();
  useAfterUndo({ place, tasks, editing, close, hides, list, addBox });

  const isOutOfReach = outage?.isCertain ?? false;
  const isLoading = !shown && !refused && !isOutOfReach;

  const leaveField = () => {
    if (shown?.length) list.current?.move(0);
    else (document.activeElement as HTMLElement | null)?.blur();
  };

  const { shift, sayWhyNot } = usePlacing({
    rows,
    tasks,
    order: { isSearched, isFixed: view.order !== undefined },
    commands,
    unfold: (parent) => folded.has(parent.id) && fold(parent),
  });

  const currentList = view.param === "id" ? lists?.byId.get(of) : undefined;
  const clearSearch = () => {
    place.setQuery("");
    searchBox.current?.focus();
  };

  usePageCommands({ addBox, searchBox, list, pane });
  useSpokenCount(shown?.length, place);
  useFocusWhenGone(shown?.length !== 0, () => addBox.current);

  return (
    <>
      <div className="grid grid-cols-1 gap-4">
        <ConnectionBanner isEmpty={!tasks} />
        <PageHeading
          place={place}
          list={currentList}
          facts={facts}
          locale={locale}
          count={shown?.length}
          isLoading={isLoading}
        >
          <SearchBar place={place} searchRef={searchBox} onClearSearch={clearSearch} onLeave={leaveField} />
        </PageHeading>
        {conflicts.length > 0 && (
          <Suspense>
            <Conflicts conflicts={conflicts} />
          </Suspense>
        )}
        <AddTask ref={addBox} defaults={defaults} onAdd={add} isAdded={commands.isAdded} onLeave={leaveField} />
        <section aria-labelledby="list-heading">
          <div className="overflow-clip rounded-card border border-line bg-surface print:overflow-visible print:rounded-none print:border-x-0">
            {rows && tasks ? (
              rows.length > 0 ? (
                <TaskList
                  ref={list}
                  rows={rows}
                  at={at}
                  family={familyOf(tasks)}
                  folded={folded}
                  onFold={fold}
                  section={section}
                  lists={view.isOfOneList ? undefined : lists?.byId}
                  openId={editing?.seen.id}
                  onOpen={openTask}
                  onShift={isByHand && !isSearched ? shift : undefined}
                  onShiftless={sayWhyNot}
                  isByDay={view.isByDay}
                  query={query}
                  today={today}
                  locale={locale}
                  commands={commands}
                  onTag={isTouched ? undefined : place.showTag}
                  hasDueButtons={!isTouched}
                />
              ) : (
                <Empty place={place} tasks={tasks} {...facts} locale={locale} onClearSearch={clearSearch} />
              )
            ) : refused ? (
              <Refused detail={refused} onAct={reload} />
            ) : isOutOfReach ? (
              <OutOfReach />
            ) : (
              <Loading />
            )}
          </div>
        </section>
      </div>
      {missing && (
        <Suspense>
          <MissingTask key={missing} id={missing} onClose={place.closeTask} />
        </Suspense>
      )}
      {/* What is kept of a task that was open is not known to the server. */}
      {tasks && editing && (
        <Suspense>
          <TaskPane
            key={`${editing.seen.id} ${editing.turn}`}
            ref={pane}
            editing={editing}
            current={tasks?.find(({ id }) => id === editing.seen.id)}
            family={familyOf(tasks)}
            commands={commands}
            onAdd={add}
            onOpen={openTask}
            onClose={closeTask}
            onReopen={open}
            onRemoved={close}
          />
        </Suspense>
      )}
    </>
  );
}
