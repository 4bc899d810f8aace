/** The task page: what is added, what narrows the list down, and the list. */
"use client";

import { Keyboard } from "lucide-react";
import {
  lazy,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react";
import { Count, Loading, Refused, sayCount } from "@/components/list-states";
import { Button } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/toast";
import { useCommands } from "@/lib/commands/use-commands";
import { type Task, useConnection, useTasks } from "@/lib/sync/tasks";
import { type Day, toDate } from "@/lib/tasks/day";
import { searchTasks } from "@/lib/tasks/search";
import { sortTasks } from "@/lib/tasks/sort";
import { useLocale, useToday } from "@/lib/tasks/use-today";
import { countByView, defaultsIn } from "@/views/tasks";
import { type Place, useAddress } from "@/views/use-address";
import { AddTask } from "./add-task";
import { Conflicts } from "./conflicts";
import { ConnectionBanner } from "./connection-banner";
import { Empty, OutOfReach } from "./empty";
import { FilterBar } from "./filter-bar";
import { isOnRow, TaskList, type TaskListHandle } from "./task-list";
import { useEditing } from "./use-editing";
import { useHidden } from "./use-hidden";
import { useLingering } from "./use-lingering";
import { useTaskCommands } from "./use-task-commands";

const loadHelp = () => import("./shortcuts-help");
const ShortcutsHelp = lazy(loadHelp);

/** Long enough for somebody to have stopped typing. */
const PAUSE_MS = 700;

export function TaskPage() {
  const place = useAddress();
  const { view, query } = place;
  const today = useToday();
  const locale = useLocale();
  const { tasks, pending, unsynced, conflicts, refused, keeps, reload } = useTasks();
  const outage = useConnection();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const addBox = useRef<HTMLInputElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const list = useRef<TaskListHandle>(null);

  const showReturned = useCallback((taskId: string) => {
    if (list.current) list.current.focus(taskId);
    else addBox.current?.focus();
  }, []);
  const counts = useMemo(() => tasks && countByView(tasks, { today }), [tasks, today]);
  const { lingering, linger } = useLingering(view);
  const found = useShown(tasks, place, today, lingering);
  const { editing, setEditing, rows: shown } = useEditing(found);
  const defaults = useMemo(() => defaultsIn(view, query, { today }, tasks ?? []), [view, query, today, tasks]);
  const { hides, show } = useHidden({ tasks, shown, place, today, list });
  const commands = useTaskCommands({ tasks, onReturned: showReturned, hides, show, linger });

  const isOutOfReach = outage?.isCertain ?? false;
  const isLoading = !shown && !refused && !isOutOfReach;

  const leaveField = () => {
    if (shown?.length) list.current?.move(0);
    else (document.activeElement as HTMLElement | null)?.blur();
  };

  // Without a connection it may not be had, and then nothing happens.
  const openHelp = () =>
    void loadHelp().then(
      () => setHelpOpen(true),
      () => {},
    );

  const clearSearch = () => {
    place.setQuery("");
    searchBox.current?.focus();
  };

  const search = () => {
    searchBox.current?.focus();
    searchBox.current?.select();
  };
  useCommands([
    { id: "add", title: "New task", keys: ["n"], run: () => addBox.current?.focus() },
    { id: "search", title: "Search", keys: ["/"], run: search },
    { id: "next", title: "Next task", keys: ["j"], isRepeatable: true, run: () => list.current?.move(1) },
    { id: "previous", title: "Previous task", keys: ["k"], isRepeatable: true, run: () => list.current?.move(-1) },
    { id: "toggle", title: "Complete or reopen", keys: ["x"], when: isOnRow, run: () => list.current?.toggle() },
    { id: "edit", title: "Edit", keys: ["e"], when: isOnRow, run: () => list.current?.edit() },
    { id: "delete", title: "Delete", keys: ["#"], when: isOnRow, run: () => list.current?.remove() },
    { id: "help", title: "This help", keys: ["?"], run: openHelp },
  ]);
  useSpokenCount(shown?.length, place);
  // An emptied list has no row to keep the focus.
  const isEmpty = shown?.length === 0;
  useEffect(() => {
    if (isEmpty && document.activeElement === document.body) addBox.current?.focus();
  }, [isEmpty]);

  return (
    <div className="grid grid-cols-1 gap-6">
      <ConnectionBanner unsynced={pending.length} isEmpty={!tasks} keeps={keeps} />
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-2xl font-semibold tracking-tight">Tasks</h1>
          <p className="mt-0.5 min-h-5 text-sm text-muted">
            {today && toDate(today).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" })}
          </p>
        </div>
        <Button
          variant="ghost"
          size="icon"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts"
          onClick={openHelp}
          className="print:hidden"
        >
          <Keyboard aria-hidden className="size-5" />
        </Button>
      </div>
      <Conflicts conflicts={conflicts} pending={pending} today={today} locale={locale} onChoose={commands.resolve} />
      <AddTask ref={addBox} defaults={defaults} onAdd={commands.add} isAdded={commands.isAdded} onLeave={leaveField} />
      <FilterBar place={place} counts={counts} searchRef={searchBox} onClearSearch={clearSearch} onLeave={leaveField} />
      <section aria-labelledby="list-heading">
        <div className="mb-2 flex min-h-5 items-center justify-between gap-4 px-1">
          <h2 id="list-heading" className="text-sm font-medium text-muted">
            {view.title}
          </h2>
          <Count count={shown?.length} isLoading={isLoading} />
        </div>
        <div className="overflow-clip rounded-card border border-line bg-surface print:overflow-visible print:rounded-none print:border-x-0">
          {shown && tasks ? (
            shown.length > 0 ? (
              <TaskList
                ref={list}
                tasks={shown}
                unsynced={unsynced}
                editing={editing}
                onEditing={setEditing}
                today={today}
                locale={locale}
                commands={commands}
                onTag={place.showTag}
              />
            ) : (
              <Empty place={place} tasks={tasks} today={today} locale={locale} onClearSearch={clearSearch} />
            )
          ) : refused ? (
            <Refused detail={refused} onRetry={reload} />
          ) : isOutOfReach ? (
            <OutOfReach />
          ) : (
            <Loading />
          )}
        </div>
      </section>
      <Suspense>{isHelpOpen && <ShortcutsHelp onClose={() => setHelpOpen(false)} />}</Suspense>
    </div>
  );
}

function useShown(
  tasks: Task[] | undefined,
  { view, sort, ...place }: Place,
  today: Day,
  lingering: ReadonlySet<string>,
): Task[] | undefined {
  // Typing stays quick while ten thousand are searched.
  const query = useDeferredValue(place.query);
  const inView = useMemo(
    () => tasks?.filter((task) => view.has(task, { today }) || lingering.has(task.id)),
    [tasks, view, today, lingering],
  );
  const sorted = useMemo(() => inView && sortTasks(inView, sort), [inView, sort]);
  return useMemo(() => sorted && searchTasks(sorted, query, tasks), [sorted, query, tasks]);
}

/** Says how many are left after the person has narrowed the list down, not after each change of a task. */
function useSpokenCount(count: number | undefined, { view, query }: Place) {
  const announce = useAnnounce();
  const asked = `${view.path} ${query}`;
  const before = useRef(asked);
  const say = useEffectEvent(() => count !== undefined && announce(sayCount(count)));
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    const timer = setTimeout(() => say(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [asked]);
}
