"""Every query about tasks, each starting from the owner.

There is one door: a `TaskRepository` is made for the user whom the token names and hands that user to every statement
it runs. A statement that does not mention the owner cannot be made.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import psycopg
from pydantic_core import to_json
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Select,
    SmallInteger,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy import Uuid as UuidType
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.types import TypeEngine
from sqlmodel import col

from app.errors import InvalidInput, TaskNotFound
from app.journal.owner import COUNTS, ERASED, IS_ERASED, ISSUED_AT, OWNER, OwnedStatement, fetch_owned
from app.journal.writes import RetryKey, Step, Writer, Written
from app.models import Task, User
from app.tasks.schemas import (
    CreateOperation,
    Operation,
    TaskCreate,
    TaskPatch,
    TaskQuery,
    TaskSort,
    UpdateOperation,
)
from app.text import is_storable, known_id

TASK_ID = bindparam("task_id", type_=UuidType)
KNOWN = bindparam("known", type_=String)
COMPLETED = bindparam("completed", type_=Boolean)
LIMIT = bindparam("limit", type_=Integer)

ANY = "*"  # in place of states and versions: whichever there is

MINE = col(Task.user_id) == OWNER
DOCUMENT = col(Task.document)

# What a list is sorted by. Where two are equal their ids decide, so that every order is total.
Key = tuple[Any, TypeEngine[Any]]
KEYS: dict[str, Key] = {
    "created_at": (col(Task.created_at), DateTime(timezone=True)),
    "updated_at": (col(Task.updated_at), DateTime(timezone=True)),
    "due_date": (func.coalesce(col(Task.due_date), literal_column("'infinity'::date")), Date()),
    "title": (func.lower(col(Task.title)), Text()),
    "priority": (col(Task.priority), SmallInteger()),
}
# As people expect it without a `-`: the newest and the most important first, the soonest and the letter A first.
DESCENDING = {"created_at", "updated_at", "priority"}

FOREIGN_CURSOR = "Cursor is not one of this list"

one = select(literal_column("1")).subquery("one")
# By its key alone, and only then whose it is: a planner that knows little would go through all of the owner's.
found = (
    select(DOCUMENT.label("document"), cast(col(Task.version), Text).label("version"))
    .where(col(Task.id) == TASK_ID, and_(MINE, col(Task.deleted_at).is_(None)).is_(true()), COUNTS)
    .subquery("found")
)
GET = OwnedStatement(
    select(func.coalesce(found.c.document, case((IS_ERASED, ERASED))), found.c.version).select_from(
        one.outerjoin(found, true())
    ),
    repeatable=True,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as JSON, or None if it is what the caller knows; what state it shows; where the next page begins."""

    document: bytes | None
    state: str
    cursor: str | None


