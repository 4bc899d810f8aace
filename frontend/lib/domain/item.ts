/** What a task and every other kind of item have. */
export type Item = { id: string; version: number; created_at: string; deleted_at: string | null };

/** The id, in this browser, of what there is always one of, and what has no id at the API. */
export const ONLY = "only";

/** The one of its kind, as the API has told it, in the form of every item. */
export const onlyItem = (told: { version: number }): Item => ({ ...told, id: ONLY, created_at: "", deleted_at: null });
