/** What all views share in the browser: whose app it is, their tasks, what is being written, notes. */
"use client";

import { type ReactNode, useEffect, useLayoutEffect, useState } from "react";
import { Loading } from "@/components/list-states";
import { ToastProvider } from "@/components/ui/toast";
import { UndoProvider } from "@/components/undo/undo";
import { setApi } from "@/lib/api/client";
import { findPerson } from "@/lib/auth/find-person";
import { whenOver } from "@/lib/auth/leave";
import { followSession } from "@/lib/auth/other-tabs";
import { keepPerson, keptPerson, lastPersonId, type Person } from "@/lib/auth/person";
import { PersonContext } from "@/lib/auth/use-person";
import { Commands } from "@/lib/commands/registry";
import { useShortcuts } from "@/lib/commands/shortcuts";
import { CommandsProvider } from "@/lib/commands/use-commands";
import { watchForFirstSettings } from "@/lib/sync/first-settings";
import { Sync } from "@/lib/sync/sync";
import { SyncContext } from "@/lib/sync/tasks";
import { holdUnkept } from "@/lib/sync/unkept";
import { forgetHalfWritten, HalfWritten, HalfWrittenContext } from "@/lib/tasks/half-written";
import { useHydrated } from "@/lib/use-hydrated";

/** `person` is known to the server, but not in the pages that the service worker hands out. */
type ProvidersProps = { apiUrl: string; person: Person | undefined; nonce: string; children: ReactNode };

export function Providers({ person: told, nonce, ...rest }: ProvidersProps) {
  const [person, setPerson] = useState(() => {
    // Radix's dialogs look here for the nonce of the styles they add. Once: a document keeps its first nonce.
    if (typeof window !== "undefined") Object.assign(window, { __webpack_nonce__: nonce });
    return told ?? keptPerson();
  });
  const isKnown = person !== undefined;
  useEffect(() => {
    if (isKnown) return;
    const controller = new AbortController();
    void findPerson(controller.signal).then(setPerson);
    return () => controller.abort();
  }, [isKnown]);
  useEffect(keepWhenAtRest, []);
  const rename = (name: string) => {
    if (!person) return;
    setPerson({ ...person, name });
    keepPerson({ ...person, name });
  };
  // What the server drew knows nobody, or the same person: their name comes when the browser has taken over.
  const isHydrated = useHydrated();
  const shown = isHydrated ? person : undefined;
  // What is written before anybody knows whose it is would be nobody's.
  if (isHydrated && !person) return <Waiting />;
  return (
    <PersonContext value={{ person: shown, rename }}>
      <Own key={person?.id} userId={person?.id} {...rest} />
    </PersonContext>
  );
}

/** The page comes first; what it takes to open it without a connection is fetched a moment later. */
const AT_REST_MS = 1000;

function keepWhenAtRest(): (() => void) | undefined {
  if (process.env.NODE_ENV !== "production") return undefined;
  const controller = new AbortController();
  const waiting = setTimeout(
    () =>
      void import("@/lib/offline/register").then(
        ({ keepAppOffline }) => keepAppOffline(controller.signal),
        () => {},
      ),
    AT_REST_MS,
  );
  return () => {
    clearTimeout(waiting);
    controller.abort();
  };
}

function Waiting() {
  return (
    <main className="mx-auto w-full max-w-3xl px-4 py-20 sm:px-6">
      <Loading />
    </main>
  );
}

type OwnProps = { apiUrl: string; userId: string | undefined; children: ReactNode };

/** What belongs to one person. */
function Own({ apiUrl, userId, children }: OwnProps) {
  const [sync] = useState(() => new Sync(userId ?? ""));
  const [halfWritten] = useState(() => new HalfWritten(userId ?? ""));
  const [commands] = useState(() => new Commands());
  useShortcuts(commands);
  useEffect(followSession, []);
  useEffect(() => whenOver(() => forgetHalfWritten(lastPersonId() === userId ? userId : undefined)), [userId]);
  // Before the effects of the views, some of which ask at once.
  useLayoutEffect(() => {
    if (userId) setApi(apiUrl, userId);
  }, [apiUrl, userId]);
  useEffect(() => watchForFirstSettings(sync), [sync]);
  useEffect(() => holdUnkept(sync, halfWritten), [sync, halfWritten]);
  useEffect(() => {
    if (!userId) return;
    forgetHalfWritten(userId);
    return sync.start();
  }, [sync, userId]);
  return (
    <SyncContext value={sync}>
      <HalfWrittenContext value={halfWritten}>
        <CommandsProvider value={commands}>
          <ToastProvider>
            <UndoProvider>{children}</UndoProvider>
          </ToastProvider>
        </CommandsProvider>
      </HalfWrittenContext>
    </SyncContext>
  );
}