class TaskRepository:
    """The tasks of one user. What it returns is JSON text, made by PostgreSQL in the shape of `TaskResponse`."""

    def __init__(self, writer: Writer) -> None:
        self._write = writer.apply
        self._database = writer.database
        self._owner = writer.owner

    async def list(self, query: TaskQuery, known: str = "") -> Listed:
        """A JSON array of the tasks asked for; `known` are the states the caller has, with commas between.

        Raises `InvalidInput` for a cursor that is not one of this very list.
        """
        shape = ListShape.of(query)
        after_key, after_id = shape.position(query.cursor) if query.cursor else (None, None)
        try:
            document, state, *place = await self._fetch(
                _list(shape),
                known=known,
                completed=query.completed,
                words=query.q,
                tags=to_json(query.tag).decode(),
                priority=query.priority,
                due_before=query.due_before,
                due_after=query.due_after,
                limit=query.limit,
                after_key=after_key,
                after_id=after_id,
            )
        except psycopg.DataError:  # only a cursor's key is not yet known to be of its type
            raise InvalidInput(FOREIGN_CURSOR) from None
        cursor = shape.cursor(place[0], place[1]) if place and place[0] is not None else None
        shown = (state or b"").decode()
        # Nothing was looked for, or nothing found.
        is_known = known == ANY or shown in known.split(",")
        return Listed(document or (None if is_known else b"[]"), shown, cursor)

    async def create(self, task: TaskCreate, retry_key: RetryKey | None) -> Written:
        """Store a new task, and its owner with it if this is the owner's first."""
        # The id is chosen before the insert: run again after a lost answer, it finds its own row and shows it.
        return await self._write(Step.of("create", str(uuid4()), task.model_dump_json()), retry_key=retry_key)

    async def get(self, task_id: str) -> tuple[bytes, int]:
        """One task, and its version. Raises `TaskNotFound`."""
        document, version, *_ = await self._fetch(GET, task_id=_checked(task_id))
        if document is None or version is None:
            raise TaskNotFound
        return document, int(version)

    async def replace(self, task_id: str, task: TaskCreate, versions: dict[str, Any]) -> Written:
        """Put the given content in place of the old. Raises `TaskNotFound`, `TaskHasChanged`."""
        return await self._write(Step.of("update", _checked(task_id), task.replacement(), **versions))

    async def patch(self, task_id: str, task: TaskPatch, versions: dict[str, Any]) -> Written:
        """Change what is given. Raises `TaskNotFound`, `TaskHasChanged`."""
        return await self._write(Step.of("update", _checked(task_id), task.patch(), **versions))

    async def toggle(self, task_id: str, versions: dict[str, Any]) -> Written:
        """Open what is completed and complete what is open. Raises `TaskNotFound`, `TaskHasChanged`."""
        return await self._write(Step.of("toggle", _checked(task_id), **versions))

    async def delete(self, task_id: str, versions: dict[str, Any], *, permanent: bool) -> Written:
        """Put a task into the trash, or erase it from wherever it is. Raises `TaskNotFound`, `TaskHasChanged`."""
        return await self._write(Step.of("erase" if permanent else "delete", _checked(task_id), **versions))

    async def restore(self, task_id: str, retry_key: RetryKey | None) -> Written:
        """Take a task out of the trash. Raises `TaskNotFound`, `Conflict`."""
        return await self._write(Step.of("restore", _checked(task_id)), retry_key=retry_key)

    async def _fetch(self, statement: OwnedStatement, **values: Any) -> Any:
        return await fetch_owned(self._database, self._owner, statement, **values)


def batch_step(operation: Operation) -> Step:
    """An operation of a batch; an id that is none stands for a task that is not there."""
    if isinstance(operation, CreateOperation):
        return Step.of("create", str(uuid4()), operation.task.model_dump_json())
    if isinstance(operation, UpdateOperation):
        versions = {} if operation.version is None else {"versions": [operation.version]}
        return Step.of("update", known_id(operation.id), operation.task.patch(), **versions)
    return Step.of(operation.op, known_id(operation.id))


def _checked(task_id: str) -> str:
    if known_id(task_id) is None:
        raise TaskNotFound
    return task_id


@dataclass(frozen=True, slots=True)
class ListShape:
    """What a list's statement depends on. A statement for each, so that the planner finds the index made for it."""

    sort: TaskSort
    filters: frozenset[str]
    is_limited: bool
    is_continued: bool
    fingerprint: str  # of the filters and their values: a cursor is good for the list it came from

    @classmethod
    def of(cls, query: TaskQuery) -> "ListShape":
        """The shape of a query."""
        given = {
            "completed": query.completed is not None,
            "deleted": query.deleted,
            "words": bool(query.q and query.q.strip()),
            "tags": bool(query.tag),
            "priority": query.priority is not None,
            "due_before": query.due_before is not None,
            "due_after": query.due_after is not None,
        }
        filters = frozenset(name for name, is_given in given.items() if is_given)
        if query.limit is None:
            return cls(query.sort, filters, is_limited=False, is_continued=False, fingerprint="")
        values = query.model_dump_json(exclude={"limit", "cursor"})
        fingerprint = hashlib.sha256(values.encode()).hexdigest()[:12]
        return cls(query.sort, filters, is_limited=True, is_continued=bool(query.cursor), fingerprint=fingerprint)

    def cursor(self, key: bytes, task_id: bytes) -> str:
        """The place after that task."""
        # Escapes would make the longest title longer than a cursor may be.
        place = json.dumps([self.fingerprint, key.decode(), task_id.decode()], ensure_ascii=False)
        return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")

    def position(self, cursor: str) -> tuple[str, str]:
        """The key and the id to go on after. Raises `InvalidInput`."""
        try:
            place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            fingerprint, key, task_id = place
            if fingerprint == self.fingerprint and known_id(task_id) and is_storable(key):
                return key, task_id
        except (ValueError, TypeError, AttributeError, RecursionError):
            pass
        raise InvalidInput(FOREIGN_CURSOR)


