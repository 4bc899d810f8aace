"""What a VTODO says, as the fields of a task; what a task cannot have is said, or stands in its description."""

from typing import Any

from app.account.files.calendar_lines import KNOWN
from app.account.files.calendar_source import Property, Todo
from app.account.files.calendar_times import Times
from app.account.files.calendar_values import Clock, plain, plain_parts
from app.account.files.earlier import UNTITLED
from app.account.files.notes import Notes
from app.values.limits import DESCRIPTION_LENGTH, MAX_TAGS, TAG_LENGTH, TITLE_LENGTH
from app.values.text import fold, is_blank

LONG = f"The title is longer than {TITLE_LENGTH} characters and goes on in the description"
MIDDLE = 5  # of priorities: in RFC 5545 1 is the highest, 9 the lowest


def fields_of(todo: Todo, clock: Clock, zone: str, notes: Notes, *, is_own: bool) -> dict[str, Any]:
    """The fields of the task, all that a VTODO can say: what it does not say is empty."""
    completed = _is_done(todo, notes)
    times = Times(todo, clock, zone, notes, is_own=is_own)
    title, description = _texts(todo, times.beside, notes, is_own=is_own)
    fields = {
        "title": title,
        "description": description,
        "completed": completed,
        "priority": _priority(todo),
        "tags": _tags(todo, notes),
        "created_at": times.moment("CREATED"),
        "updated_at": times.moment("LAST-MODIFIED", "LAST-MOD"),
        "deleted_at": None,  # what a file brings in is not in the trash, even if it was
        **times.fields(completed=completed),
    }
    if completed and _is_known(todo.first("COMPLETED")) and (completed_at := times.moment("COMPLETED")):
        fields["completed_at"] = completed_at
    return fields


def is_done(todo: Todo) -> bool:
    """Whether the task is completed. Programs differ in what they write."""
    status = _said(todo, "STATUS").upper()
    is_full = not status and _said(todo, "PERCENT-COMPLETE") == "100"
    return status in {"COMPLETED", "CANCELLED"} or todo.first("COMPLETED") is not None or is_full


def _is_known(said: Property | None) -> bool:
    """Whether the line has the moment itself, and not one that stands for it."""
    return said is not None and said.parameters.get(KNOWN, "").upper() != "FALSE"


def _is_done(todo: Todo, notes: Notes) -> bool:
    status = todo.first("STATUS")
    if status and status.value.strip().upper() == "CANCELLED":
        notes.at(status.line, "The task is cancelled, which becomes completed")
    return is_done(todo)


def _said(todo: Todo, name: str) -> str:
    said = todo.first(name)
    return said.value.strip() if said else ""


def _priority(todo: Todo) -> int:
    said = _said(todo, "PRIORITY")
    number = int(said) if said.isascii() and said.isdigit() and len(said) == 1 else 0
    if not number:
        return 0
    return 3 if number < MIDDLE else 2 if number == MIDDLE else 1


def _tags(todo: Todo, notes: Notes) -> list[str]:
    tags: dict[str, str] = {}
    lost = 0
    for said in todo.all("CATEGORIES"):
        for part in plain_parts(said.value):
            if is_blank(part):
                continue
            tag = part.strip()
            key = fold(tag) if len(tag) <= TAG_LENGTH else ""
            if key and (key in tags or len(tags) < MAX_TAGS):
                tags.setdefault(key, tag)
            else:
                lost += 1
    if lost:
        notes.at(todo.line, f"{lost} tags are left out" if lost > 1 else "1 tag is left out")
    return list(tags.values())


def _texts(todo: Todo, beside: list[str], notes: Notes, *, is_own: bool) -> tuple[str, str | None]:
    summary = todo.first("SUMMARY")
    description = todo.first("DESCRIPTION")
    title = plain(summary.value) if summary else ""
    more = plain(description.value) if description else ""
    # In a task of ours a title may have line breaks.
    if is_own and not is_blank(title) and len(title.strip()) <= TITLE_LENGTH and len(more) <= DESCRIPTION_LENGTH:
        return title.strip(), more or None
    title = " ".join(title.splitlines()).strip()
    if is_blank(title):
        title = _cut(next((line.strip() for line in more.splitlines() if not is_blank(line)), UNTITLED))
        notes.at(todo.line, f"The task has no title and becomes “{title}”")
    parts = [more] if more else []
    if len(title) > TITLE_LENGTH:
        parts.insert(0, title)
        title = _cut(title)
        notes.at(summary.line if summary else todo.line, LONG)
    places = [plain(_said(todo, "LOCATION")), _said(todo, "URL"), _said(todo, "GEO"), *beside]
    if said := [place for place in places if place]:
        parts.append("\n".join(said))
    whole = "\n\n".join(parts)
    if (lost := len(whole) - DESCRIPTION_LENGTH) > 0:
        notes.at(todo.line, f"{lost} characters of the description are cut off")
    return title, whole[:DESCRIPTION_LENGTH] or None


def _cut(title: str) -> str:
    """The beginning of the title, up to a space if there is one."""
    if len(title) <= TITLE_LENGTH:
        return title
    words = title[: TITLE_LENGTH + 1].rpartition(" ")[0].strip()
    return title[:TITLE_LENGTH].strip() if is_blank(words) else words
