"""The feed of changes: first all tasks in pages, then the changes since.

    first page ─▶ more pages of the tasks as of the first page ─▶ all changes since then ─▶ changes since …

Each page ends with a token. A first load pages through the tasks by id, and its token also contains the last id, so
that it can be resumed after an interruption. Changes made meanwhile are in the log, which is read afterwards.
"""

import re
from dataclasses import dataclass
from typing import Any

from app.database import Database
from app.errors import StateForgotten
from app.identity.user import CurrentUser
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned
from app.journal.state import EMPTY, STATE, mark, state
from app.values.text import UUID_TEXT

PAGE = 1000

NIL = "00000000-0000-0000-0000-000000000000"  # the smallest id

# During a first load, the token ends with the id of the last task that was sent. The web app reads that id
# (`frontend/lib/sync/feed.ts`), to know which tasks a page that it has stored says nothing about.
TOKEN = re.compile(rf"({STATE.pattern})(?:~({UUID_TEXT.pattern}))?")

WHERE_IT_STANDS = OwnedStatement(
    f"""
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} END,
        coalesce((SELECT {state("account")} FROM todo."user" account WHERE account.id = :owner), '{EMPTY}')
    """,
    only_reads=True,
)

EVERYTHING = OwnedStatement(
    f"""
    SELECT
        CASE WHEN {IS_ERASED} THEN {ERASED} ELSE (
            SELECT coalesce(json_agg(task.document ORDER BY task.seq), '[]') FROM todo.task
            WHERE task.user_id = :owner AND task.deleted_at IS NULL
        ) END,
        NULL,
        (SELECT json_agg(list.document ORDER BY list.seq) FROM todo.list
            WHERE list.user_id = :owner AND list.deleted_at IS NULL),
        NULL,
        (SELECT settings.document FROM todo.settings WHERE settings.user_id = :owner),
        coalesce((SELECT {state("account")} FROM todo."user" account WHERE account.id = :owner), '{EMPTY}'),
        false
    """,
    only_reads=True,
)

# The last change, if the token of the request is accepted, and whether the log knows the line of `:seq` and `:mark`.
_ACCOUNT = f"""
    account AS (
        SELECT account.seq, account.erased_version, {state("account")} AS state,
            :mark = {mark("account.changed_at")} AND :seq = account.seq
                OR :mark = {mark("account.log_start_at")} AND :seq = account.log_start
                OR :mark IS NULL AND :seq = 0 AND account.log_start = 0
                OR EXISTS (
                    SELECT FROM todo.change line
                    WHERE line.user_id = :owner AND line.seq = :seq AND {mark("line.at")} = :mark
                ) AS is_known
        FROM todo."user" account
        WHERE account.id = :owner AND account.seq > 0
            AND (account.erased_at < to_timestamp(:token_issued_at)) IS NOT FALSE
    )
"""
# An account without a write has no row, or one that does not store yet when an earlier account was erased.
_NO_ACCOUNT = f"""
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} ELSE '[]' END, NULL, NULL, NULL, NULL, '{EMPTY}', false
    WHERE (:mark IS NULL OR {IS_ERASED}) AND NOT EXISTS (SELECT FROM account)
"""

# A page of the tasks as of the state `:seq` and `:mark`, or of now. What has changed since has a higher number.
# All lists and the settings come with the first page.
FIRST_LOAD = OwnedStatement(
    f"""
    WITH {_ACCOUNT}, start AS (
        SELECT CASE WHEN :mark IS NULL THEN account.seq ELSE :seq END AS seq,
            CASE WHEN :mark IS NULL THEN account.state ELSE concat(:mark, '-', :seq) END AS state,
            account.seq AS seq_now
        FROM account WHERE :mark IS NULL OR account.is_known
    ), page AS (
        SELECT task.id, task.document, row_number() OVER (ORDER BY task.id) AS n
        FROM start, todo.task
        WHERE task.user_id = :owner AND task.deleted_at IS NULL AND task.seq <= start.seq
            AND task.id >= coalesce(:id, '{NIL}') AND task.id IS DISTINCT FROM :id
        ORDER BY task.id LIMIT :limit + 1
    )
    SELECT
        coalesce((SELECT json_agg(page.document ORDER BY page.n) FROM page WHERE page.n <= :limit), '[]'),
        NULL::json,
        (SELECT json_agg(list.document ORDER BY list.seq) FROM todo.list
            WHERE list.user_id = :owner AND list.deleted_at IS NULL AND list.seq <= start.seq AND :id IS NULL),
        NULL::json,
        (SELECT settings.document FROM todo.settings
            WHERE settings.user_id = :owner AND settings.seq <= start.seq AND :id IS NULL),
        concat(start.state, (SELECT '~' || page.id FROM page WHERE page.n = :limit AND EXISTS (
            SELECT FROM page WHERE page.n > :limit
        ))),
        start.seq < start.seq_now OR EXISTS (SELECT FROM page WHERE page.n > :limit)
    FROM start
    UNION ALL {_NO_ACCOUNT}
    """,
    only_reads=True,
)


