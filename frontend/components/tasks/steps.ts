/** The steps by which a task moves, in the order by hand: the menu of what is selected and the palette have them from here. */

import type { Command } from "@/lib/commands/registry";
import type { Family } from "@/lib/domain/family";
import type { Task } from "@/lib/sync/tasks";
import { type Direction, placedBy } from "@/lib/tasks/placing";

export type Stepping = {
  /** The one that is to move. */
  meant: () => Task | undefined;
  /** Those that are shown, in their order. */
  rows: readonly Task[];
  family: Family<Task>;
  onShift: (task: Task, direction: Direction) => void;
};

type Step = Command &
  Required<Pick<Command, "when">> & {
    /** Its name in a menu of such steps. */
    name: string;
  };

const NAMES: Record<Direction, string> = { up: "Up", down: "Down", in: "Into the task above", out: "Out of its task" };

export const stepsOf = ({ meant, rows, family, onShift }: Stepping): Step[] =>
  (Object.keys(NAMES) as Direction[]).map((direction) => ({
    id: `move-${direction}`,
    name: NAMES[direction],
    title: `Move ${NAMES[direction].toLowerCase()}`,
    when: () => {
      const task = meant();
      return task !== undefined && placedBy(task, direction, rows, family) !== undefined;
    },
    run: () => {
      const task = meant();
      if (task) onShift(task, direction);
    },
  }));
