/** Where one is signed in, and signing out there. */
"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { authClient } from "@/lib/auth/client";
import type { Device } from "@/lib/auth/device";
import { problemOf } from "@/lib/auth/problems";
import { Moment } from "../moment";
import { Button } from "../ui/button";
import { useToast } from "../ui/toast";
import { NotLoaded } from "./not-loaded";

type Session = { id: string; isThisOne: boolean; device: Device; signedInAt: string; lastSeenAt: string };

const ALL = "all";

export function SessionList() {
  const { sessions, problem, load } = useSessions();
  const toast = useToast();
  const list = useRef<HTMLUListElement>(null);
  const [pending, setPending] = useState<string>();
  const others = sessions.filter((session) => !session.isThisOne);

  const revoke = async (which: string, done: string) => {
    setPending(which);
    const problem = await problemOf(
      which === ALL ? authClient.revokeOtherSessions() : authClient.$fetch(`/sessions/${which}`, { method: "DELETE" }),
    );
    setPending(undefined);
    if (problem) return toast({ kind: "error", message: problem.message });
    toast({ message: done });
    // The button is about to go; the focus stays with the list that it was in.
    list.current?.focus();
    await load();
  };

  if (problem) return <NotLoaded problem={problem} onRetry={() => void load()} />;
  return (
    <div className="grid justify-items-start gap-5">
      <ul ref={list} tabIndex={-1} aria-label="Sessions" className="w-full divide-y divide-line outline-none">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            pending={pending === session.id}
            onRevoke={() => revoke(session.id, `${session.device.name} is signed out.`)}
          />
        ))}
      </ul>
      {others.length > 1 && (
        <Button pending={pending === ALL} onClick={() => revoke(ALL, "Every other session is signed out.")}>
          Sign out all others
        </Button>
      )}
    </div>
  );
}

function useSessions() {
  const [sessions, setSessions] = useState<Session[]>([]);
  const [problem, setProblem] = useState<string>();
  const load = useCallback(async () => {
    const answer = authClient.$fetch<Session[]>("/sessions");
    const failed = await problemOf(answer);
    setProblem(failed?.message);
    if (!failed) setSessions((await answer).data ?? []);
  }, []);
  useEffect(() => void load(), [load]);
  return { sessions, problem, load };
}

type SessionRowProps = { session: Session; pending: boolean; onRevoke: () => void };

function SessionRow({ session, pending, onRevoke }: SessionRowProps) {
  const { device, isThisOne, signedInAt, lastSeenAt } = session;
  return (
    <li className="flex flex-wrap items-center gap-3.5 py-3.5 first:pt-0 last:pb-0">
      <Icon name={device.isPhone ? "smartphone" : "laptop"} className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-[1_1_10rem] text-sm">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span>{device.name}</span>
          {isThisOne && (
            <span className="rounded-full bg-accent-soft px-2 py-0.5 text-xs font-medium text-accent forced-colors:border">
              This device
            </span>
          )}
        </div>
        <div className="text-muted">
          {!isThisOne && (
            <span>
              Last seen <Moment at={new Date(lastSeenAt)} /> ·{" "}
            </span>
          )}
          <span>
            Signed in <Moment at={new Date(signedInAt)} />
          </span>
        </div>
      </div>
      {!isThisOne && (
        <Button size="sm" pending={pending} onClick={onRevoke} aria-label={`Sign out ${device.name}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
