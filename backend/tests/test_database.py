"""The tables: made by migrations, protected by constraints, read through indexes."""

import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.account.importing import IMPORT_TASKS, import_kind
from app.account.merging import Content
from app.account.undo import UNDO
from app.journal.changes import FIRST_LOAD, SINCE
from app.journal.history import HISTORY
from app.postgres.statement import Statement
from app.tasks import operations
from app.tasks.fields import TASKS
from app.tasks.listing import ListOptions, statement_of
from app.tasks.queries import GET
from app.tasks.schemas.listing import TaskQuery, TaskSort
from devtools.postgres import ensure_database
from tests.conftest import BACKEND, Arrive, Sql, migrate
from tests.service import service


def tables_of(database_url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables"
            " WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        ).fetchall()


def alembic(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "alembic", *arguments],
        cwd=BACKEND,
        env=os.environ | {"DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )


TABLES = "alembic_version answer change delivery erased_account feed list push_subscription settings supports task user"


def test_migrations_go_up_match_the_models_go_down_and_up_again(postgres: str) -> None:
    database = ensure_database(postgres, "up_and_down")
    ours = [(f"todo.{name}",) for name in TABLES.split()]
    migrate(database)
    assert tables_of(database) == ours
    assert alembic(database, "check").returncode == 0
    migrate(database, "base", "downgrade")
    assert tables_of(database) == [("todo.alembic_version",)]
    migrate(database)
    assert tables_of(database) == ours


def test_a_migration_that_is_drafted_for_a_new_column_is_named_by_its_number_and_runs_as_it_is(
    postgres: str, tmp_path: Path
) -> None:
    database = ensure_database(postgres, "drafted")
    migrate(database)
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE todo.task DROP due_time")
    shutil.copy(BACKEND / "alembic.ini", tmp_path)
    shutil.copytree(BACKEND / "migrations", tmp_path / "migrations")
    own = ("-c", str(tmp_path / "alembic.ini"))
    drafted = alembic(database, *own, "revision", "--autogenerate", "--rev-id", "9999", "-m", "what it does")
    assert drafted.returncode == 0, drafted.stderr
    draft = (tmp_path / "migrations" / "versions" / "9999_what_it_does.py").read_text()
    assert "sa.Column('due_time', sa.String(length=5), nullable=True)" in draft
    upgraded = alembic(database, *own, "upgrade", "head")
    assert upgraded.returncode == 0, upgraded.stderr
    assert alembic(database, *own, "check").returncode == 0


def test_a_downgrade_and_an_upgrade_keep_tasks_trash_and_history(postgres: str, newcomer: Arrive) -> None:
    database = ensure_database(postgres, "one_step_back")
    migrate(database)
    with service(database) as url:
        person = newcomer(url)
        kept, gone = person.add("Kept"), person.add("Gone")
        person.client.patch(f"/api/tasks/{kept['id']}/complete")
        person.client.delete(f"/api/tasks/{kept['id']}")
        person.client.delete(f"/api/tasks/{gone['id']}?permanent=true")
        trash = person.tasks(deleted="true")
        history = person.client.get(f"/api/tasks/{kept['id']}/history").json()["data"]
        assert [change["seq"] for change in history] == [4, 3, 1]
    migrate(database, "0006", "downgrade")
    with psycopg.connect(database) as connection:
        log = connection.execute("SELECT seq, task_id::text FROM todo.change ORDER BY seq").fetchall()
    assert log == [(1, kept["id"]), (3, kept["id"]), (4, kept["id"]), (5, gone["id"])]
    migrate(database)
    with service(database) as url:
        again = newcomer(url, id=person.id)
        # Only what earlier versions do not know is lost.
        assert again.tasks(deleted="true") == [{**task, "completed_at": None} for task in trash]
        lines = again.client.get(f"/api/tasks/{kept['id']}/history").json()["data"]
        assert lines == [{**history[0], "after": trash[0] | {"completed_at": None}}, *history[1:]]
        restored = again.client.post(f"/api/tasks/{kept['id']}/restore")
        assert int(restored.headers["x-change-seq"]) > 5


def test_migrations_leave_better_auths_tables_alone(postgres: str) -> None:
    database = ensure_database(postgres, "with_better_auth_tables")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute('CREATE TABLE public."user" (id text PRIMARY KEY, name text NOT NULL)')
        connection.execute("""INSERT INTO public."user" VALUES ('ada', 'Ada')""")
    migrate(database)
    assert ("public.user",) in tables_of(database)
    assert alembic(database, "check").returncode == 0
    migrate(database, "base", "downgrade")
    with psycopg.connect(database) as connection:
        assert connection.execute('SELECT * FROM public."user"').fetchall() == [("ada", "Ada")]


def test_two_deploys_at_once_migrate_once(postgres: str) -> None:
    database = ensure_database(postgres, "two_deploys")
    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(lambda _: alembic(database, "upgrade", "head"), range(3)))
    assert [run.returncode for run in runs] == [0, 0, 0], [run.stderr for run in runs]


def test_a_role_that_may_not_create_schemas_can_migrate_in_an_existing_one(postgres: str) -> None:
    database = ensure_database(postgres, "prepared_by_an_operator")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE ROLE tenant LOGIN")
        connection.execute("CREATE SCHEMA todo AUTHORIZATION tenant")
    migrate(database.replace("postgres:@", "tenant:@"))
    assert ("todo.task",) in tables_of(database)


def test_a_migration_fails_instead_of_making_everybody_wait_for_a_lock(postgres: str) -> None:
    database = ensure_database(postgres, "locked")
    migrate(database)
    with psycopg.connect(database) as connection:
        connection.execute("LOCK TABLE todo.task IN ACCESS SHARE MODE")
        run = alembic(database, "downgrade", "base")
    assert run.returncode != 0
    assert "lock timeout" in run.stdout + run.stderr
    assert ("todo.task",) in tables_of(database)


INSERT_TASK = (
    "INSERT INTO todo.task (id, user_id, title, description) VALUES (gen_random_uuid(), %(user)s, %(title)s, %(text)s)"
)

INSERT_FIELDS = (
    "INSERT INTO todo.task (id, user_id, title, priority, tags)"
    " VALUES (gen_random_uuid(), %(user)s, %(title)s, %(priority)s, %(tags)s)"
)


@pytest.mark.parametrize(
    ("statement", "values", "fault"),
    [
        ("""INSERT INTO todo."user" (id) VALUES ('')""", {}, psycopg.errors.CheckViolation),
        ("""INSERT INTO todo."user" (id) VALUES (NULL)""", {}, psycopg.errors.NotNullViolation),
        ("""INSERT INTO todo."user" (id) VALUES ('ada')""", {}, psycopg.errors.UniqueViolation),
        (
            """INSERT INTO todo."user" (id) VALUES (repeat('x', 256))""",
            {},
            psycopg.errors.StringDataRightTruncation,
        ),
        (
            """UPDATE todo."user" SET email = repeat('x', 256) WHERE id = 'ada'""",
            {},
            psycopg.errors.StringDataRightTruncation,
        ),
        (INSERT_TASK, {"title": " "}, psycopg.errors.CheckViolation),
        (INSERT_TASK, {"title": ""}, psycopg.errors.CheckViolation),
        (INSERT_TASK, {"title": None}, psycopg.errors.NotNullViolation),
        (INSERT_TASK, {"title": "x" * 101}, psycopg.errors.StringDataRightTruncation),
        (INSERT_TASK, {"text": "x" * 1001}, psycopg.errors.StringDataRightTruncation),
        (INSERT_TASK, {"user": "nobody"}, psycopg.errors.ForeignKeyViolation),
        (INSERT_FIELDS, {"priority": 4}, psycopg.errors.CheckViolation),
        (INSERT_FIELDS, {"priority": -1}, psycopg.errors.CheckViolation),
        (INSERT_FIELDS, {"tags": ["x"] * 21}, psycopg.errors.CheckViolation),
        (INSERT_FIELDS, {"tags": ["x" * 41]}, psycopg.errors.StringDataRightTruncation),
    ],
)
def test_the_limits_also_hold_in_the_database(
    sql: Sql, statement: str, values: dict[str, Any], fault: type[psycopg.Error]
) -> None:
    sql.execute("""INSERT INTO todo."user" (id) VALUES ('ada') ON CONFLICT DO NOTHING""")
    with pytest.raises(fault):
        sql.execute(statement, {"user": "ada", "title": "x", "text": None, "priority": 0, "tags": []} | values)


def test_timestamps_are_the_servers_and_have_a_zone(sql: Sql) -> None:
    rows = sql.execute(
        "SELECT data_type, column_default FROM information_schema.columns"
        " WHERE table_schema = 'todo' AND column_name IN ('created_at', 'updated_at')"
    ).fetchall()
    assert rows == [("timestamp with time zone", "now()")] * 7


# -- plans --


@pytest.fixture(scope="module")
def crowd(postgres: str) -> Iterator[Sql]:
    """100,000 tasks of 5,000 users, whose rows are spread over the table, as with real users."""
    database = ensure_database(postgres, "crowd")
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        # PostgreSQL's documentation advises this for solid-state storage; the default is for spinning disks.
        connection.execute("SET random_page_cost = 1.1")
        connection.execute("""INSERT INTO todo."user" (id) SELECT md5(n::text) FROM generate_series(0, 4999) n""")
        connection.execute(
            "INSERT INTO todo.task (id, user_id, title, completed, created_at)"
            " SELECT gen_random_uuid(), md5((n % 5000)::text), 'Task ' || n, n % 7 = 0, now() - n * interval '1 minute'"
            " FROM generate_series(1, 100000) n"
        )
        connection.execute(
            "INSERT INTO todo.change (user_id, seq, item_id, operation, actor)"
            " SELECT user_id, row_number() OVER (PARTITION BY user_id), id, 'create', user_id FROM todo.task"
        )
        connection.execute(
            "INSERT INTO todo.answer (user_id, key, fingerprint, document, item_id)"
            " SELECT user_id, id::text, 'x', '{}', id FROM todo.task LIMIT 20000"
        )
        connection.execute("VACUUM ANALYZE")
        yield connection


@pytest.fixture(scope="module")
def deserted(postgres: str) -> Iterator[Sql]:
    """A database without statistics. Plans that are made in it stay in use until there are some."""
    database = ensure_database(postgres, "deserted")
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


SOMEBODY = "8f14e45fceea167a5a36dedd4bea2543"  # md5 of 7


def plan_of(database: Sql, statement: bytes, values: Sequence[object]) -> str:
    with psycopg.RawCursor(database) as cursor:
        return "\n".join(line for (line,) in cursor.execute(b"EXPLAIN " + statement, values).fetchall())


def plan_with(database: Sql, statement: Statement, **values: object) -> str:
    """The plan of a statement of the service; a parameter that is not given is null."""
    _, parameters = statement.bind(
        dict.fromkeys(statement.parameters) | {"owner": SOMEBODY, "token_issued_at": 0} | values
    )
    return plan_of(database, statement.sql, [value and value.decode() for value in parameters])


def ways_to(table: str, plan: str) -> set[str]:
    """The indexes through which a plan reads the table; `Seq Scan` if it reads all of it."""
    # An undo reads the tasks of a list that it takes away, and whether there are subtasks.
    names = set(re.findall(rf"(?:Seq Scan|using \w+) on {table}\b(?! kept| subtask)", plan))
    if f"Bitmap Heap Scan on {table} " in plan:
        names |= set(re.findall(rf"Bitmap Index Scan on (\w*_{table}\w*)", plan))
    return {re.sub(r"using (\w+) on .*|(Seq Scan) on .*", r"\1\2", name) for name in names}


@pytest.mark.parametrize(
    ("sort", "completed", "index"),
    [
        ("created_at", None, "idx_task_created_at"),
        ("-created_at", None, "idx_task_created_at"),
        ("created_at", False, "idx_task_completed"),
        ("-created_at", True, "idx_task_completed"),
        ("title", None, "pk_task|idx_task_user_id"),  # either finds the owner's tasks
        ("due_date", None, "pk_task|idx_task_user_id"),
    ],
)
def test_each_list_uses_the_index_made_for_it(crowd: Sql, sort: TaskSort, completed: bool | None, index: str) -> None:
    statement = statement_of(ListOptions.of(TaskQuery(sort=sort, completed=completed)))
    plan = plan_with(crowd, statement, completed=completed, known=[""])
    assert ways_to("task", plan) < {*index.split("|"), ""}, plan
    if sort.endswith("created_at"):
        assert "Sort" not in plan, plan  # the index has the order


OF_ONE_TASK = {
    "create": operations.create_kind(False, False, False),
    "create in a list": operations.create_kind(True, False, False),
    "create below": operations.create_kind(True, True, True),
    "update": operations.update_kind(frozenset(TASKS.content), False),
    "update, with subtasks": operations.update_kind(frozenset(TASKS.content), False).general,
    "update below": operations.update_kind(frozenset(TASKS.content), True),
    "create several": operations.CREATE_SEVERAL,
    "complete": operations.TOGGLE,
    "complete, with subtasks": operations.TOGGLE.general,
    "delete": operations.DELETE,
    "delete, with subtasks": operations.DELETE.general,
    "restore": operations.RESTORE,
    "restore, with subtasks": operations.RESTORE.general,
    "erase": operations.ERASING.kind,
    "purge": operations.PURGING.kind,
    "undo": UNDO[1],
    "undo, lists": UNDO[0],
    "undo, places": UNDO[2],
    "import": IMPORT_TASKS,
    "long import": import_kind(TASKS, Content(frozenset(TASKS.in_files))),
}
READS = {
    "get": GET,
    "history": HISTORY["task"],
    "shorten": operations.ERASING.shorten,
    "since": SINCE,
    "first load": FIRST_LOAD,
}
KEY = {"task": re.compile(r"\((parent_)?id ="), "change": re.compile(r"\(seq [=<>]")}
BY_KEY = READS | {
    f"{name}, {memory.name.lower()}{', perhaps the first' if begins else ''}": statement
    for name, kind in OF_ONE_TASK.items()
    for (memory, begins), statement in kind.statements.items()
}


@pytest.mark.parametrize("name", BY_KEY)
@pytest.mark.parametrize("database", ["crowd", "deserted"])
def test_each_task_and_each_line_is_found_by_its_key(name: str, database: str, request: pytest.FixtureRequest) -> None:
    values = {"id": str(uuid.UUID(SOMEBODY)), "seq": 7, "task_limit": 10, "limit": 100, "place": 0}
    values |= {"title": "x", "tags": [], "completed": False, "priority": 0}
    values |= {"rows": json.dumps([{"id": str(uuid.UUID(SOMEBODY)), "title": "x"}]), "mark": "f", "lists": "{}"}
    plan = plan_with(request.getfixturevalue(database), BY_KEY[name], **values)
    for table in ("task", "change", "answer"):
        assert ways_to(table, plan) <= {f"pk_{table}", "idx_task_parent_id"}, plan
    if name != "first load":  # which reads all tasks
        reached = re.findall(r"Scan using \w+ on (task|change)\b(?! kept| subtask).*\n *Index Cond: (.*)", plan)
        assert [condition for table, condition in reached if not KEY[table].search(condition)] == [], plan


def test_deleting_a_user_finds_the_tasks_by_an_index(crowd: Sql) -> None:
    plan = plan_of(crowd, b"DELETE FROM todo.task WHERE user_id = $1", [SOMEBODY])
    assert "pk_task" in plan, plan
