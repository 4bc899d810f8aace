/** What everything has that the API keeps for a person: a task, and whatever kinds of things are to come. */
export type Item = { id: string; version: number; created_at: string; deleted_at: string | null };
