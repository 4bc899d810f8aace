"""Every statement about a user's data names the owner for each table, so that none can touch another user's data."""

import gc
import importlib
import itertools
import pkgutil
import re
from collections.abc import Iterator
from typing import Any, get_args

import pglast
import pytest
from pglast import ast
from pglast.visitors import Visitor

import app
from app.account.importing import import_kind
from app.account.merging import Content
from app.account.purge import ANSWER_OWNERS, LIST_OWNERS, LOG_OWNERS, TRASH_OWNERS
from app.database import REVISION, REVISION_AND_OLDEST
from app.journal.events import STATES
from app.journal.owner import HOLDER, OwnedStatement, SecretStatement
from app.postgres.connection import PROBE
from app.postgres.statement import Statement
from app.reminders.statements import CLAIM, END, FAN_OUT, HOLD, HURRY, NEXT, POSTPONE, UNSUBSCRIBE
from app.tasks.fields import TASKS
from app.tasks.listing import FILTERS, ListOptions, statement_of
from app.tasks.schemas.listing import TaskSort

OWNED = ("task", "list", "settings", "change", "answer", "feed", "push_subscription", "delivery")
OWNER_COLUMN = dict.fromkeys(OWNED, "user_id") | {"user": "id"}
# The tombstone of an erased account contains no id; it is found by the hash of the owner's id.
BY_HASH = {"erased_account"}
# Statements about no owner, or about many, with the reason.
OF_NOBODY_OR_MANY = {
    REVISION: "reads the schema's revision",
    REVISION_AND_OLDEST: "reads the schema's revision, and the oldest that it supports",
    PROBE: "reads the number of the server's process",
    STATES: "reads the state of the log for all listeners of a process, and nothing of its content",
    TRASH_OWNERS: "reads who has old tasks in the trash; the purge of these names the owner",
    LIST_OWNERS: "reads who has old lists in the trash",
    LOG_OWNERS: "reads who has old lines in the log",
    ANSWER_OWNERS: "reads who has old stored answers",
    HURRY: "is about the transaction",
    FAN_OUT: "joins what is due with subscriptions and settings of the same owner",
    CLAIM: "joins what is sent with the task, the subscription and the settings of the same owner",
    NEXT: "reads the earliest moment of all",
    HOLD: "renews leases of what this process is sending; each row names its owner",
    END: "deletes what has arrived; each row names its owner",
    POSTPONE: "puts off what could not be sent; each row names its owner",
    UNSUBSCRIBE: "deletes subscriptions that are gone; each row names its owner",
}
# The condition in a statement's text.
CONDITION = re.compile(r"\b\w+\.(?:user_id|id) = CAST\(\$\d+ AS VARCHAR\)")


# What every `SecretStatement` begins with: the one place where a secret's hash says who the owner is.
READ_NO_TABLE = ("todo.rfc3339", "todo.next_occurrence", "todo.position_at")  # functions
DOOR = "WITH holder AS (SELECT feed.user_id AS id FROM todo.feed WHERE feed.secret_hash = decode("


def is_a(node: Any, kind: type[ast.Node]) -> bool:
    return isinstance(node, kind)


def conjuncts(condition: Any) -> Iterator[Any]:
    if is_a(condition, ast.BoolExpr) and condition.boolop == pglast.enums.BoolExprType.AND_EXPR:
        for part in condition.args:
            yield from conjuncts(part)
    elif condition is not None:
        yield condition


class Tables(Visitor):
    """Finds the tables of `todo` that a statement does not restrict to the owner."""

    def __init__(self, parameters: tuple[str, ...]) -> None:
        self.parameters = parameters
        self.open: list[str] = []
        self.seen = 0

    def visit_SelectStmt(self, _: Any, node: Any) -> None:  # noqa: N802 - the library's name
        self._look(node.fromClause or (), node.whereClause)

    def visit_UpdateStmt(self, _: Any, node: Any) -> None:  # noqa: N802
        self._look((node.relation, *(node.fromClause or ())), node.whereClause)

    def visit_DeleteStmt(self, _: Any, node: Any) -> None:  # noqa: N802
        self._look((node.relation, *(node.usingClause or ())), node.whereClause)

    def visit_InsertStmt(self, _: Any, node: Any) -> None:  # noqa: N802
        table = node.relation.relname
        if table in BY_HASH:
            return
        self.seen += 1
        columns = [column.name for column in node.cols]
        value = node.selectStmt.targetList[columns.index(OWNER_COLUMN[table])].val
        if not self._is_owner(value):
            self.open.append(f"INSERT INTO {table}")

    def _look(self, sources: Any, where: Any) -> None:
        for source in sources:
            self._look_at(source, list(conjuncts(where)))

    def _look_at(self, source: Any, conditions: list[Any]) -> None:
        if is_a(source, ast.JoinExpr):
            inside = [*conditions, *conjuncts(source.quals)]
            # The nullable side of an outer join is restricted only by the join's own condition.
            is_left = source.jointype == pglast.enums.JoinType.JOIN_LEFT
            self._look_at(source.larg, conditions if is_left else inside)
            self._look_at(source.rarg, inside)
        elif is_a(source, ast.RangeVar) and source.schemaname == "todo" and source.relname not in BY_HASH:
            self.seen += 1
            name = source.alias.aliasname if source.alias else source.relname
            column = OWNER_COLUMN[source.relname]
            if not any(self._names_owner(condition, name, column) for condition in conditions):
                self.open.append(f"{source.relname} AS {name}")

    def _names_owner(self, condition: Any, table: str, column: str) -> bool:
        if not is_a(condition, ast.A_Expr) or [part.sval for part in condition.name] != ["="]:
            return False
        left, right = condition.lexpr, condition.rexpr
        is_column = is_a(left, ast.ColumnRef) and [getattr(f, "sval", "*") for f in left.fields] == [
            table,
            column,
        ]
        return is_column and self._is_owner(right)

    def _is_owner(self, value: Any) -> bool:
        value = value.arg if is_a(value, ast.TypeCast) else value
        return is_a(value, ast.ParamRef) and self.parameters[value.number - 1] == "owner"


