/** A form's life: check, send, show what is wrong where it is wrong, and take the focus there. */
"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Problem } from "@/lib/auth/problems";
import { useHydrated } from "@/lib/use-hydrated";

type Values<Name extends string> = Record<Name, string>;

type Form<Name extends string> = {
  /** A sentence for each field that must not be empty. */
  required: Values<Name>;
  /** Answers with what is wrong, or with nothing. */
  send: (values: Values<Name>, form: HTMLFormElement) => Promise<Problem<Name> | undefined>;
};

export function useForm<Name extends string>({ required, send }: Form<Name>) {
  const names = Object.keys(required) as Name[];
  const sent = useRef<HTMLFormElement>(null);
  const [pending, setPending] = useState(false);
  const [problems, setProblems] = useState<Problem<Name>[]>([]);

  useEffect(() => {
    const first = problems.find(({ field }) => field)?.field;
    const input = first && sent.current?.elements.namedItem(first);
    if (input instanceof HTMLElement) input.focus();
  }, [problems]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = event.currentTarget;
    sent.current = form;
    const data = new FormData(form);
    const values = Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? "")])) as Values<Name>;
    const missing = names.filter((name) => !values[name].trim());
    setProblems(missing.map((field) => ({ field, message: required[field] })));
    if (missing.length > 0) return;
    setPending(true);
    const problem = await send(values, form);
    setPending(false);
    if (problem) setProblems([problem]);
  };

  const errorOf = (field: Name | undefined) => problems.find((problem) => problem.field === field)?.message;
  /** Before that the browser would send the form itself, to nobody; and a page that is fetched late is drawn anew, without what was typed. */
  const isReady = useHydrated();
  return { isReady, pending, submit, errorOf, failure: errorOf(undefined) };
}
