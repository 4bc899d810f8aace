/** The address at which a calendar reads one's tasks: made, shown once, made anew, ended. */
"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "@/lib/api/errors";
import { endFeed, findFeed, makeFeed } from "@/lib/api/feed";
import { Moment } from "../moment";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/dialog";
import { useToast } from "../ui/toast";
import { FeedAddress } from "./feed-address";
import { FormFailure } from "./form-failure";
import { NotLoaded } from "./not-loaded";

type Question = "renew" | "end";

export function CalendarFeed() {
  const { feed, problem, load, show } = useFeed();
  const [address, setAddress] = useState<string>();
  const [question, setQuestion] = useState<Question>();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const section = useRef<HTMLDivElement>(null);
  const toast = useToast();

  /** Says whether it is done. */
  const attempt = async (change: () => Promise<void>) => {
    if (pending) return;
    setPending(true);
    setFailure(undefined);
    try {
      await change();
      setQuestion(undefined);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error.detail);
    } finally {
      setPending(false);
    }
  };
  const make = () =>
    attempt(async () => {
      const made = await makeFeed();
      setAddress(made.address);
      show(made.createdAt);
    });
  const end = () =>
    attempt(async () => {
      await endFeed();
      setAddress(undefined);
      show(null);
      toast({ message: "The calendar address has ended." });
    });
  const ask = (next: Question) => {
    setFailure(undefined);
    setQuestion(next);
  };

  if (problem) return <NotLoaded problem={problem} onRetry={() => void load()} />;
  return (
    // The button that was pressed may be gone; the focus stays with what it was in.
    <div ref={section} tabIndex={-1} className="grid gap-4 outline-none">
      <p className="text-sm text-pretty text-muted">
        Subscribe to the address in Google Calendar, Apple Calendar, Outlook or any other. Whoever knows it can read
        these tasks, without signing in.
      </p>
      {address && <FeedAddress key={address} address={address} />}
      {!question && <FormFailure message={failure} />}
      {feed === null && (
        <div>
          <Button pending={pending} onClick={make}>
            Make an address
          </Button>
        </div>
      )}
      {feed && (
        <>
          {!address && (
            <p className="text-sm text-muted">
              <span>There is an address, made </span>
              <Moment at={feed} />
              <span>. It cannot be shown again.</span>
            </p>
          )}
          <div className="flex flex-wrap gap-3">
            <Button onClick={() => ask("renew")}>Make a new address</Button>
            <Button className="text-danger!" onClick={() => ask("end")}>
              End the address
            </Button>
          </div>
        </>
      )}
      {question && (
        <ConfirmDialog
          open
          onOpenChange={() => !pending && setQuestion(undefined)}
          returnsTo={section}
          title={question === "renew" ? "Make a new address?" : "End the address?"}
          description="Calendars that use the present address get nothing from it any more."
          confirmLabel={question === "renew" ? "Make a new address" : "End the address"}
          onConfirm={(event) => {
            event.preventDefault();
            void (question === "renew" ? make() : end());
          }}
          pending={pending}
          danger
        >
          {failure && <FormFailure message={failure} />}
        </ConfirmDialog>
      )}
    </div>
  );
}

function useFeed() {
  // Undefined until it is known, null where there is none.
  const [feed, show] = useState<Date | null>();
  const [problem, setProblem] = useState<string>();
  const load = useCallback(async () => {
    try {
      show(await findFeed());
      setProblem(undefined);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.detail);
    }
  }, []);
  useEffect(() => void load(), [load]);
  return { feed, problem, load, show };
}
