/** What a task and every other kind of item have. */
export type Item = { id: string; version: number; created_at: string; deleted_at: string | null };
