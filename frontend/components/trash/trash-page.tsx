/** The trash page: what has been deleted, the way back, and the way out for good. */
"use client";

import { useRouter } from "next/navigation";
import { useCallback, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { useUndo } from "@/components/undo/undo";
import type { Command } from "@/lib/commands/registry";
import { useCommands } from "@/lib/commands/use-commands";
import type { List } from "@/lib/domain/list";
import { aboutList, useListActions, useLists } from "@/lib/sync/lists";
import {
  aboutTask,
  isAboutTask,
  type Pending,
  type Refusal,
  type Task,
  useRefusals,
  useTaskActions,
  useView,
} from "@/lib/sync/tasks";
import { useFocusWhenGone } from "@/lib/use-focus-when-gone";
import { Count, Loading, Notice, Refused } from "../list-states";
import { ConnectionBanner } from "../tasks/connection-banner";
import { EmptyTrashDialog, EraseDialog } from "./erase-dialogs";
import { sayContents } from "./say-contents";
import { TrashList } from "./trash-list";
import { TrashLists } from "./trash-lists";
import { isDoneInTrash, useTrash, wentWith } from "./use-trash";

/** More than go in one request. */
const MANY = 100;

const NONE: never[] = [];

type Asking = { tasks: readonly Task[]; lists: readonly List[]; isAll: boolean };

function sayUnerased(unerased: readonly Pick<Pending, "entity">[]): string {
  const tasks = unerased.filter(isAboutTask).length;
  return sayContents(tasks, unerased.length - tasks);
}

/** Not by `listHref`: with the views in this part, the bundler cuts the first page into more files, 1 kB larger together. */
const addressOf = ({ id }: List) => `/list?${new URLSearchParams({ id })}`;

export function TrashPage() {
  const { tasks, lists = NONE, failure, reload } = useTrash();
  const living = useLists()?.byId;
  const listsById = useMemo(
    () => new Map([...lists.map((list): [string, List] => [list.id, list]), ...(living ?? [])]),
    [lists, living],
  );
  const pending = useView((view) => view.pending);
  const unerased = useMemo(() => pending.filter(({ change }) => change.kind === "erase"), [pending]);
  const actions = useTaskActions();
  const listActions = useListActions();
  const toast = useToast();
  const undo = useUndo();
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  /** What may be erased, and whether that is all. */
  const [asking, setAsking] = useState<Asking | null>(null);

  useRefusals(
    useCallback(({ detail }: Refusal) => toast({ kind: "error", message: detail }), [toast]),
    isDoneInTrash,
  );

  /** Where it is to be seen once it is back: what is in no list that is there is in the Inbox. */
  const placeOf = ({ id, completed, list_id }: Task) => {
    const list = living?.get(list_id ?? "");
    const view = completed ? "/completed?" : list ? `${addressOf(list)}&` : "/?";
    return view + new URLSearchParams({ task: id });
  };

  const restore = (task: Task) => {
    const message = `Restored: ${task.title}`;
    undo.record(message, [aboutTask(task.id)], () => actions.restore(task));
    toast({
      message,
      action: { label: "Show", run: () => router.push(placeOf(task)) },
      seconds: 10,
    });
  };

  const restoreList = (list: List) => {
    const message = `Restored, with its tasks: ${list.name}`;
    undo.record(message, [aboutList(list.id)], () => listActions.restoreList(list));
    toast({
      message,
      action: { label: "Show list", run: () => router.push(addressOf(list)) },
      seconds: 10,
    });
  };

  const erase = () => {
    if (!asking) return;
    setAsking(null);
    // Somebody else may have taken it out while the question was open.
    const isThere = new Set([...(tasks ?? []), ...lists].map(({ id }) => id));
    const erasedTasks = asking.tasks.filter(({ id }) => isThere.has(id));
    const erasedLists = asking.lists.filter(({ id }) => isThere.has(id));
    // Tasks go by the hundred, lists one by one: none of the first has to wait for one of the others.
    actions.erase(erasedTasks);
    listActions.eraseLists(erasedLists);
    const isErased = new Set([...erasedTasks, ...erasedLists].map(({ id }) => id));
    undo.forget(({ itemId }) => isErased.has(itemId));
    if (asking.isAll)
      return toast({ message: `${sayContents(erasedTasks.length, erasedLists.length)} deleted for good.` });
    const name = asking.lists[0]?.name ?? asking.tasks[0]?.title;
    toast({ message: isErased.size > 0 ? `Deleted for good: ${name}` : `No longer in the trash: ${name}` });
  };

  const isEmpty = tasks?.length === 0;
  const hasLists = lists.length > 0;
  const hasContents = tasks !== undefined && (hasLists || !isEmpty);
  const empty: Command = {
    id: "empty-trash",
    title: "Empty trash",
    when: () => hasContents,
    run: () => tasks && setAsking({ tasks, lists, isAll: true }),
  };
  useCommands([empty]);
  const Dialog = asking?.isAll ? EmptyTrashDialog : EraseDialog;
  useFocusWhenGone((tasks?.length ?? 0) > 0, () => heading.current);
  useFocusWhenGone(hasLists, () => heading.current);

  return (
    <div className="grid grid-cols-1 gap-6">
      <ConnectionBanner isEmpty={!tasks} />
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold tracking-tight outline-none">
            Trash
          </h1>
          <p className="mt-0.5 text-sm text-pretty text-muted">
            Deleted tasks and lists are kept for 30 days, then erased.
          </p>
        </div>
        {/* Its place is kept, so that nothing moves when the tasks arrive. */}
        <Button onClick={empty.run} className={hasContents ? "" : "invisible"}>
          {empty.title}
        </Button>
      </div>
      {hasLists && (
        <TrashLists
          lists={lists}
          tasks={tasks ?? NONE}
          onRestore={restoreList}
          onErase={(list) => setAsking({ tasks: NONE, lists: [list], isAll: false })}
        />
      )}
      <section aria-labelledby="trash-heading" hidden={isEmpty && hasLists}>
        <div className="mb-2 flex min-h-5 items-center justify-between gap-4" hidden={isEmpty}>
          <h2 id="trash-heading" className="text-sm font-medium text-muted">
            Deleted tasks
          </h2>
          <Count count={tasks?.length} isLoading={!tasks && !failure} />
        </div>
        {unerased.length > MANY && (
          <p role="status" className="mb-2 text-sm text-muted tabular-nums">
            {`${sayUnerased(unerased)} are still being deleted for good.`}
          </p>
        )}
        <div className="overflow-clip rounded-card border border-line bg-surface">
          {tasks ? (
            isEmpty ? (
              <Notice icon="trash-2" title="The trash is empty">
                What you delete waits here in case you want it back.
              </Notice>
            ) : (
              <TrashList
                tasks={tasks}
                lists={listsById}
                onRestore={restore}
                onErase={(task) => setAsking({ tasks: [task], lists: NONE, isAll: false })}
              />
            )
          ) : failure ? (
            <Refused detail={failure} onAct={() => void reload()} />
          ) : (
            <Loading />
          )}
        </div>
      </section>
      {asking && (
        <Dialog
          tasks={asking.tasks}
          lists={asking.lists}
          left={asking.lists[0] ? (tasks?.filter(wentWith(asking.lists[0])).length ?? 0) : 0}
          onErase={erase}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