def _latest(kind: str) -> str:
    """A CTE: the items of this kind whose last change is in the page, up to the version that they have, or have had.

    OFFSET 0: each is looked up by its key. Of an erased item it is only known that no version was above
    `erased_version`; an item that is made again under its id begins above it.
    """
    return f"""
        latest_{kind} AS (
            SELECT DISTINCT ON (page.item_id) page.seq, page.item_id, item.document,
                coalesce(item.version, account.erased_version) AS version,
                todo.rfc3339(CASE WHEN item.id IS NULL THEN page.at ELSE item.deleted_at END) AS deleted_at
            FROM account, page LEFT JOIN LATERAL (
                SELECT item.id, item.seq, item.version, item.document, item.deleted_at FROM todo.{kind} item
                WHERE item.user_id = :owner AND item.id = page.item_id OFFSET 0
            ) item ON true
            WHERE page.kind = '{kind}' AND (item.seq = page.seq OR item.id IS NULL AND page.operation = 'erase')
            ORDER BY page.item_id, page.seq DESC
        )
    """


def _shown(kind: str) -> str:
    """Two columns: the items that are there, and what `DeletedItem` says of those that are not."""
    return f"""
        (SELECT json_agg(latest.document ORDER BY latest.seq)
         FROM latest_{kind} latest WHERE latest.deleted_at IS NULL),
        (SELECT json_agg(
            json_build_object('id', latest.item_id, 'deleted_at', latest.deleted_at, 'version', latest.version)
            ORDER BY latest.seq
         ) FROM latest_{kind} latest WHERE latest.deleted_at IS NOT NULL)
    """


# OFFSET 0: they are only looked up if the page has a change of them.
_SETTINGS = """
    SELECT latest.document FROM page, LATERAL (
        SELECT settings.document, settings.seq FROM todo.settings WHERE settings.user_id = :owner OFFSET 0
    ) latest
    WHERE page.kind = 'settings' AND page.seq = latest.seq
"""

# A page of the log. An item that has changed again since comes with a later page; after the last page the client has
# the state of one moment.
SINCE = OwnedStatement(
    f"""
    WITH {_ACCOUNT}, page AS (
        SELECT line.seq, line.kind, line.item_id, line.operation, line.at FROM account, todo.change line
        WHERE account.is_known AND line.user_id = :owner AND line.seq > :seq
        ORDER BY line.seq LIMIT :limit
    ), {_latest("task")}, {_latest("list")}, last AS (
        SELECT page.seq, {mark("page.at")} AS mark FROM page ORDER BY page.seq DESC LIMIT 1
    )
    SELECT changed.*, coalesce((SELECT concat(last.mark, '-', last.seq) FROM last), account.state),
        coalesce((SELECT last.seq < account.seq FROM last), false)
    FROM account, LATERAL (SELECT coalesce(tasks.there, '[]'), tasks.gone, lists.there, lists.gone, ({_SETTINGS}) FROM
        (SELECT {_shown("task")}) tasks (there, gone), (SELECT {_shown("list")}) lists (there, gone)) changed
    WHERE account.is_known
    UNION ALL {_NO_ACCOUNT}
    """,
    only_reads=True,
)


@dataclass(frozen=True, slots=True)
class ChangeFeed:
    """The changes of one user."""

    database: Database
    owner: CurrentUser

    async def state(self) -> str:
        """The current state of the log."""
        _, now = await fetch_owned(self.database, self.owner, WHERE_IT_STANDS)
        return (now or b"").decode()

    async def since(self, token: str | None, limit: int | None = None) -> tuple[bytes, str]:
        """What has changed since the token, as the JSON of `Changes`, and the next token.

        Without a token all tasks, in pages if there is a limit. Raises `StateForgotten` for a token that the log does
        not know, or no longer knows.
        """
        if token is None and limit is None:
            return _page(await fetch_owned(self.database, self.owner, EVERYTHING))
        match = TOKEN.fullmatch(EMPTY if token is None else token)
        if match is None:
            raise StateForgotten
        _, seen_mark, seq, last_id, _ = match.groups()
        if last_id is not None and seen_mark is None:  # an account without a change has nothing to go on with
            raise StateForgotten
        is_loading = token is None or last_id is not None
        position: dict[str, Any] = {"seq": seq or 0, "mark": seen_mark, "limit": limit or PAGE, "id": last_id}
        row = await fetch_owned(self.database, self.owner, FIRST_LOAD if is_loading else SINCE, **position)
        if row[0] is None:
            raise StateForgotten
        return _page(row)


def _page(row: list[bytes | None]) -> tuple[bytes, str]:
    *parts, following, has_more = row
    token = (following or b"").decode()
    data, deleted, lists, deleted_lists = (part or b"[]" for part in parts[:-1])
    settings = parts[-1] or b"null"
    more = b"true" if has_more == b"t" else b"false"
    document = b'{"data":%b,"deleted":%b,"next":"%b","has_more":%b,"lists":%b,"deleted_lists":%b,"settings":%b}'
    return document % (data, deleted, token.encode(), more, lists, deleted_lists, settings), token
