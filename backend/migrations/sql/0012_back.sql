ALTER TABLE todo.task DROP due_time, DROP repeat, DROP repeat_from;
DROP FUNCTION todo.next_occurrence, todo.day_in_month, todo.repeat_on, todo.day_at;
DROP TYPE todo.occurrence;
