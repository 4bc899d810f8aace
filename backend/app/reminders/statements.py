"""The worker's statements: what is due, who gets it, and what became of it.

They are about the tasks of all owners. Whatever the number of workers, none waits for another or for a write: a row
that somebody has locked is left for the next look. A reminder on its way is known by its owner, task, receiver and
moment, so that a worker which reports late never touches a newer reminder of the same task.
"""

from sqlalchemy import Boolean, String
from sqlalchemy.dialects.postgresql import ARRAY

from app.postgres.statement import Statement

MAIL = "mail"  # the receiver of a reminder by mail; of one by web push it is the subscription's id
TASKS_AT_ONCE = 20
LEASE_SECONDS = 3

_CHANNELS = {"push": Boolean(), "mail": Boolean()}
# What this service cannot send (any more) stays where it is, for one that can.
_CAN_BE_SENT = f"CASE WHEN delivery.receiver = '{MAIL}' THEN :mail ELSE :push END"
_ROWS = """
    jsonb_to_recordset(:rows) AS done(user_id text, task_id uuid, receiver text, remind_at timestamptz, pause float8)
"""
_IS_THAT_ONE = """
    delivery.user_id = done.user_id AND delivery.task_id = done.task_id AND delivery.receiver = done.receiver
    AND delivery.remind_at = done.remind_at
"""

# Where mail goes; null: nowhere. An address that Better Auth has not verified may be anybody's.
_ADDRESS = "CASE WHEN NOT account.email_unverified THEN account.email END"


def _is_put_away(item: str) -> str:
    """Whether its list is archived, which puts it out of sight (decision 52)."""
    return f"""EXISTS (
        SELECT FROM todo.list WHERE list.user_id = {item}.user_id AND list.id = {item}.list_id AND list.archived
    )"""


# Nobody is told that this is stored, so that nobody waits for the disk or a standby. A report that is lost with the
# server costs a second reminder; and the less time a report takes, the fewer come twice when a worker is killed.
HURRY = Statement("SELECT set_config('synchronous_commit', 'off', true)")

# From a task whose moment has come to a row for each receiver; not if that is a day ago, when nobody could be reminded,
# and not if its list is archived. Erasing an account locks its row and then its tasks; who locked a task first and then
# waited for the account would wait for ever. So this locks both or none.
FAN_OUT = Statement(
    f"""
    WITH due AS (
        SELECT task.user_id, task.id, task.due_date, task.due_time, task.remind_before, task.remind_at,
            task.list_id, {_ADDRESS} AS email
        FROM todo.task task JOIN todo."user" account ON account.id = task.user_id
        WHERE task.remind_at <= now()
        ORDER BY task.remind_at LIMIT {TASKS_AT_ONCE}
        FOR NO KEY UPDATE OF task SKIP LOCKED FOR KEY SHARE OF account SKIP LOCKED
    ), taken AS (
        UPDATE todo.task SET remind_at = NULL FROM due WHERE task.user_id = due.user_id AND task.id = due.id
    ), receiving AS (
        SELECT due.*, CAST(subscription.id AS varchar) AS receiver
        FROM due JOIN todo.push_subscription subscription ON subscription.user_id = due.user_id
        WHERE :push
        UNION ALL
        SELECT due.*, '{MAIL}' FROM due JOIN todo.settings ON settings.user_id = due.user_id
        WHERE :mail AND settings.email_reminders AND due.email IS NOT NULL
    ), made AS (
        INSERT INTO todo.delivery
            (user_id, task_id, receiver, due_date, due_time, remind_before, remind_at, try_at)
        SELECT receiving.user_id, receiving.id, receiving.receiver, receiving.due_date, receiving.due_time,
            receiving.remind_before, receiving.remind_at, receiving.remind_at
        FROM receiving WHERE receiving.due_date IS NOT NULL AND receiving.remind_before IS NOT NULL
            AND receiving.remind_at > now() - interval '1 day' AND NOT {_is_put_away("receiving")}
        ORDER BY receiving.user_id, receiving.id, receiving.receiver
        ON CONFLICT (user_id, task_id, receiver) DO UPDATE SET due_date = excluded.due_date,
            due_time = excluded.due_time, remind_before = excluded.remind_before, remind_at = excluded.remind_at,
            try_at = excluded.try_at
    )
    SELECT count(*) FROM due
    """,
    types=_CHANNELS,
)

