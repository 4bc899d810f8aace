"""Importing tasks, lists and settings: a whole file, all or none, as one command. Each kind is one statement."""

import asyncio
import json
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from typing import Any

import psycopg

from app.account import settings
from app.account.files import TaskFile
from app.account.files.contents import patches
from app.account.fresh_ids import new_ids
from app.account.merging import COUNTS, TOLD, TYPES, Content, everything, numbered
from app.account.misplaced import SUBTASKS, check_places
from app.account.missing import naming_rows
from app.errors import Conflict, DomainError, InvalidInput, InvalidToken
from app.journal.answers import KeyUse
from app.journal.items import Items
from app.journal.log import LAST, account, answering, counted, logged, refusing
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement
from app.journal.refusals import error_for, refusal_of
from app.journal.writer import (
    LONG_TIMEOUT_SECONDS,
    MANY_ITEMS,
    Expected,
    IdempotencyKey,
    Operation,
    OperationKind,
    Outcome,
    Writer,
)
from app.lists.fields import LISTS
from app.tasks.fields import TASKS
from app.tasks.of_list import LEAVE_LISTS
from app.tasks.placing import place_tasks


def _import(items: Items, key_use: KeyUse, begins: bool, content: Content, *, is_long: bool) -> str:
    new = items.columns_of("new")
    made = new | items.derived(new) | {"user_id": ":owner", "seq": "new.seq", "document": items.document(new)}
    tasks = {
        "live_tasks": "stored.live_tasks + (SELECT delta.live FROM delta)",
        "trashed_tasks": "stored.trashed_tasks + (SELECT delta.trashed FROM delta)",
    }
    insert = f"""
        INSERT INTO {items.table} AS item ({", ".join(made)}) SELECT {", ".join(made.values())} FROM numbered new
    """
    # An upsert finds each item by its key, whatever number of rows the planner expects.
    upsert = f"{insert} {{which}} ON CONFLICT (user_id, id) DO UPDATE SET {items.upserted(made)}"
    # Where there are many, a second part costs less than looking for each new item once more.
    only_new = [f"made AS ({insert} WHERE NOT new.is_there)"] if is_long else []
    kept = [f"kept AS ({upsert.format(which='WHERE new.is_there' if is_long else '')})"] if content.ids else []
    parts = [
        f"account AS ({account(key_use, may_begin=begins)})",
        *numbered(items, content),
        *only_new,
        *kept,
        """changed AS NOT MATERIALIZED (
            SELECT numbered.id AS item_id, numbered.position, numbered.seq, numbered.previous, numbered.before,
                account.command, account.at
            FROM numbered, account
        )""",
        counted(
            LAST,
            last_position="greatest(stored.last_position, (SELECT max(changed.position) FROM changed))",
            erased_at="(SELECT account.erased_at FROM account)",
            erased_version="(SELECT account.erased_version FROM account)",
            **(tasks if items is TASKS else {}),
        ),
        logged(items.kind, "import"),
    ]
    counts = COUNTS.format(told=TOLD if items is TASKS else "")
    outcome = f"""
        CASE WHEN problem.reason IS NULL THEN {counts} ELSE {refusing("ELSE problem.reason")} END AS document,
        NULL::varchar AS tag,
        (SELECT changed.command FROM changed LIMIT 1) AS command
    """
    return answering(key_use, parts, outcome, "NULL::uuid", "problem")


def _preview(items: Items) -> OwnedStatement:
    """What an import would do. It writes nothing, not even a row for an account that does not exist yet."""
    return OwnedStatement(
        f"""
        WITH account AS (
            SELECT 1::bigint AS seq, now() AS at, coalesce(stored.erased_version, 0) AS erased_version,
                coalesce(stored.live_tasks, 0) AS live_tasks, coalesce(stored.trashed_tasks, 0) AS trashed_tasks,
                coalesce(stored.last_position, '') AS last_position
            FROM (SELECT) one LEFT JOIN todo."user" stored ON stored.id = :owner
        ), {", ".join(numbered(items, everything(items)))}
        SELECT CASE WHEN {IS_ERASED} THEN {ERASED} WHEN problem.reason IS NULL THEN {COUNTS.format(told="")}
            ELSE todo.refuse(problem.reason) END
        FROM problem
        """,
        only_reads=True,
        types=TYPES,
    )


def import_kind(
    items: Items, content: Content | None = None, key_uses: Collection[KeyUse] = tuple(KeyUse)
) -> OperationKind:
    """The operation that imports any small file, or a long one that says no more than `content`."""
    what = content or everything(items)
    return OperationKind(
        lambda key_use, begins: _import(items, key_use, begins, what, is_long=content is not None),
        types=TYPES,
        may_begin=True,
        key_uses=key_uses,
    )


IMPORT_LISTS, IMPORT_TASKS = import_kind(LISTS), import_kind(TASKS)
PLACE_TASKS = place_tasks("import", "CASE WHEN problem.is_circle THEN 'circle' ELSE 'deep' END")
PREVIEW = (_preview(LISTS), _preview(TASKS))


