"""Operations on all tasks of lists, each as one statement, which follow an operation on the lists or precede it."""

from app.journal.answers import KeyUse
from app.journal.fields import Values
from app.journal.items import LINE, LIVE
from app.journal.log import LAST, account, answering, counted, logged, refusing
from app.journal.writer import OperationKind
from app.tasks.fields import TASKS
from app.tasks.placing import place_tasks

# The time at which the list was deleted, which tasks that were deleted with it have too.
DELETED_AT = "(SELECT list.deleted_at FROM todo.list WHERE list.user_id = :owner AND list.id = :id)"


def _all_tasks(operation: str, which: str, sets: Values, *, full: str = "", change: str = "") -> OperationKind:
    """Set these columns of tasks; `change` is `+` or `-` if that changes how many live tasks the account has.

    `full` are branches of a `CASE`: why there is no room.
    """
    counts = {
        "live_tasks": f"stored.live_tasks {change} (SELECT count(*) FROM changed)",
        "trashed_tasks": f"stored.trashed_tasks - (0 {change} (SELECT count(*) FROM changed))",
    }

    def sql(key_use: KeyUse, begins: bool) -> str:
        ctes = [
            f"account AS ({account(key_use, may_begin=begins)})",
            f"""chosen AS (
                SELECT item.id, item.seq AS previous, item.document AS before FROM account, todo.task item
                WHERE item.user_id = :owner AND {which}
                LIMIT :many + 1
            )""",
            f"""problem AS (
                SELECT CASE WHEN chosen.count > :many THEN 'much' {full} END AS reason
                FROM (SELECT count(*) FROM chosen) chosen LEFT JOIN account ON true
            )""",
            """old AS (
                SELECT chosen.*, account.seq - 1 + row_number() OVER (ORDER BY chosen.previous) AS seq,
                    account.command, account.at
                FROM account, problem, chosen WHERE problem.reason IS NULL
            )""",
            f"""changed AS (
                UPDATE todo.task item SET {TASKS.assignments(sets)}
                FROM old WHERE item.user_id = :owner AND item.id = old.id
                RETURNING item.id AS item_id, {LINE}
            )""",
            counted(LAST, **(counts if change else {})),
            logged(TASKS.kind, operation),
        ]
        outcome = f"""
            CASE WHEN problem.reason IS NULL THEN NULL::json ELSE {refusing("ELSE problem.reason")} END AS document,
            NULL::varchar AS tag, (SELECT changed.command FROM changed LIMIT 1) AS command
        """
        return answering(key_use, ctes, outcome, "NULL::uuid", "problem")

    return OperationKind(sql)


DELETE_TASKS = _all_tasks(
    "delete",
    f"item.list_id = :id AND {LIVE}",
    {"deleted_at": DELETED_AT},
    full="WHEN account.trashed_tasks + chosen.count > :task_limit THEN 'trash-full'",
    change="-",
)
RESTORE_TASKS = _all_tasks(
    "restore",
    f"item.list_id = :id AND item.deleted_at = {DELETED_AT}",
    {"deleted_at": "NULL::timestamptz"},
    full="WHEN account.live_tasks + chosen.count > :task_limit THEN 'full'",
    change="+",
)
# A file that puts a list into the trash may not name all of its tasks: some were perhaps added since. They are not
# deleted, and stay in sight in the Inbox, as what is below a deleted task comes to the top level (decision 37).
LEAVE_LISTS = _all_tasks(
    "import",
    f"""
        item.list_id IN (
            SELECT list.id FROM todo.list
            WHERE list.user_id = :owner AND list.seq >= account.command AND list.deleted_at IS NOT NULL
        ) AND {LIVE}
    """,
    {"list_id": "NULL::uuid"},
)
# A parent may have been restored alone, moved or erased since.
PLACE_RESTORED = place_tasks("restore", "'rearranged'")
