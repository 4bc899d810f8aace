"""The settings of an account: one row, which has no id. An account without that row has the defaults."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.account.reminding import ARE_MANY, OF_REMINDERS, REMINDED
from app.account.schemas import SettingsPatch, SettingsResponse
from app.database import Database
from app.identity.user import CurrentUser
from app.journal.answers import KeyUse
from app.journal.fields import Values
from app.journal.items import IS_AS_EXPECTED, LINE, Items, all_of, unless
from app.journal.log import account
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned
from app.journal.writer import Expected, Operation, OperationKind
from app.models import AccountSettings
from app.postgres.statement import Bound

SETTINGS = Items(AccountSettings, SettingsPatch, SettingsResponse)
DEFAULTS = {name: SETTINGS.default(name) for name in SETTINGS.content}
DOCUMENT = f"coalesce(settings.document, {SETTINGS.document(DEFAULTS | {'version': '0'})})"
CURRENT = {name: f"coalesce(settings.{name}, {default})" for name, default in DEFAULTS.items()}

GET = OwnedStatement(
    f"""
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} ELSE {DOCUMENT} END,
        concat(coalesce(settings.version, 0), '-', coalesce(settings.seq, 0))
    FROM (SELECT) one LEFT JOIN todo.settings ON settings.user_id = :owner
    """,
    only_reads=True,
)


def found(source: str) -> str:
    """The CTE `old`: the account in `source`, and its settings or the defaults."""
    return f"""
        old AS (
            SELECT account.*, NULL::uuid AS id, coalesce(settings.version, 0) AS version,
                coalesce(settings.seq, 0) AS previous, {DOCUMENT} AS before,
                {", ".join(f"{value} AS {name}" for name, value in CURRENT.items())}
            FROM {source} account LEFT JOIN todo.settings ON settings.user_id = :owner
        )
    """


def _moves_reminders(names: Collection[str]) -> bool:
    return not {*OF_REMINDERS}.isdisjoint(names)


def changed(sets: Values, condition: str, source: str = "old") -> str:
    """The CTEs `made`, `reminded` and `changed`: the settings with these values, unless all of them are so already."""
    # An account that was erased has had versions, which must not be used again.
    values = {name: f"old.{name}" for name in SETTINGS.content} | dict(sets)
    values["version"] = "greatest(old.version, old.erased_version) + 1"
    new = SETTINGS.columns_of("new")
    columns = new | {"seq": "old.seq", "document": SETTINGS.document(new)}
    before, after = (", ".join(f"{row}.{name}" for name in SETTINGS.content) for row in ("old", "new"))
    return f"""
        made AS (
            INSERT INTO todo.settings AS item (user_id, {", ".join(columns)})
            SELECT :owner, {", ".join(columns.values())}
            FROM {source}, LATERAL (SELECT {", ".join(f"{value} AS {name}" for name, value in values.items())}) new
            WHERE {condition} AND ({before}) IS DISTINCT FROM ({after})
            ON CONFLICT (user_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in columns)}
            RETURNING item.version, item.document, {", ".join(f"item.{name}" for name in OF_REMINDERS)}
        ), {f"{REMINDED}," if _moves_reminders(sets) else ""}
        changed AS (SELECT NULL::uuid AS item_id, made.*, {LINE}, old.erased_at, old.erased_version FROM made, old)
    """


@cache
def _change(operation: str, names: frozenset[str]) -> OperationKind:
    sets = SETTINGS.given(names)
    conditions = {SETTINGS.reason("stale"): IS_AS_EXPECTED}
    if _moves_reminders(names):
        others = " OR ".join(f"old.{name} IS DISTINCT FROM {sets[name]}" for name in OF_REMINDERS if name in sets)
        conditions["much"] = f"NOT (({others}) AND {ARE_MANY})"

    def ctes(key_use: KeyUse, begins: bool) -> list[str]:
        return [found(f"({account(key_use, may_begin=begins)})"), changed(sets, all_of(conditions))]

    return SETTINGS.operation(
        operation,
        ctes,
        may_begin=True,
        unchanged=f"old.seq IS NOT NULL AND {all_of(conditions)}",
        reasons=f"WHEN old.seq IS NULL THEN 'new' {unless(conditions)}",
        erased_at="last.erased_at",
        erased_version="last.erased_version",
    )


@cache
def _preview(names: frozenset[str]) -> OwnedStatement:
    others = " OR ".join(f":{name} IS DISTINCT FROM {CURRENT[name]}" for name in sorted(names))
    return OwnedStatement(
        f"SELECT {others} FROM (SELECT) one LEFT JOIN todo.settings ON settings.user_id = :owner",
        only_reads=True,
        types=SETTINGS.types,
    )


def patch(given: SettingsPatch, expected: Expected) -> Operation:
    """Change the given settings."""
    return Operation(_change("update", frozenset(given.model_fields_set)), {**given.content(), **expected})


def imported(given: SettingsPatch) -> Operation:
    """Change the settings that a file has."""
    return Operation(_change("import", frozenset(given.model_fields_set)), given.content())


def preview(given: SettingsPatch, owner: Mapping[str, Any]) -> Bound:
    """The statement that tells whether an import would change the settings."""
    return _preview(frozenset(given.model_fields_set)).bind({**owner, **given.content()})


@dataclass(frozen=True, slots=True)
class UserSettings:
    """The settings of one user."""

    database: Database
    owner: CurrentUser

    async def get(self) -> tuple[bytes, str]:
        """The settings as JSON in the form of `SettingsResponse`, and their tag."""
        document, tag = await fetch_owned(self.database, self.owner, GET)
        return document or b"", (tag or b"").decode()
