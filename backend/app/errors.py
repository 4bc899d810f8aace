"""The errors that a client can get, each with its sentence. `http/errors.py` has their statuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from pydantic import ValidationError


class DomainError(Exception):
    """A request was not carried out; `detail` is one sentence for a person."""

    detail = "An internal error occurred"

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or self.detail
        super().__init__(self.detail)


class NotAuthenticated(DomainError):
    """No credentials, or invalid ones."""

    detail = "Missing authentication credentials"


class InvalidToken(NotAuthenticated):
    """A token that is malformed, forged, expired, not valid yet, or from before the account was erased."""

    detail = "Invalid or expired token"


class TokenWithoutUser(NotAuthenticated):
    """A token with a valid signature and no usable `sub`."""

    detail = "Token missing user identifier"


class NotFound(DomainError):
    """The caller has no such item."""


class ListNotFound(NotFound):
    """The caller has no such list. A missing list, another user's and an invalid id look the same."""

    detail = "List not found"


class TaskNotFound(NotFound):
    """The caller has no such task. A missing task, another user's and an invalid id look the same."""

    detail = "Task not found"


class SubscriptionNotFound(NotFound):
    """The caller has no such push subscription. A missing one, another user's and an invalid id look the same."""

    detail = "Subscription not found"


class NoNotifications(NotFound):
    """This service has no key to send notifications with."""

    detail = "This service sends no notifications"


class HasChanged(DomainError):
    """The item has another version than the caller expects."""


class ListHasChanged(HasChanged):
    """The list has another version than the caller expects."""

    detail = "The list has changed since; read it again"


class ListExists(ListHasChanged):
    """A list was to be created with an id that is taken."""

    detail = "There is a list with this id already"


class TaskHasChanged(HasChanged):
    """The task has another version than the caller expects."""

    detail = "The task has changed since; read it again"


class TaskExists(TaskHasChanged):
    """A task was to be created with an id that is taken."""

    detail = "There is a task with this id already"


class SettingsHaveChanged(HasChanged):
    """The settings have another version than the caller expects."""

    detail = "The settings have changed since; read them again"


class Conflict(DomainError):
    """The current state does not allow the request."""


class Busy(Conflict):
    """A long write of the same account has been running for longer than a request may wait."""

    detail = "An import is running; try again in a moment"


class HistoryTooLong(Conflict):
    """A task has more changes than one statement may delete with it."""

    detail = "This task has too long a history to be deleted at once"


class TooManyStreams(DomainError):
    """The user has as many open event streams as allowed."""


class KeyReused(DomainError):
    """An `Idempotency-Key` was used for another request before."""

    detail = "Idempotency-Key was used for another request"


class AnswerGone(DomainError):
    """The task of an earlier request was deleted for good, and the stored answer with it."""

    detail = "This request was answered before, and its task has been deleted for good"


class StateForgotten(DomainError):
    """A token for the feed of changes that the log does not know, or no longer knows."""

    detail = "The token is unknown or too old; start again without one"


Path = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value: a sentence, and the names and numbers that lead to the value in what was sent."""

    detail: str
    path: Path


class InvalidInput(DomainError):
    """The request contains something invalid; the sentence names it, and so do `faults` unless it is in no value."""

    faults: Sequence[Fault] = ()

    def __init__(self, detail: str | None = None, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.faults = faults or self.faults

    @classmethod
    def about(cls, detail: str, *path: int | str) -> Self:
        """The error of one value."""
        return cls(detail, [Fault(detail, path)])

    @classmethod
    def from_validation(cls, error: ValidationError) -> Self:
        """Every error as a sentence that starts with the field's name, joined with `; `."""
        return cls.from_faults(error.errors(include_url=False, include_input=True))

    @classmethod
    def from_faults(cls, faults: Sequence[Any]) -> Self:
        """The same for errors in Pydantic's form."""
        found = [Fault(_sentence(fault), _path(fault["loc"])) for fault in faults]
        return cls("; ".join(fault.detail for fault in found), found)

    def in_operation(self, place: int, detail: str) -> Self:
        """The same in an operation of a batch."""
        return type(self)(detail, [Fault(detail, (OPERATIONS, place, TASK, *fault.path)) for fault in self.faults])


class InvalidQuery(InvalidInput):
    """The query contains something invalid; the paths of `faults` begin with the name of a parameter."""


class MisplacedTask(InvalidInput):
    """A task that would be below itself, or deeper than tasks may be."""


class ForeignCursor(InvalidQuery):
    """A cursor from another list."""

    detail = "Cursor belongs to another list"
    faults = (Fault(detail, ("cursor",)),)


class ServiceUnavailable(DomainError):
    """A service that this one depends on is unavailable; the client should retry."""

    detail = "Service temporarily unavailable"


# The members of a batch and of an operation.
OPERATIONS, TASK = "operations", "task"

# Pydantic's type of error → what the sentence says. `{…}` comes from the error's context.
SENTENCES = {
    "missing": "is required",
    "string_too_short": "is required",
    "string_type": "must be text",
    "string_too_long": "must be at most {max_length} characters",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "list_type": "must be a list",
    "too_long": "must be at most {max_length}",
    "too_short": "must be at least {min_length}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "less_than": "must be less than {lt}",
    "literal_error": "must be one of {expected}",
    "union_tag_invalid": "must have one of these as its op: {expected_tags}",
    "union_tag_not_found": "must have an op",
    "model_attributes_type": "must be an object",
    "model_type": "must be an object",
    "dict_type": "must be an object",
    "string_pattern_mismatch": "has an invalid format",
}


def _sentence(fault: Any) -> str:
    location: Path = fault["loc"]
    if not location:
        return "Request body must be a JSON object"
    if location[0] == OPERATIONS and len(location) > 1:
        return _sentence_of_operation(fault)
    field = str(location[0]).replace("_", " ").capitalize()
    if len(location) > 1:  # an element of a list
        field = field.removesuffix("s")
    kind = "missing" if fault["type"] == "string_type" and fault["input"] is None else fault["type"]
    context = {name: str(value).replace("'", "") for name, value in fault.get("ctx", {}).items()}
    return f"{field} {SENTENCES.get(kind, fault['msg']).format_map(context)}"


def _sentence_of_operation(fault: Any) -> str:
    _, place, *rest = fault["loc"]
    inside = tuple(part for part in rest[1:] if part != TASK)  # the first names the kind of operation
    if not inside:
        inside = (TASK,) if len(rest) > 1 else ("it",)
    return f"Operation {place}: {_sentence({**fault, 'loc': inside})}"


def _path(location: Path) -> Path:
    is_in_operation = location[:1] == (OPERATIONS,)
    return location[:2] + location[3:] if is_in_operation else location  # without the kind of the operation