def tables_of(sql: str, parameters: tuple[str, ...]) -> Tables:
    tables = Tables(parameters)
    tables(pglast.parse_sql(sql))
    return tables


def statements(kind: type[Statement]) -> list[Statement]:
    """All statements of that class that importing the service makes, and those of many lists and long imports."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    some_filters = [frozenset[str](), frozenset(FILTERS), *(frozenset({name}) for name in FILTERS)]
    for sort, filters, is_deleted in itertools.product(get_args(TaskSort), some_filters, (False, True)):
        for is_limited, is_continued in ((False, False), (True, False), (True, True)):
            statement_of(ListOptions(sort, filters, is_deleted, is_limited, is_continued))
    of_files = itertools.product((TASKS.in_files, ("title",)), (False, True), (False, True))
    long_imports = [
        import_kind(TASKS, Content(frozenset(fields), ids=has_ids, lists=names_lists))
        for fields, has_ids, names_lists in of_files
    ]
    assert long_imports  # kept until they are found below
    gc.unfreeze()  # a service that another test has started has taken them out of sight
    found = {each.name: each for each in gc.get_objects() if type(each) is kind}
    return list(found.values())


@pytest.fixture(scope="module")
def owned() -> list[Statement]:
    return statements(OwnedStatement)


def test_every_table_of_every_statement_is_restricted_to_the_owner(owned: list[Statement]) -> None:
    assert len(owned) > 400
    faults = []
    for statement in owned:
        tables = tables_of(statement.sql.decode(), statement.parameters)
        assert tables.seen, statement.sql.decode()
        faults += [f"{table} in {statement.sql.decode()}" for table in tables.open]
    assert faults == []


def test_a_missing_condition_is_noticed_anywhere(owned: list[Statement]) -> None:
    taken_out = 0
    for statement in owned[:: 1 + len(owned) // 150] + [each for each in owned if not each.only_reads]:
        sql = statement.sql.decode()
        for condition in CONDITION.finditer(sql):
            without = f"{sql[: condition.start()]}true{sql[condition.end() :]}"
            assert tables_of(without, statement.parameters).open, without
            taken_out += 1
    assert taken_out > 200


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT FROM todo.task WHERE task.user_id = $1 OR task.completed",
        "SELECT FROM todo.task WHERE (task.user_id = $1) IS TRUE",
        "SELECT FROM todo.task WHERE task.user_id = $2",
        "SELECT FROM todo.task WHERE task.id = $1",
        "SELECT FROM todo.task, todo.change WHERE change.user_id = $1 AND task.user_id = change.user_id",
        "SELECT FROM todo.task LEFT JOIN todo.change ON task.user_id = $1 AND change.user_id = $1",
        "SELECT (SELECT count(*) FROM todo.answer)",
        "WITH gone AS (DELETE FROM todo.task USING todo.change WHERE change.user_id = $1) SELECT",
        "UPDATE todo.task SET title = '' FROM todo.change line WHERE line.user_id = $1",
        "INSERT INTO todo.answer (user_id, key) SELECT $2, $1",
    ],
)
def test_a_condition_that_does_not_restrict_the_owner_is_noticed(sql: str) -> None:
    assert tables_of(sql, ("owner", "id")).open


def test_a_secret_names_the_owner_of_every_table_in_the_same_way() -> None:
    """Behind the door, the holder of the secret is what a token's owner is elsewhere."""
    found = [each for each in statements(SecretStatement) if isinstance(each, SecretStatement)]
    assert found
    for statement in found:
        sql = statement.sql.decode()
        assert statement.only_reads
        assert "owner" not in statement.parameters
        assert sql.startswith(DOOR)
        holder, _, rest = sql.partition("'hex'))")
        assert "todo." not in holder.removeprefix(DOOR)
        as_owned = f"WITH x AS (SELECT){rest.replace(HOLDER, '$99')}"
        fillers = [""] * (98 - len(statement.parameters))
        parameters = (*statement.parameters, *fillers, "owner")
        tables = tables_of(as_owned, parameters)
        assert tables.seen == rest.count("todo.") - sum(map(rest.count, READ_NO_TABLE))
        assert tables.open == []
        for place in re.finditer(re.escape(HOLDER), rest):
            without = f"WITH x AS (SELECT){rest[: place.start()]}'a'{rest[place.end() :]}".replace(HOLDER, "$99")
            assert tables_of(without, parameters).open, without


def test_every_other_statement_is_listed_here_with_its_reason() -> None:
    others = {
        value
        for module in pkgutil.walk_packages(app.__path__, "app.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, Statement) and not isinstance(value, OwnedStatement | SecretStatement)
    }
    assert others == set(OF_NOBODY_OR_MANY)
