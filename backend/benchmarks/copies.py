"""Making tables large by copying the rows that a program has written itself, whatever columns it has.

So this module names no column that a contender may not have, and copies everything that a program stores with a task.
"""

from psycopg import sql

from benchmarks.postgres import Connection

COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
    ORDER BY ordinal_position
"""
# The values that differ in a copy. A stored document contains the ids of the task and its owner, too.
USER = {"id": "new_user", "email": "new_user || '@example.com'"}
TASK = {
    "id": "new_id",
    "user_id": "new_user",
    "document": "replace(replace(document::text, id::text, new_id::text), user_id, new_user)::json",
}
COUNTED_USER = USER | {"live_tasks": "tasks", "seq": "tasks"}
COUNTED_TASK = TASK | {"seq": "place"}
MANY_USERS = """
    (
        SELECT "user".*, 'reader' || left(md5(id || copy), 26) AS new_user
        FROM "user", generate_series(1, %(copies)s) copy WHERE id LIKE 'reader%%'
    ) original
"""
THEIR_TASKS = """
    (
        SELECT task.*, 'reader' || left(md5(user_id || copy), 26) AS new_user, gen_random_uuid() AS new_id
        FROM task, generate_series(1, %(copies)s) copy WHERE user_id LIKE 'reader%%'
    ) original
"""
ONE_USER = """
    (SELECT *, %(user)s AS new_user, %(tasks)s AS tasks FROM "user" WHERE id LIKE 'reader%%' LIMIT 1) original
"""
ITS_TASKS = """
    (
        SELECT task.*, %(user)s AS new_user, gen_random_uuid() AS new_id, place
        FROM (SELECT * FROM task WHERE user_id LIKE 'reader%%' LIMIT 1) task, generate_series(1, %(tasks)s) place
    ) original
"""


def multiply(connection: Connection, times: int) -> None:
    """That many times as many readers with their tasks; the tasks of a reader are spread over the table."""
    # Without foreign key checks: a million of them would take longer than all the measurements.
    connection.execute("SET session_replication_role = replica")
    values = {"copies": times - 1}
    connection.execute(_copying(connection, "task", TASK, THEIR_TASKS), values)
    connection.execute(_copying(connection, "user", USER, MANY_USERS), values)
    connection.execute("RESET session_replication_role")


def add_user(connection: Connection, user: str, tasks: int) -> list[str]:
    """A new user with that many tasks; returns their ids."""
    values = {"user": user, "tasks": tasks}
    connection.execute(_copying(connection, "user", COUNTED_USER, ONE_USER), values)
    rows = connection.execute(
        _copying(connection, "task", COUNTED_TASK, ITS_TASKS, "RETURNING id::text"), values
    ).fetchall()
    return [task for (task,) in rows]


def _copying(
    connection: Connection, table: str, changed: dict[str, str], originals: str, returning: str = ""
) -> sql.Composed:
    columns = [name for (name,) in connection.execute(COLUMNS, [table]).fetchall()]
    return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(sql.SQL(changed[name]) if name in changed else sql.Identifier(name) for name in columns),
        sql.SQL(originals),
        sql.SQL(returning),
    )
