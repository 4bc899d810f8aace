/** What is below what, as the API has it. */

import type { Editable, Task } from "../../lib/domain/task";
import { Refused } from "./refused";

const MOST_LEVELS = 5;

export class ModelSubtasks {
  /** Whether there was ever one: most tests have none, and thousands of tasks. */
  hasAny = false;

  constructor(private readonly tasks: ReadonlyMap<string, Task>) {}

  /** From the children down. */
  below(id: string, isMeant: (task: Task) => boolean): Task[] {
    if (!this.hasAny) return [];
    const children = [...this.tasks.values()].filter((task) => task.parent_id === id && isMeant(task));
    return children.flatMap((child) => [child, ...this.below(child.id, isMeant)]);
  }

  /** From the parent up; undefined: it is not there. */
  above(id: string | null): Task[] | undefined {
    if (id === null) return [];
    const parent = this.tasks.get(id);
    if (!parent || parent.deleted_at !== null) return undefined;
    return [parent, ...(this.above(parent.parent_id) ?? [])];
  }

  /** Whether it is below something that is there, in the same list, not below itself, and not too deep. */
  isPlaced(task: Task): boolean {
    const above: Task[] = [];
    for (let id = task.parent_id; id !== null; ) {
      const parent = this.tasks.get(id);
      if (!parent || parent.deleted_at !== null || parent.id === task.id || above.length > MOST_LEVELS) return false;
      above.push(parent);
      id = parent.parent_id;
    }
    const isInList = !above[0] || above[0].list_id === task.list_id;
    return isInList && above.length + this.levelsFrom(task.id) <= MOST_LEVELS;
  }

  levelsFrom(id: string): number {
    const children = [...this.tasks.values()].filter((task) => task.parent_id === id && task.deleted_at === null);
    return 1 + Math.max(0, ...children.map((child) => this.levelsFrom(child.id)));
  }

  /** Where the fields put a task: below its parent, and in the parent's list. */
  placed(id: string, task: Partial<Task>, fields: Partial<Editable>): Partial<Editable> {
    const { parent_id, list_id } = fields;
    if (parent_id) {
      const above = this.above(parent_id);
      if (!above) throw new Refused(422, "Task not found", "parent_id");
      if (above.some((one) => one.id === id)) throw new Refused(422, "A task cannot be below itself", "parent_id");
      if (above.length + this.levelsFrom(id) > MOST_LEVELS)
        throw new Refused(422, "Tasks can be at most 5 levels deep", "parent_id");
      return { ...fields, list_id: above[0]?.list_id ?? null };
    }
    const leaves = parent_id === undefined && list_id !== undefined && list_id !== task.list_id;
    return leaves ? { ...fields, parent_id: null } : fields;
  }
}