def _values(file: TaskFile) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameters for the lists and for the tasks, which may be in lists of the file."""
    lists = file.lists or file.named
    named = json.dumps([{"id": each.id, "name": each.name, "by_name": each.by_name} for each in file.named])
    fates = json.dumps(file.fates())
    return (
        {"rows": patches(lists, "list"), "named": named, "lists": None, "new_ids": None},
        {"rows": patches(file.tasks, "task"), "named": named, "lists": fates, "new_ids": None, **_told(file)},
    )


async def import_file(
    writer: Writer, file: TaskFile, *, key: IdempotencyKey | None, expected: Expected
) -> tuple[Outcome, dict[str, Any]]:
    """Import the file, all or none. Returns the answer: what was new, changed and unchanged, and what the file told.

    Raises `Conflict`, and `InvalidInput`, which names the rows.
    """
    of_lists, of_tasks = _values(file)
    has_lists = bool(file.lists or file.named)
    is_of_many = len(file.tasks) > MANY_ITEMS
    is_long = is_of_many or max(len(file.lists), len(file.named)) > MANY_ITEMS
    key_use = KeyUse.STORES if key else KeyUse.NONE
    operations = [
        *([Operation(IMPORT_LISTS, of_lists)] if has_lists else []),
        _of_many(file, of_tasks, key_use) if is_of_many else Operation(IMPORT_TASKS, of_tasks),
        *([Operation(LEAVE_LISTS, {})] if "gone" in file.fates().values() else []),
        *([Operation(PLACE_TASKS, {"seq": None})] if _names_others(file) else []),
        *([settings.imported(file.settings)] if file.settings.content() else []),
    ]
    outcomes = await writer.write(
        *operations, key=key, expected=expected, is_long=is_long, explained=partial(_named, writer, file)
    )
    outcome = next((each for each in outcomes if each.command is not None), outcomes[0])
    of_settings = outcomes.pop() if file.settings.content() else None
    counts = [each.document for each in outcomes if each.document is not None]
    changes_settings = of_settings and of_settings.command is not None
    return outcome, _answer(file, counts[-1], counts[0] if has_lists else None, changes_settings)


async def _named(writer: Writer, file: TaskFile, error: DomainError) -> DomainError:
    """The error of a refused import, with the rows that are to blame, as a preview names them."""
    if isinstance(error, InvalidInput):
        with suppress(Conflict):  # something else is wrong by now
            try:
                await preview_import(writer, file)
            except InvalidInput as named:
                return named
    return error


def _of_many(file: TaskFile, values: dict[str, Any], key_use: KeyUse) -> Operation:
    """The operation for a long file, which is planned for it alone."""
    fields = frozenset[str]().union(*(task.model_fields_set for task in file.tasks))
    if has_ids := any(task.id for task in file.tasks):
        ids = None
    else:
        fields -= {"id"}
        ids = f"{{{','.join(new_ids(len(file.tasks)))}}}"
    kind = import_kind(TASKS, Content(fields, ids=has_ids, lists=bool(file.named)), [key_use])
    return Operation(kind, {**values, "new_ids": ids})


async def preview_import(writer: Writer, file: TaskFile) -> dict[str, Any]:
    """The answer that the import would return. Raises `Conflict`, `InvalidInput`."""
    owner = {"owner": writer.owner.id, "token_issued_at": writer.owner.issued_at, "task_limit": writer.task_limit}
    pipeline = [statement.bind(owner | values) for statement, values in zip(PREVIEW, _values(file), strict=True)]
    if file.settings.content():
        pipeline.append(settings.preview(file.settings, owner))
    if _names_others(file):
        pipeline.append(SUBTASKS.bind(owner))
    try:
        rows = await writer.database.run(pipeline, timeout=LONG_TIMEOUT_SECONDS)
    except psycopg.DatabaseError as error:
        if (refusal := refusal_of(error)) is None:
            raise
        raise await naming_rows(writer, file, error_for(refusal, writer.task_limit, None)) from None
    lists, tasks, *more = (row[0] if row else None for row in rows)
    if tasks == b"false":
        raise InvalidToken
    if _names_others(file):
        await asyncio.to_thread(check_places, file, more.pop() or b"{}")
    return _answer(file, tasks, lists if file.lists or file.named else None, more[0] == b"t" if more else None)


def _told(file: TaskFile) -> dict[str, str]:
    return {"left_out": json.dumps(file.left_out), "notes": json.dumps(file.notes)}


def _answer(file: TaskFile, tasks: bytes | None, lists: bytes | None, changes_settings: bool | None) -> dict[str, Any]:
    """The counts, and what the file told; a stored answer has what it told then, which also depends on the settings."""
    counts: dict[str, Any] = json.loads(tasks or b"{}")
    told = {"left_out": counts.pop("left_out", file.left_out), "notes": counts.pop("notes", file.notes)}
    if lists:
        counts["lists"] = json.loads(lists)
    if changes_settings is not None:
        counts["settings"] = changes_settings
    return counts | told


def _names_others(file: TaskFile) -> bool:
    """Whether tasks may come above or below others: new ones that name no other do not."""
    return any(task.id or task.parent_id for task in file.tasks)
