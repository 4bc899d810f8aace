DELETE FROM todo.change WHERE kind = 'settings';
DROP TABLE todo.settings;
