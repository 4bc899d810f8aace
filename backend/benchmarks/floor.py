"""The floor: the least work that still fulfils the contract, as a reference for the product.

A bare ASGI program: no framework, no validation, one statement per request, and the JSON that PostgreSQL makes is
sent unchanged. Its tables have the columns of the product's, and its writes keep the same log. Nobody should use it:
it trusts every byte of a body.
"""

import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import jwt

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

TABLES = Path(__file__).with_name("floor.sql")
SHOWN = (
    "id", "user_id", "title", "description", "completed", "due_date", "created_at", "updated_at", "priority", "tags",
    "version", "deleted_at", "list_id", "position", "completed_at", "parent_id", "due_time", "repeat", "repeat_from",
    "remind_before"
)  # fmt: skip
DOCUMENT = f"(SELECT row_to_json(shown) FROM (SELECT {', '.join(f'new.{name}' for name in SHOWN)}) shown)"
TITLE_KEY = "lower($3::varchar)"
WORDS = "to_tsvector('simple', $3::varchar || ' ' || coalesce($4, ''))"
# A write increments the user's counter and inserts a line into the log, as the contract requires.
LOG = """
    logged AS (
        INSERT INTO floor.change (user_id, seq, command, kind, item_id, operation, previous, before, actor)
        SELECT $1, seq, seq, 'task', id, '{operation}', {previous}, {before}, $1 FROM {written}
    )
"""
MADE = {
    "id": "gen_random_uuid()",
    "user_id": "$1::varchar",
    "title": "$3::varchar",
    "description": "$4::varchar",
    "completed": "$5::boolean",
    "due_date": "$6::date",
    "created_at": "clock_timestamp()",
    "updated_at": "clock_timestamp()",
    "priority": "0::smallint",
    "tags": "'{}'::varchar[]",
    "version": "1",
    "deleted_at": "NULL::timestamptz",
    "list_id": "NULL::uuid",
    "position": "'m' || lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000000)::bigint), 13, '0')",
    "completed_at": "CASE WHEN $5::boolean THEN clock_timestamp() END",
    "parent_id": "NULL::uuid",
    "due_time": "NULL::varchar",
    "repeat": "NULL::varchar",
    "repeat_from": "'due'::varchar",
    "remind_before": "NULL::integer",
}
CREATE = f"""
    WITH account AS (
        INSERT INTO floor."user" AS u (id, email, seq, live_tasks) VALUES ($1::varchar, $2, 1, 1)
        ON CONFLICT (id) DO UPDATE SET email = excluded.email, seq = u.seq + 1, live_tasks = u.live_tasks + 1
        RETURNING seq
    ), made AS (
        INSERT INTO floor.task ({", ".join(SHOWN)}, seq, search, title_key, document)
        SELECT new.*, {WORDS}, {TITLE_KEY}, {DOCUMENT}
        FROM (SELECT {", ".join(f"{value} AS {name}" for name, value in MADE.items())}, seq FROM account OFFSET 0) new
        RETURNING id, seq, document
    ), {LOG.format(operation="create", previous="NULL", before="NULL", written="made")}
    SELECT document FROM made
"""
# A read looks up the user's row as well: to fulfil the contract it must know whether the account still exists.
ACCOUNT = '(SELECT seq FROM floor."user" WHERE id = $1)'
LIST = f"""
    SELECT json_agg(document), {ACCOUNT}
    FROM (
        SELECT document FROM floor.task WHERE user_id = $1 AND deleted_at IS NULL ORDER BY created_at DESC, id DESC
    ) shown
"""
READ = f"SELECT document, {ACCOUNT} FROM floor.task WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL"


