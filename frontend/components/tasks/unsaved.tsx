/** What a row says of a task that is not saved. Fetched with the first one. */

import { Icon } from "@/components/ui/icon";

export type UnsavedProps = { refusal: string | undefined; onRetry: () => void };

export default function Unsaved({ refusal, onRetry }: UnsavedProps) {
  return (
    <span className="flex min-w-0 gap-1.5 leading-6">
      <Icon name="cloud-off" className="mt-1.25 size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        <span>{refusal ? `Not synced: ${refusal}. ` : "Not synced yet "}</span>
        <button
          type="button"
          tabIndex={-1}
          onClick={onRetry}
          className="ml-0.5 min-h-6 pointer-coarse:min-h-11 cursor-pointer rounded-sm px-0.5 font-medium text-accent underline underline-offset-2"
        >
          Retry
        </button>
      </span>
    </span>
  );
}
