"""Where tasks are below others, after an undo, an import or the restore of a list has changed any number of them.

These set the fields of each task alone. Then this statement looks at the tasks of the command: no task may be
more than five levels deep, or below itself; a task without its parent comes to the top level, and one with a parent
into the parent's list.
"""

from app.journal.answers import KeyUse
from app.journal.items import LINE, LIVE
from app.journal.log import LAST, account, answering, counted, logged, refusing
from app.journal.writer import OperationKind
from app.tasks.fields import TASKS
from app.tasks.subtasks import found
from app.values.limits import MAX_LEVELS


def place_tasks(operation: str, misplaced: str) -> OperationKind:
    """The statement, for this operation; `misplaced` is the reason for a refusal, in SQL.

    It returns the task of the change `:seq` if it has changed that again.
    """

    def sql(key_use: KeyUse, begins: bool) -> str:
        ctes = [
            f"account AS ({account(key_use, may_begin=begins)})",
            # One look tells that the account has no subtasks.
            f"""touched AS (
                SELECT DISTINCT ON (item.id) item.* FROM account, LATERAL (
                    SELECT line.item_id FROM todo.change line
                    WHERE line.user_id = :owner AND line.seq >= account.command AND line.kind = '{TASKS.kind}' OFFSET 0
                ) line, {found("item.id = line.item_id")}
                WHERE EXISTS (
                    SELECT FROM todo.task subtask WHERE subtask.user_id = :owner AND subtask.parent_id IS NOT NULL
                )
            )""",
            f"""start AS (
                SELECT touched.id, touched.parent_id FROM touched WHERE touched.deleted_at IS NULL
                UNION
                SELECT item.id, item.parent_id FROM touched, {found("item.parent_id = touched.id")}
                WHERE touched.deleted_at IS NOT NULL AND {LIVE}
            )""",
            f"""climb (start, id, parent_id, level) AS (
                SELECT start.id, start.id, start.parent_id, 1 FROM start
                UNION ALL
                SELECT climb.start, item.id, item.parent_id, climb.level + 1
                FROM climb, {found("item.id = climb.parent_id")} WHERE {LIVE} AND climb.level <= {MAX_LEVELS}
            )""",
            # From the tops down to everything below. A top with a parent has lost it.
            f"""tree (id, parent_id, list_id, is_placed, level) AS (
                SELECT item.id, NULL::uuid, item.list_id, item.parent_id IS NULL, 1 FROM (
                    SELECT DISTINCT top.id FROM (
                        SELECT DISTINCT ON (climb.start) climb.id FROM climb ORDER BY climb.start, climb.level DESC
                    ) top
                ) top, {found("item.id = top.id")}
                UNION ALL
                SELECT item.id, item.parent_id, tree.list_id, item.list_id IS NOT DISTINCT FROM tree.list_id,
                    tree.level + 1
                FROM tree, {found("item.parent_id = tree.id")} WHERE {LIVE} AND tree.level <= {MAX_LEVELS}
            )""",
            f"""problem AS (
                SELECT climb.is_circle, climb.is_deep OR EXISTS (SELECT FROM tree WHERE tree.level > {MAX_LEVELS})
                    AS is_misplaced
                FROM (
                    SELECT coalesce(bool_or(climb.level > 1 AND climb.id = climb.start), false) AS is_circle,
                        coalesce(bool_or(climb.level > {MAX_LEVELS}), false) AS is_deep
                    FROM climb
                ) climb
            )""",
            """old AS (
                SELECT item.id, tree.parent_id, tree.list_id, item.seq AS previous, item.document AS before,
                    account.seq - 1 + row_number() OVER (ORDER BY item.seq) AS seq, account.command, account.at
                FROM account, problem, tree, LATERAL (
                    SELECT item.id, item.seq, item.document FROM todo.task item
                    WHERE item.user_id = :owner AND item.id = tree.id OFFSET 0
                ) item
                WHERE NOT problem.is_misplaced AND NOT tree.is_placed
            )""",
            f"""changed AS (
                UPDATE todo.task item SET {TASKS.assignments({"parent_id": "old.parent_id", "list_id": "old.list_id"})}
                FROM old
                WHERE item.user_id = :owner AND item.id = ANY (ARRAY(SELECT old.id FROM old)) AND item.id = old.id
                RETURNING item.id AS item_id, item.version, item.document, {LINE}
            )""",
            counted(LAST),
            logged(TASKS.kind, operation),
        ]
        outcome = f"""
            CASE WHEN problem.is_misplaced THEN {refusing(f"ELSE {misplaced}")} ELSE named.document END AS document,
            named.tag, (SELECT changed.command FROM changed LIMIT 1) AS command
        """
        source = """
            problem LEFT JOIN LATERAL (
                SELECT changed.item_id, changed.document, concat(changed.version, '-', changed.seq) AS tag
                FROM todo.change line, changed
                WHERE line.user_id = :owner AND line.seq = :seq AND changed.item_id = line.item_id
            ) named ON true
        """
        return answering(key_use, ctes, outcome, "named.item_id", source)

    return OperationKind(sql)
