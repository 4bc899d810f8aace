DROP FUNCTION todo.title_key(text), todo.tag_keys(varchar[]), todo.words_of(varchar, varchar);
ALTER FUNCTION todo.title_key_unicode(text) RENAME TO title_key;
ALTER FUNCTION todo.fold_each(varchar[]) RENAME TO tag_keys;
ALTER FUNCTION todo.words_of_unicode(varchar, varchar) RENAME TO words_of;
