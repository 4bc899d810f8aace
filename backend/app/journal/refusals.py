"""Why an operation was refused: the reasons of `todo.refuse`, as errors for people."""

import psycopg

from app.errors import (
    AnswerGone,
    Busy,
    Conflict,
    DomainError,
    HasChanged,
    HistoryTooLong,
    InvalidInput,
    InvalidToken,
    KeyReused,
    ListExists,
    ListHasChanged,
    ListNotFound,
    MisplacedTask,
    Rehearsed,
    SettingsHaveChanged,
    SubscriptionNotFound,
    TaskExists,
    TaskHasChanged,
    TaskNotFound,
)
from app.values.limits import MAX_LEVELS, MAX_LISTS, MAX_SUBSCRIPTIONS

REFUSED = "TD001"  # the SQLSTATE of todo.refuse

ERRORS: dict[str, DomainError] = {
    "erased": InvalidToken(),
    "absent": TaskNotFound(),
    "stale": TaskHasChanged(),
    "exists": TaskExists(),
    "list-absent": ListNotFound(),
    "list-stale": ListHasChanged(),
    "list-exists": ListExists(),
    "list-changed": Conflict("The list has changed since; only its last change can be undone"),
    "list-final": Conflict("This change cannot be undone: the list was deleted for good"),
    "settings-stale": SettingsHaveChanged(),
    "settings-changed": Conflict("The settings have changed since; only their last change can be undone"),
    "no-list": InvalidInput.about("List not found", "list_id"),
    "no-parent": InvalidInput.about("Task not found", "parent_id"),
    "circle": MisplacedTask.about("A task cannot be below itself", "parent_id"),
    "deep": MisplacedTask.about(f"Tasks can be at most {MAX_LEVELS} levels deep", "parent_id"),
    "misplaced": Conflict("This change cannot be undone: the tasks are arranged differently since"),
    "rearranged": Conflict(
        "The tasks of this list are arranged differently since; restore them one by one, and then the list"
    ),
    "no-time": InvalidInput.about("Due time needs a due date", "due_time"),
    "no-reminder": InvalidInput.about("Remind before needs a due date", "remind_before"),
    "unreminded": Conflict("The task has no reminder that could be put off"),
    "done": Conflict("The task is completed; only of an open task a reminder can be put off"),
    "push-absent": SubscriptionNotFound(),
    "unexpected": HasChanged(),
    "push-full": Conflict(
        f"You have {MAX_SUBSCRIPTIONS} browsers that show reminders, which is the limit;"
        " remove some before you add more"
    ),
    "no-repeat": InvalidInput.about("Repeat needs a due date, or repeat_from completion", "repeat"),
    "lists-full": Conflict(f"You have {MAX_LISTS} lists, which is the limit; delete some before you add more"),
    "lists-trash-full": Conflict(
        f"Your trash holds {MAX_LISTS} lists, which is the limit;"
        " restore some, or delete them for good, before you delete more"
    ),
    "in-use": Conflict("The list has tasks that were added since; move or delete them first"),
    "full": Conflict("You have {limit:,} tasks, which is the limit; delete some before you add more"),
    "trash-full": Conflict("Your trash holds {limit:,} tasks, which is the limit; empty it before you delete more"),
    "changed": Conflict("The task has changed since; only its last change can be undone"),
    "final": Conflict("This change cannot be undone: the task was deleted for good"),
    "reused": KeyReused(),
    "gone": AnswerGone(),
    "new": TaskNotFound(),  # the account does not exist: the writer tries again with the statement that creates it
    "busy": Busy(),
    "long": HistoryTooLong(),
    "rehearsed": Rehearsed(),
}
# The same request may succeed later, or is written again (`much`, `related`). Every other refusal is an answer, and is
# stored.
NOT_FINAL = {"erased", "new", "reused", "busy", "long", "rehearsed", "much", "related"}


def refusal_of(error: psycopg.DatabaseError) -> str | None:
    """The message of `todo.refuse`, a reason and the place of the operation; None for another error."""
    return error.diag.message_primary if error.sqlstate == REFUSED else None


def is_final(refusal: str) -> bool:
    """Whether the refusal is the answer of this request for good."""
    return refusal.partition(" ")[0] not in NOT_FINAL


def error_for(refusal: str, task_limit: int, label: str | None) -> DomainError:
    """The error for a refusal; with `label` its sentence begins with that and the place."""
    reason, _, place = refusal.partition(" ")
    error = ERRORS[reason]
    sentence = error.detail.format(limit=task_limit)
    is_of_several = bool(label and place and is_final(reason))
    if is_of_several:
        sentence = f"{label} {place}: {sentence}"
    if not isinstance(error, InvalidInput):
        return type(error)(sentence)
    return error.in_operation(int(place), sentence) if is_of_several else type(error)(sentence, error.faults)
