/** What the app says in passing: short-lived notes with an optional action, and words for screen readers alone. */
"use client";

import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";

export type Toast = {
  message: string;
  action?: { label: string; run: () => void };
  /** What else can be done about it. */
  second?: { label: string; run: () => void };
  kind?: "plain" | "error";
  /** How long it stays; hovering and focus stop the clock. */
  seconds?: number;
  /** Whether it leaves its place to the next one, as what can also be undone elsewhere does. */
  givesWay?: boolean;
  /** What has become of a task; a toast goes as soon as that is no longer so. */
  about?: TaskState;
  /** Whether its action has nothing to do any more; asked when it may be so. */
  isOver?: () => boolean;
};

export type TaskState = { taskId: string; state: "open" | "completed" | "deleted" };

type Speech = {
  toast: (toast: Toast) => void;
  announce: (message: string) => void;
  retract: (isOver: (toast: Toast) => boolean) => void;
};

const SpeechContext = createContext<Speech | null>(null);

function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error("useToast and useAnnounce need a ToastProvider above them.");
  return speech;
}

export const useToast = () => useSpeech().toast;

/** Says it to screen readers only, politely. */
export const useAnnounce = () => useSpeech().announce;

/** Takes back what is no longer so. */
export const useRetract = () => useSpeech().retract;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { id: number })[]>([]);
  const [spoken, setSpoken] = useState({ id: 0, message: "" });
  const lastId = useRef(0);
  const Toaster = useToaster(toasts.length);

  const toast = useCallback((next: Toast) => {
    lastId.current += 1;
    const id = lastId.current;
    // First what has been done shows, and then what is said about it.
    startTransition(() => setToasts((shown) => [...shown.filter((one) => !one.givesWay).slice(-2), { ...next, id }]));
  }, []);
  const announce = useCallback((message: string) => setSpoken(({ id }) => ({ id: id + 1, message })), []);
  const remove = useCallback((id: number) => setToasts((shown) => shown.filter((one) => one.id !== id)), []);
  const retract = useCallback((isOver: (toast: Toast) => boolean) => {
    setToasts((shown) => {
      const left = shown.filter((one) => !isOver(one));
      return left.length < shown.length ? left : shown;
    });
  }, []);
  const speech = useMemo(() => ({ toast, announce, retract }), [toast, announce, retract]);

  return (
    <SpeechContext value={speech}>
      <div className="contents" data-page>
        {children}
      </div>
      {Toaster && <Toaster toasts={toasts} onGone={remove} />}
      {/* A new key is a new node, so that the same words are read again; aria-live also keeps it audible behind a dialog. */}
      <div role="status" aria-live="polite" className="sr-only">
        <span key={spoken.id}>{spoken.message}</span>
      </div>
    </SpeechContext>
  );
}

/** What shows them is 15 kB, fetched as soon as somebody does anything; a failed try is repeated with the next toast. */
function useToaster(wanted: number) {
  const [module, setModule] = useState<typeof import("./toaster")>();
  const isMissing = !module;

  useEffect(() => {
    if (!isMissing) return;
    const load = () => void import("./toaster").then(setModule).catch(() => {});
    if (wanted > 0) load();
    window.addEventListener("pointerdown", load, { once: true });
    window.addEventListener("keydown", load, { once: true });
    return () => {
      window.removeEventListener("pointerdown", load);
      window.removeEventListener("keydown", load);
    };
  }, [isMissing, wanted]);

  return module?.Toaster;
}