# What is sent now, with all that is needed for it. A reminder of what was completed, deleted, moved or archived since,
# or to whom no longer wants any, ends here; so does one that comes again, because other settings have put it later.
# `busy` services have not answered yet, and others do not wait for them.
CLAIM = Statement(
    f"""
    WITH due AS (
        SELECT delivery.*, coalesce(split_part(subscription.endpoint, '/', 3), delivery.receiver) AS service,
            subscription.endpoint, subscription.p256dh, subscription.auth
        FROM todo.delivery LEFT JOIN todo.push_subscription subscription
            ON subscription.user_id = delivery.user_id AND CAST(subscription.id AS varchar) = delivery.receiver
        WHERE delivery.try_at <= now() AND {_CAN_BE_SENT}
            AND coalesce(split_part(subscription.endpoint, '/', 3), delivery.receiver) <> ALL (:busy)
        ORDER BY delivery.try_at LIMIT :many FOR UPDATE OF delivery SKIP LOCKED
    ), seen AS (
        SELECT due.*, task.title, {_ADDRESS} AS email, coalesce(settings.time_zone, 'UTC') AS time_zone,
            task.id IS NOT NULL AND CASE WHEN due.receiver = '{MAIL}'
                THEN coalesce(settings.email_reminders, false) AND {_ADDRESS} IS NOT NULL
                ELSE due.endpoint IS NOT NULL END AS is_wanted
        FROM due JOIN todo."user" account ON account.id = due.user_id
        LEFT JOIN todo.settings ON settings.user_id = due.user_id
        LEFT JOIN todo.task task ON task.user_id = due.user_id AND task.id = due.task_id
            AND NOT task.completed AND task.deleted_at IS NULL AND task.due_date = due.due_date
            AND task.due_time IS NOT DISTINCT FROM due.due_time AND task.remind_before = due.remind_before
            AND task.remind_at IS NULL AND NOT {_is_put_away("task")}
    ), ended AS (
        DELETE FROM todo.delivery USING seen
        WHERE delivery.user_id = seen.user_id AND delivery.task_id = seen.task_id AND delivery.receiver = seen.receiver
            AND NOT seen.is_wanted
    ), leased AS (
        UPDATE todo.delivery SET try_at = now() + interval '{LEASE_SECONDS} s' FROM seen
        WHERE delivery.user_id = seen.user_id AND delivery.task_id = seen.task_id AND delivery.receiver = seen.receiver
            AND seen.is_wanted
    )
    SELECT coalesce(json_agg(json_build_object(
        'user_id', seen.user_id, 'task_id', seen.task_id, 'receiver', seen.receiver, 'service', seen.service,
        'title', seen.title, 'due_date', seen.due_date, 'due_time', seen.due_time, 'remind_at', seen.remind_at,
        'email', seen.email, 'time_zone', seen.time_zone, 'endpoint', seen.endpoint,
        'p256dh', encode(seen.p256dh, 'hex'), 'auth', encode(seen.auth, 'hex')
    ) ORDER BY seen.remind_at), '[]') FROM seen WHERE seen.is_wanted
    """,
    types=_CHANNELS | {"busy": ARRAY(String())},
)

# In how many seconds there is something to do, as far as is known now; null: nothing is.
NEXT = Statement(
    f"""
    SELECT extract(epoch FROM least(
        (SELECT min(task.remind_at) FROM todo.task),
        (SELECT min(delivery.try_at) FROM todo.delivery WHERE {_CAN_BE_SENT})
    ) - clock_timestamp())
    """,
    only_reads=True,
    types=_CHANNELS,
)

# A slow service does not make anybody else send the same again. A worker that was killed renews nothing.
HOLD = Statement(f"""
    WITH mine AS (
        SELECT delivery.user_id, delivery.task_id, delivery.receiver FROM {_ROWS}
        JOIN todo.delivery ON {_IS_THAT_ONE} FOR UPDATE OF delivery SKIP LOCKED
    )
    UPDATE todo.delivery SET try_at = greatest(delivery.try_at, now() + interval '{LEASE_SECONDS} s') FROM mine
    WHERE delivery.user_id = mine.user_id AND delivery.task_id = mine.task_id AND delivery.receiver = mine.receiver
""")
END = Statement(f"DELETE FROM todo.delivery USING {_ROWS} WHERE {_IS_THAT_ONE}")
POSTPONE = Statement(f"""
    UPDATE todo.delivery SET try_at = now() + make_interval(secs => done.pause) FROM {_ROWS} WHERE {_IS_THAT_ONE}
""")
UNSUBSCRIBE = Statement(f"""
    DELETE FROM todo.push_subscription subscription USING {_ROWS}
    WHERE subscription.user_id = done.user_id AND CAST(subscription.id AS varchar) = done.receiver
""")
