/** The way to what is wrong in a form of a task. */

export function focusFault(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
}
