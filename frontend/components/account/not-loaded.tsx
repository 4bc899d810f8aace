/** In place of what a section shows, when that could not be had. */

import { Button } from "../ui/button";

export function NotLoaded({ problem, onRetry }: { problem: string; onRetry: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm text-muted">
      <p>{problem}</p>
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
