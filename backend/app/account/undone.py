"""Which command is undone."""

# The change that was named, and the first and last line of its command: they are consecutive. A command of which the
# purge has cut the first lines is not there any more. MATERIALIZED makes PostgreSQL search for the end once.
COMMAND = (
    """named AS (
        SELECT line.item_id, line.kind, line.seq, coalesce(line.command, line.seq) AS command
        FROM account, todo.change line
        WHERE line.user_id = :owner AND line.seq = :seq AND EXISTS (
            SELECT FROM todo.change first
            WHERE first.user_id = :owner AND first.seq = coalesce(line.command, line.seq) OFFSET 0
        )
    )""",
    """command AS MATERIALIZED (
        SELECT named.command AS first, coalesce((
            SELECT next.seq - 1 FROM todo.change next
            WHERE next.user_id = :owner AND next.seq > named.command AND next.command IS DISTINCT FROM named.command
            ORDER BY next.seq LIMIT 1
        ), (
            SELECT final.seq FROM todo.change final WHERE final.user_id = :owner ORDER BY final.seq DESC LIMIT 1
        )) AS last
        FROM named
    )""",
)