def _conditions(shape: ListShape) -> list[ColumnElement[Any]]:
    known: dict[str, Any] = {
        "completed": col(Task.completed) == COMPLETED,
        "words": text(
            "coalesce(task.search, todo.words_of(task.title, task.description))"
            " @@ todo.search_query(CAST(:words AS text))"
        ),
        "tags": text(
            "NOT EXISTS (SELECT FROM json_array_elements_text(CAST(:tags AS json)) wanted"
            " WHERE lower(upper(wanted)) <> ALL (SELECT lower(upper(tag)) FROM unnest(task.tags) tag))"
        ),
        "priority": col(Task.priority) == bindparam("priority", type_=SmallInteger),
        "due_before": col(Task.due_date) < bindparam("due_before", type_=Date),
        "due_after": col(Task.due_date) > bindparam("due_after", type_=Date),
    }
    is_live = col(Task.deleted_at).is_not(None) if "deleted" in shape.filters else col(Task.deleted_at).is_(None)
    return [MINE, is_live, *(known[name] for name in sorted(shape.filters - {"deleted"}))]


@cache
def _list(shape: ListShape) -> OwnedStatement:
    """Answers with the tasks, the state of the whole, and the key and id of the last task if there are more."""
    name = shape.sort.removeprefix("-")
    key, kind = KEYS[name]
    downwards = (name in DESCENDING) != shape.sort.startswith("-")
    order = [part.desc() if downwards else part.asc() for part in (key, col(Task.id))]
    tasks: Select[Any] = select(DOCUMENT.label("document")).where(*_conditions(shape)).order_by(*order)
    if shape.is_limited:
        return OwnedStatement(_page(shape, tasks, key, kind, downwards=downwards), repeatable=True)
    listed = tasks.subquery("listed")
    return OwnedStatement(_with_state(func.json_agg(listed.c.document)), repeatable=True)


def _page(
    shape: ListShape, tasks: Select[Any], key: ColumnElement[Any], kind: TypeEngine[Any], *, downwards: bool
) -> Select[Any]:
    if shape.is_continued:
        here = tuple_(key, col(Task.id))
        after = tuple_(
            cast(bindparam("after_key", type_=String), kind), cast(bindparam("after_id", type_=String), UuidType)
        )
        tasks = tasks.where(here < after if downwards else here > after)
    shown_key = func.todo.rfc3339(key) if isinstance(kind, DateTime) else cast(key, Text)
    numbered = tasks.add_columns(
        shown_key.label("key"),
        cast(col(Task.id), Text).label("id"),
        func.row_number().over(order_by=tasks._order_by_clauses).label("n"),
    )
    page = numbered.limit(LIMIT + literal_column("1")).cte("page")
    documents = func.json_agg(aggregate_order_by(page.c.document, page.c.n)).filter(page.c.n <= LIMIT)
    has_more = select(literal_column("1")).where(page.c.n > LIMIT).exists()
    last = [select(column).where(page.c.n == LIMIT, has_more).scalar_subquery() for column in (page.c.key, page.c.id)]
    return _with_state(documents).add_columns(*last)


def _with_state(documents: ColumnElement[Any]) -> Select[Any]:
    mine = select(func.todo.state_of(literal_column('"user"'))).where(
        col(User.id) == OWNER, (col(User.erased_at) < func.to_timestamp(ISSUED_AT)).is_not(False)
    )
    # Apart, for it is asked for once and used often.
    account = select(mine.scalar_subquery().label("state")).offset(literal_column("0")).subquery("account")
    state = func.coalesce(account.c.state, literal_column("'0'"))
    is_known = or_(
        literal_column(f"'{ANY}'") == KNOWN, state == func.any(func.string_to_array(KNOWN, literal_column("','")))
    )
    shown = select(documents).where(not_(is_known)).scalar_subquery()
    return select(case((and_(account.c.state.is_(None), IS_ERASED), ERASED), else_=shown), state)
