"""The errors that a client can get, each with its sentence. `http/errors.py` has their statuses."""

from collections.abc import Sequence
from typing import Any, Self

from pydantic import ValidationError

from app.faults import OPERATIONS, TASK, Fault, fault_of
from app.values.text import known_id


class DomainError(Exception):
    """A request was not carried out; `detail` is one sentence for a person."""

    detail = "An internal error occurred"
    is_replayed = False  # whether this is the stored answer to an earlier request with the same `Idempotency-Key`

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

    @classmethod
    def unless_id(cls, text: str) -> str:
        """A valid id. Raises this error for any other text, which cannot be the id of anything."""
        if known_id(text) is None:
            raise cls
        return text


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

    detail = "This is not as the request expects it; read it again"


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


class Rehearsed(Conflict):
    """Operations would have been carried out, and were not: this was a rehearsal, of which no client hears."""


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
        found = [fault_of(fault) for fault in faults]
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
