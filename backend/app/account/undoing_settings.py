"""Undoing what a command has done to the settings: they get the state before it."""

from app.account import settings
from app.account.reminding import ARE_MANY
from app.account.settings import SETTINGS
from app.account.undone import COMMAND
from app.journal.answers import KeyUse
from app.journal.items import IS_AS_EXPECTED, all_of, unless
from app.journal.log import account, answering, counted, logged, refusing
from app.journal.writer import OperationKind


def _statement(key_use: KeyUse, begins: bool) -> str:
    # A command has at most one line about settings. They always have a state before it.
    was = {
        name: f"CASE WHEN line.before::jsonb ? '{name}' THEN was.{name} ELSE old.{name} END"  # older than the setting
        for name in SETTINGS.content
    }
    typed = SETTINGS.typed(SETTINGS.content)
    conditions = {
        SETTINGS.reason("changed"): "(old.previous = line.seq)",
        SETTINGS.reason("stale"): f"(named.kind <> '{SETTINGS.kind}' OR {IS_AS_EXPECTED})",
        "much": f"NOT {ARE_MANY}",
    }
    ctes = [
        f"account AS ({account(key_use, may_begin=begins)})",
        *COMMAND,
        f"""line AS (
            SELECT line.seq, line.before FROM command, todo.change line
            WHERE line.user_id = :owner AND line.seq BETWEEN command.first AND command.last
                AND line.kind = '{SETTINGS.kind}'
        )""",
        settings.found("account"),
        settings.changed(
            was,
            all_of(conditions),
            f"old, named, line, LATERAL jsonb_to_record(line.before::jsonb) AS was ({typed})",
        ),
        counted(),
        logged(SETTINGS.kind, "undo"),
    ]
    outcome = f"""
        CASE WHEN line.seq IS NOT NULL AND NOT ({all_of(conditions)}) THEN {refusing(unless(conditions))}
            WHEN named.kind = '{SETTINGS.kind}' THEN coalesce(changed.document, old.before) END AS document,
        CASE
            WHEN named.kind = '{SETTINGS.kind}'
            THEN concat(coalesce(changed.version, old.version), '-', coalesce(changed.seq, old.previous))
        END AS tag,
        changed.command
    """
    source = "(SELECT) one LEFT JOIN (old CROSS JOIN named CROSS JOIN line LEFT JOIN changed ON true) ON true"
    return answering(key_use, ctes, outcome, "NULL::uuid", source)


UNDO_SETTINGS = OperationKind(_statement)
