"""Every query about tasks, each starting from the owner.

There is one door: a `TaskRepository` is made for the user whom the token names and hands that user to every statement
it runs. A statement that does not mention the owner cannot be made.
"""

import re
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Select,
    String,
    Subquery,
    UnaryExpression,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    not_,
    select,
    tuple_,
    update,
)
from sqlalchemy import Uuid as UuidType
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from app.auth import CurrentUser
from app.database import Database
from app.errors import TaskNotFound
from app.models import Task, TaskCreate, TaskQuery, TaskSort, User
from app.owner import COUNTS, EMAIL, OWNER, OwnedStatement, fetch_owned, unless_erased

UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

TASK_ID = bindparam("task_id", type_=UuidType)
TITLE = bindparam("new_title", type_=String)
DESCRIPTION = bindparam("new_description", type_=String)
COMPLETED = bindparam("new_completed", type_=Boolean)
DUE_DATE = bindparam("new_due_date", type_=Date)

OWNED = col(Task.user_id) == OWNER
MINE = and_(OWNED, COUNTS)
THIS_ONE = col(Task.id) == TASK_ID

# Two writes within one tick of the clock, or across a step back of it, must still differ and still go forward.
LATER = func.greatest(func.clock_timestamp(), col(Task.updated_at) + literal_column("interval '1 microsecond'"))


