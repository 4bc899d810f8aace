/** A dialog that asks for a name: what is wrong with it is said at its field, and the dialog closes when nothing is. */
"use client";

import { type ChangeEvent, type FormEvent, useState } from "react";

type Names = {
  initial: string;
  /** What is wrong with what is written. */
  faultIn: (text: string) => { message: string } | null | undefined;
  onSave: (text: string) => void;
  onClose: () => void;
};

export function useName({ initial, faultIn, onSave, onClose }: Names) {
  const [text, setText] = useState(initial);
  const [error, setError] = useState<string>();
  const save = (event: FormEvent<HTMLFormElement>) => {
    const fault = faultIn(text);
    if (!fault) {
      onSave(text);
      return onClose();
    }
    setError(fault.message);
    event.currentTarget.querySelector("input")?.focus();
  };
  const change = (event: ChangeEvent<HTMLInputElement>) => {
    setText(event.target.value);
    setError(undefined);
  };
  /** `field` is for the input. */
  return { text, save, field: { label: "Name", value: text, error, onChange: change } };
}
