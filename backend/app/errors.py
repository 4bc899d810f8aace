"""The errors a person can meet, each with its sentence. What status they have over HTTP, `http/errors.py` says."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError


class DomainError(Exception):
    """Something that was asked for is not done; `detail` is one sentence for a person."""

    detail = "An internal error occurred"

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or self.detail
        super().__init__(self.detail)


class NotAuthenticated(DomainError):
    """No credentials, or none that count."""

    detail = "Missing authentication credentials"


class InvalidToken(NotAuthenticated):
    """A token that is not, not yet or no longer to be believed."""

    detail = "Invalid or expired token"


class TokenWithoutUser(NotAuthenticated):
    """An honest signature over claims that name nobody."""

    detail = "Token missing user identifier"


class TaskNotFound(DomainError):
    """No such task among the caller's own: absent, somebody else's, or no id at all look the same."""

    detail = "Task not found"


class TaskHasChanged(DomainError):
    """The version that the caller knows is not the one there is."""

    detail = "The task has changed since; read it again"


class TaskExists(TaskHasChanged):
    """A task was to be made at an id that is taken."""

    detail = "There is a task with this id already"


class Conflict(DomainError):
    """What is there does not allow what is asked."""


class Busy(Conflict):
    """A long write of the same account is under way, and took longer than anybody should wait."""

    detail = "An import is running; try again in a moment"


class HistoryTooLong(Conflict):
    """A task has more changes than one statement should take away with it."""

    detail = "This task has too long a history to be deleted at once"


class TooMuchAtOnce(Conflict):
    """A command is too large to be undone beside other writes."""

    detail = "This change is too large to be undone at once"


class TooManyStreams(DomainError):
    """As many streams of events are open as one user may have."""


class KeyReused(DomainError):
    """An `Idempotency-Key` stands for one request and no other."""

    detail = "Idempotency-Key was used for another request"


class AnswerGone(DomainError):
    """What a request has made was deleted for good, and its answer with it."""

    detail = "This request was answered before, and what it was about has been deleted for good"


class StateForgotten(DomainError):
    """A token for changes that the log does not know, or no longer."""

    detail = "The token is unknown or too old; start again without one"


class InvalidInput(DomainError):
    """Something the caller sent does not fit; the sentence names it."""

    @classmethod
    def from_validation(cls, error: ValidationError) -> "InvalidInput":
        """Every fault as a sentence that starts with the field's name, joined with `; `."""
        return cls.from_faults(error.errors(include_url=False, include_input=True))

    @classmethod
    def from_faults(cls, faults: Sequence[Any]) -> "InvalidInput":
        """The same for faults in Pydantic's form."""
        return cls("; ".join(_sentence(fault) for fault in faults))


class ForeignCursor(InvalidInput):
    """A cursor that another list has given."""

    detail = "Cursor is not one of this list"


class ServiceUnavailable(DomainError):
    """Something this service depends on is away; trying again is worth it."""

    detail = "Service temporarily unavailable"


# What Pydantic calls a fault, and what a person does. `{…}` is from its context.
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
    "string_pattern_mismatch": "has a form that does not fit",
}


def _sentence(fault: Any) -> str:
    location: tuple[int | str, ...] = fault["loc"]
    if not location:
        return "Request body must be a JSON object"
    if location[0] == "operations" and len(location) > 1:
        return _sentence_of_operation(fault)
    field = str(location[0]).replace("_", " ").capitalize()
    if len(location) > 1:  # one of several
        field = field.removesuffix("s")
    kind = "missing" if fault["type"] == "string_type" and fault["input"] is None else fault["type"]
    context = {name: str(value).replace("'", "") for name, value in fault.get("ctx", {}).items()}
    return f"{field} {SENTENCES.get(kind, fault['msg']).format_map(context)}"


def _sentence_of_operation(fault: Any) -> str:
    _, place, *rest = fault["loc"]
    inside = tuple(part for part in rest[1:] if part != "task")  # the first names the kind of operation
    if not inside:
        inside = ("task",) if len(rest) > 1 else ("it",)
    return f"Operation {place}: {_sentence({**fault, 'loc': inside})}"
