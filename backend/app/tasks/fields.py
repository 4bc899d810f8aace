"""The fields of a task in SQL."""

from app.journal.items import Items
from app.models import Task
from app.tasks.schemas.task import TaskCreate, TaskResponse

# The rule with its day: it takes a day that it does not name from the due date.
RULE = "CASE WHEN {repeat} IS NOT NULL THEN todo.repeat_on({repeat}, {repeat_from}, {due_date}) END"

TASKS = Items(
    Task,
    TaskCreate,
    TaskResponse,
    # Tasks are found, sorted and filtered by these.
    derived={
        "search": (("title", "description"), "todo.words_of({title}, {description})"),
        "title_key": (("title",), "todo.title_key({title})"),
        "tag_keys": (("tags",), "todo.tag_keys({tags})"),
        # It also depends on the settings, whose change computes it again (account/reminding.py).
        "remind_at": (
            ("due_date", "due_time", "remind_before", "completed", "deleted_at"),
            """
            CASE WHEN {remind_before} IS NOT NULL AND NOT {completed} AND {deleted_at} IS NULL
                THEN todo.remind_at(:owner, {due_date}, {due_time}, {remind_before}) END
            """,
        ),
    },
    times={"completed_at": "completed"},
    links={"list_id": "list"},
    # A file may name a day that the task does not have (tasks/repeating.py).
    settled={
        "due_time": "CASE WHEN {due_date} IS NOT NULL THEN {due_time} END",
        "remind_before": "CASE WHEN {due_date} IS NOT NULL THEN {remind_before} END",
        "repeat": RULE,
    },
)