def changing(operation: str, changes: dict[str, str], also: str = "", live_tasks: str = "live_tasks") -> str:
    """A statement that changes one task."""
    changes = changes | {"updated_at": "clock_timestamp()", "version": "version + 1"}
    new = ", ".join(f"{changes.get(name, name)} AS {name}" for name in SHOWN)
    log = LOG.format(operation=operation, previous="previous", before="before", written="changed")
    return f"""
        WITH old AS (
            SELECT {", ".join(SHOWN)}, seq AS previous, document AS before FROM floor.task
            WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL
        ), account AS (
            UPDATE floor."user" SET seq = seq + 1, live_tasks = {live_tasks} WHERE id = $1 AND EXISTS (SELECT FROM old)
            RETURNING seq
        ), changed AS (
            UPDATE floor.task t
            SET {", ".join(f"{name} = new.{name}" for name in changes)}, seq = new.seq, document = {DOCUMENT} {also}
            FROM (SELECT {new}, seq, previous, before FROM old, account OFFSET 0) new
            WHERE t.user_id = $1 AND t.id = $2
            RETURNING t.id, t.seq, new.previous, new.before, t.document
        ), {log}
        SELECT document FROM changed
    """


REPLACE = changing(
    "update",
    {
        "title": "$3::varchar",
        "description": "$4::varchar",
        "completed": "coalesce($5::boolean, completed)",
        "completed_at": "CASE WHEN coalesce($5::boolean, completed) THEN coalesce(completed_at, clock_timestamp()) END",
        "due_date": "$6::date",
    },
    also=f", search = {WORDS}, title_key = {TITLE_KEY}",
)
EDIT = changing(
    "update",
    {"title": "$3::varchar"},
    also=f", search = {WORDS.replace('$4', 't.description')}, title_key = {TITLE_KEY}",
)
TOGGLE = changing(
    "complete",
    {"completed": "NOT completed", "completed_at": "CASE WHEN NOT completed THEN clock_timestamp() END"},
)
DELETE = changing("delete", {"deleted_at": "clock_timestamp()"}, live_tasks="live_tasks - 1")

users: dict[bytes, tuple[str, str | None]] = {}
pool: Any = None


async def no_reset(_connection: Any) -> None:
    """asyncpg would run a query after every use to reset the session; here each use is one statement."""


async def lifespan(receive: Receive, send: Send) -> None:
    global pool  # noqa: PLW0603
    await receive()
    pool = await asyncpg.create_pool(
        os.environ["DATABASE_URL"], min_size=16, max_size=16, reset=no_reset, server_settings={"TimeZone": "UTC"}
    )
    await pool.execute(TABLES.read_text())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await pool.close()
    await send({"type": "lifespan.shutdown.complete"})


def user_of(scope: Message) -> tuple[str, str | None]:
    token = next(value for name, value in scope["headers"] if name == b"authorization")
    if token not in users:
        claims = jwt.decode(token.removeprefix(b"Bearer "), os.environ["BETTER_AUTH_SECRET"], algorithms=["HS256"])
        users[token] = claims["sub"], claims.get("email")
    return users[token]


async def fields(receive: Receive) -> tuple[Any, ...]:
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    task = json.loads(body)
    due = task.get("due_date")
    return task["title"], task.get("description"), task.get("completed"), due and date.fromisoformat(due)


async def answer(scope: Message, receive: Receive) -> tuple[int, bytes]:
    method, path = scope["method"], scope["path"]
    if path == "/health":
        return 200, b'{"status":"healthy"}'
    user, email = user_of(scope)
    if path == "/api/tasks":
        if method == "GET":
            return 200, b'{"data":%b}' % (await pool.fetchval(LIST, user) or "[]").encode()
        title, description, completed, due = await fields(receive)
        return 201, (await pool.fetchval(CREATE, user, email, title, description, bool(completed), due)).encode()

    task_id = path.split("/")[3]
    if method == "GET":
        task = await pool.fetchval(READ, user, task_id)
    elif method == "PUT":
        task = await pool.fetchval(REPLACE, user, task_id, *await fields(receive))
    elif method == "PATCH" and not path.endswith("/complete"):
        title, *_ = await fields(receive)
        task = await pool.fetchval(EDIT, user, task_id, title)
    elif method == "PATCH":
        task = await pool.fetchval(TOGGLE, user, task_id)
    else:
        task = await pool.fetchval(DELETE, user, task_id)
    if task is None:
        return 404, b'{"detail":"Task not found"}'
    return (204, b"") if method == "DELETE" else (200, b'{"data":%b}' % task.encode())


async def app(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        return await lifespan(receive, send)
    status, body = await answer(scope, receive)
    headers = [] if status == 204 else [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    return await send({"type": "http.response.body", "body": body})
