"""Operations on all tasks of a list, each as one statement, which follow an operation on the list or precede it."""

from app.journal.answers import KeyUse
from app.journal.items import LINE, LIVE
from app.journal.log import LAST, account, answering, counted, logged, refusing
from app.journal.writer import OperationKind
from app.tasks.fields import TASKS

# The time at which the list was deleted, which tasks that were deleted with it have too.
DELETED_AT = "(SELECT list.deleted_at FROM todo.list WHERE list.user_id = :owner AND list.id = :id)"


def _all_tasks(operation: str, which: str, deleted_at: str, *, full: str, is_full: str, change: str) -> OperationKind:
    """Set `deleted_at` of the list's tasks; `change` is what that adds to the account's live tasks for each."""

    def sql(key_use: KeyUse, begins: bool) -> str:
        ctes = [
            f"account AS ({account(key_use, may_begin=begins)})",
            f"""chosen AS (
                SELECT item.id, item.seq AS previous, item.document AS before FROM account, todo.task item
                WHERE item.user_id = :owner AND item.list_id = :id AND {which}
                LIMIT :many + 1
            )""",
            f"""problem AS (
                SELECT CASE WHEN chosen.count > :many THEN 'much' WHEN {is_full} THEN '{full}' END AS reason
                FROM (SELECT count(*) FROM chosen) chosen LEFT JOIN account ON true
            )""",
            """old AS (
                SELECT chosen.*, account.seq - 1 + row_number() OVER (ORDER BY chosen.previous) AS seq,
                    account.command, account.at
                FROM account, problem, chosen WHERE problem.reason IS NULL
            )""",
            f"""changed AS (
                UPDATE todo.task item SET {TASKS.assignments({"deleted_at": deleted_at})}
                FROM old WHERE item.user_id = :owner AND item.id = old.id
                RETURNING item.id AS item_id, {LINE}
            )""",
            counted(
                LAST,
                live_tasks=f"stored.live_tasks {change} (SELECT count(*) FROM changed)",
                trashed_tasks=f"stored.trashed_tasks - (0 {change} (SELECT count(*) FROM changed))",
            ),
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
    LIVE,
    DELETED_AT,
    full="trash-full",
    is_full="account.trashed_tasks + chosen.count > :task_limit",
    change="-",
)
RESTORE_TASKS = _all_tasks(
    "restore",
    f"item.deleted_at = {DELETED_AT}",
    "NULL::timestamptz",
    full="full",
    is_full="account.live_tasks + chosen.count > :task_limit",
    change="+",
)
