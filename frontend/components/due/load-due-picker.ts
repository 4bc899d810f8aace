/** The picker is fetched by whoever reaches for it first. */

export const loadDuePicker = () => import("./due-picker");

/** For rows, of which there are too many for a hook of their own. */
export const reachDuePicker = () => void loadDuePicker().catch(() => {});
