/** Whether a task should have been done by now. */

import type { Day } from "./day";
import type { Findable } from "./search";

export const isOverdue = (task: Findable, today: Day) =>
  !task.completed && task.due_date !== null && task.due_date < today;
