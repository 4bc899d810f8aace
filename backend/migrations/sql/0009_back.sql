DELETE FROM todo.change WHERE kind = 'list';
ALTER TABLE todo.task DROP list_id, DROP position, DROP completed_at;
ALTER TABLE todo."user" DROP last_position;
DROP TABLE todo.list;
DROP FUNCTION todo.position_after, todo.position_at;
