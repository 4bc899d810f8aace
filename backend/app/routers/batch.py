"""`/api/tasks/batch`: several operations on tasks in one request."""

from uuid import uuid4

from fastapi import APIRouter, Response

from app.http.answers import enveloped, writes, written
from app.http.bodies import JSON, accepts
from app.http.conditions import WRITING, GivenConditions, GivenIdempotency, takes
from app.http.routing import DirectRoute
from app.journal.writer import Expected, Operation
from app.routers.dependencies import RequestWriter
from app.tasks import operations
from app.tasks.schemas.batch import Batch, BatchOperation, BatchResult, CreateOperation, EraseOperation, UpdateOperation

MAX_BATCH_BYTES = 1024 * 1024
PLAIN = {"complete": operations.toggle, "delete": operations.delete, "restore": operations.restore}

router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=DirectRoute)


@router.post(
    "/batch",
    operation_id="applyBatch",
    summary="Several operations at once",
    response_model=BatchResult,
    responses=writes(meets=[404, 408, 415]),
    openapi_extra=takes(*WRITING),
)
@accepts(JSON, max_bytes=MAX_BATCH_BYTES)
async def apply_batch(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, batch: Batch
) -> Response:
    """Up to 100 operations in order, all or none. If one is refused, the sentence has its number, counted from 0.

    The answer has the task after each operation, or null where it was deleted for good. All operations are one change,
    and can be undone as one, unless one of them has deleted a task for good.
    """
    key = idempotency.key(batch)
    wanted = [_operation(each) for each in batch.operations]
    outcomes = await operations.ERASING.write(
        writer,
        wanted if key else operations.combined(wanted),  # under a key, each has an answer of its own
        {each.id for each in batch.operations if isinstance(each, EraseOperation) and each.id},
        key=key,
        label="Operation",
        expected=conditions.expected,
    )
    document = b"[%b]" % b",".join(outcome.document or b"null" for outcome in outcomes)
    commands = [outcome for outcome in outcomes if outcome.command is not None]
    return written((commands or outcomes)[0], enveloped(document), is_shown=False)


def _operation(operation: BatchOperation) -> Operation:
    """An operation of a batch; an invalid id becomes a new one, which no task has."""
    if isinstance(operation, CreateOperation):
        return operations.create(operation.task, operation.id)
    task_id = operation.id or str(uuid4())
    if isinstance(operation, UpdateOperation):
        return operations.patch(task_id, operation.task, _expected(operation.version))
    if isinstance(operation, EraseOperation):
        return operations.erase_trashed(task_id, _expected(operation.version))
    return PLAIN[operation.op](task_id, _expected(operation.version))


def _expected(version: int | None) -> Expected:
    return {} if version is None else {"if_match": [str(version)]}
