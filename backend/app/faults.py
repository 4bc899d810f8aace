"""What is wrong with one value of a request: a sentence, and where the value is. Pydantic's errors become such."""

from dataclasses import dataclass
from typing import Any

Path = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value: a sentence, and the names and numbers that lead to the value in what was sent."""

    detail: str
    path: Path


# The members of a batch and of an operation.
OPERATIONS, TASK = "operations", "task"

# The type of an error that Pydantic does not know: a parameter of the query that stands there twice.
REPEATED = "repeated"

# Pydantic's type of error → what the sentence says. `{…}` comes from the error's context.
SENTENCES = {
    "missing": "is required",
    "string_too_short": "is required",
    "string_type": "must be text",
    "string_unicode": "contains a character that cannot be stored",
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
    REPEATED: "may be given only once",
}


def fault_of(fault: Any) -> Fault:
    """An error in Pydantic's form."""
    return Fault(_sentence(fault), _path(fault["loc"]))


def _sentence(fault: Any) -> str:
    location: Path = fault["loc"]
    if not location:
        return "Request body must be a JSON object"
    if location[0] == OPERATIONS and len(location) > 1:
        return _sentence_of_operation(fault)
    field = str(location[0]).replace("_", " ").capitalize()
    if len(location) > 1:  # an element of a list, or a member of an object, which has a name
        field = " ".join([field.removesuffix("s"), *(part for part in location[1:] if isinstance(part, str))])
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