def _rfc3339(moment: Any) -> ColumnElement[str]:
    # PostgreSQL's own JSON would show the session's time zone, and behind a pooler the session is anyone's.
    # The zone is an interval, for its name would be looked up each time.
    utc = func.timezone(literal_column("interval '0'"), moment)
    return func.to_char(utc, literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'"""))


# A task as the API shows it: the fields of `TaskResponse`, in its order. PostgreSQL writes the JSON.
SHOWN = (
    col(Task.id),
    col(Task.user_id),
    col(Task.title),
    col(Task.description),
    col(Task.completed),
    col(Task.due_date),
    _rfc3339(col(Task.created_at)).label("created_at"),
    _rfc3339(col(Task.updated_at)).label("updated_at"),
)

NEWEST_FIRST = (col(Task.created_at).desc(), col(Task.id).desc())
ORDERS: dict[TaskSort, tuple[UnaryExpression[Any], ...]] = {
    "created_at": NEWEST_FIRST,
    "-created_at": (col(Task.created_at).asc(), col(Task.id).asc()),
    "due_date": (col(Task.due_date).asc().nulls_last(), col(Task.id).asc()),
    "-due_date": (col(Task.due_date).desc().nulls_first(), col(Task.id).desc()),
    "title": (func.lower(col(Task.title)).asc(), col(Task.id).asc()),
    "-title": (func.lower(col(Task.title)).desc(), col(Task.id).desc()),
}


def _as_json(rows: CTE | Subquery) -> Select[tuple[str]]:
    return select(unless_erased(select(func.row_to_json(rows.table_valued())).scalar_subquery()))


# The token knows the address best. Where it knows none, what an earlier token said stays.
follow_email = (
    update(User)
    .where(col(User.id) == OWNER, COUNTS, col(User.email).is_distinct_from(EMAIL), EMAIL.is_not(None))
    .values(email=EMAIL)
    .cte("follow_email")
)

# A user who is there is not made anew, though the row may vanish at this moment: whoever erases an account means it.
unknown = not_(select(User).where(col(User.id) == OWNER).exists())
provision = upsert(User).from_select(["id", "email"], select(OWNER, EMAIL).where(unknown, COUNTS))
provision_owner = provision.on_conflict_do_update(
    index_elements=[col(User.id)],
    set_={"email": provision.excluded.email},
    where=col(User.email).is_distinct_from(provision.excluded.email) & provision.excluded.email.is_not(None),
).cte("provision_owner")

new_task = upsert(Task).from_select(
    ["id", "user_id", "title", "description", "completed", "due_date"],
    select(TASK_ID, OWNER, TITLE, DESCRIPTION, COMPLETED, DUE_DATE).where(COUNTS),
)
# The id is chosen before the insert: run again after a lost answer, it finds its own row and shows it.
CREATE = OwnedStatement(
    _as_json(
        new_task.on_conflict_do_update(index_elements=[col(Task.id)], set_={"id": new_task.excluded.id}, where=OWNED)
        .returning(*SHOWN)
        .cte("task")
    ).add_cte(provision_owner, follow_email),
    repeatable=True,
)

GET = OwnedStatement(_as_json(select(*SHOWN).where(MINE, THIS_ONE).subquery("task")), repeatable=True)

kept_or_new = func.coalesce(COMPLETED, col(Task.completed))
REPLACE = OwnedStatement(
    _as_json(
        update(Task)
        .where(MINE, THIS_ONE)
        .values(
            title=TITLE,
            description=DESCRIPTION,
            due_date=DUE_DATE,
            completed=kept_or_new,
            updated_at=case(
                (
                    tuple_(
                        col(Task.title), col(Task.description), col(Task.due_date), col(Task.completed)
                    ).is_distinct_from(tuple_(TITLE, DESCRIPTION, DUE_DATE, kept_or_new)),
                    LATER,
                ),
                else_=col(Task.updated_at),
            ),
        )
        .returning(*SHOWN)
        .cte("task")
    ).add_cte(follow_email)
)

TOGGLE = OwnedStatement(
    _as_json(
        update(Task)
        .where(MINE, THIS_ONE)
        .values(completed=not_(col(Task.completed)), updated_at=LATER)
        .returning(*SHOWN)
        .cte("task")
    ).add_cte(follow_email)
)

DELETE = OwnedStatement(
    _as_json(delete(Task).where(MINE, THIS_ONE).returning(col(Task.id)).cte("task")).add_cte(follow_email)
)


@cache
def _list(sort: TaskSort, *, filtered: bool) -> OwnedStatement:
    # A statement for each shape, rather than one with `OR`s in it: the planner then finds the index made for it.
    tasks = select(*SHOWN).where(MINE).order_by(*ORDERS[sort])
    if filtered:
        tasks = tasks.where(col(Task.completed) == COMPLETED)
    return OwnedStatement(select(unless_erased(func.json_agg(tasks.subquery("task").table_valued()))), repeatable=True)


class TaskRepository:
    """The tasks of one user. What it returns is JSON text, made by PostgreSQL in the shape of `TaskResponse`."""

    def __init__(self, database: Database, owner: CurrentUser) -> None:
        self._database = database
        self._owner = owner

    async def list(self, query: TaskQuery) -> bytes:
        """A JSON array of the tasks asked for, in the order asked for."""
        statement = _list(query.sort, filtered=query.completed is not None)
        return await self._run(statement, new_completed=query.completed) or b"[]"

    async def create(self, task: TaskCreate) -> bytes:
        """Store a new task, and its owner with it if this is the owner's first."""
        return await self._run_on(
            CREATE,
            str(uuid4()),
            new_title=task.title,
            new_description=task.description,
            new_completed=task.completed,
            new_due_date=task.due_date,
        )

    async def get(self, task_id: str) -> bytes:
        """One task. Raises `TaskNotFound`."""
        return await self._run_on(GET, _checked(task_id))

    async def replace(self, task_id: str, task: TaskCreate) -> bytes:
        """Put the given content in place of the old; `completed` stays where it is not given. Raises `TaskNotFound`."""
        return await self._run_on(
            REPLACE,
            _checked(task_id),
            new_title=task.title,
            new_description=task.description,
            new_completed=task.completed if "completed" in task.model_fields_set else None,
            new_due_date=task.due_date,
        )

    async def toggle(self, task_id: str) -> bytes:
        """Open what is completed and complete what is open. Raises `TaskNotFound`."""
        return await self._run_on(TOGGLE, _checked(task_id))

    async def delete(self, task_id: str) -> None:
        """Remove one task. Raises `TaskNotFound`."""
        await self._run_on(DELETE, _checked(task_id))

    async def _run_on(self, statement: OwnedStatement, task_id: str, **values: Any) -> bytes:
        answer = await self._run(statement, task_id=task_id, **values)
        if answer is None:
            raise TaskNotFound
        return answer

    async def _run(self, statement: OwnedStatement, **values: Any) -> bytes | None:
        return await fetch_owned(self._database, self._owner, statement, **values)


def _checked(task_id: str) -> str:
    # PostgreSQL also takes braces and missing hyphens; the API writes ids in one way and reads them in that way.
    if not UUID_TEXT.fullmatch(task_id):
        raise TaskNotFound
    return task_id
