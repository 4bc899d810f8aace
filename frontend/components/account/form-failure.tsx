/** What is wrong with a form as a whole, announced when it appears. */

import { Icon } from "@/components/ui/icon";

export function FormFailure({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <p
      role="alert"
      className="flex items-start gap-2.5 justify-self-stretch rounded-control bg-danger-soft px-3.5 py-3 text-sm text-danger"
    >
      <Icon name="circle-alert" className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 wrap-anywhere whitespace-pre-line">{message}</span>
    </p>
  );
}
