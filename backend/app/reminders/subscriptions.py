"""The browsers that show a user's reminders. They are not in the log: no undo brings one back."""

from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Boolean, String

from app.errors import SubscriptionNotFound
from app.journal.answers import UNLESS_ANSWERED, KeyUse, own_key
from app.journal.log import account, answering, refusing, unlogged
from app.journal.owner import IS_ERASED
from app.journal.writer import Operation, OperationKind
from app.reminders.addresses import check_endpoint
from app.reminders.schemas import PushSubscription
from app.values.limits import MAX_SUBSCRIPTIONS

NOT_ADDED = "WHEN NOT EXISTS (SELECT FROM account) THEN 'new' ELSE 'push-full'"
NOT_REMOVED = """
    WHEN NOT EXISTS (
        SELECT FROM todo.push_subscription old WHERE old.user_id = :owner AND old.id = :id
    ) THEN 'push-absent'
    ELSE 'unexpected'
"""


def _add(key_use: KeyUse, begins: bool) -> str:
    ctes = [
        f"account AS ({account(key_use, may_begin=begins)})",
        f"""added AS (
            INSERT INTO todo.push_subscription AS known (user_id, id, endpoint, p256dh, auth, created_at)
            SELECT :owner, :id, :endpoint, decode(:p256dh, 'hex'), decode(:auth, 'hex'), clock_timestamp() FROM account
            WHERE {MAX_SUBSCRIPTIONS} > (
                SELECT count(*) FROM todo.push_subscription other WHERE other.user_id = :owner AND other.id <> :id
            )
            ON CONFLICT (user_id, id) DO UPDATE SET p256dh = excluded.p256dh, auth = excluded.auth
            RETURNING known.id, todo.rfc3339(known.created_at) AS created_at
        )""",
    ]
    document = f"coalesce((SELECT row_to_json(added) FROM added), {refusing(NOT_ADDED)})"
    return answering(key_use, ctes, unlogged(document), ":id", "(SELECT) one")


def _remove(key_use: KeyUse, _begins: bool) -> str:
    ctes = [
        f"""removed AS (
            DELETE FROM todo.push_subscription old
            WHERE old.user_id = :owner AND old.id = :id AND NOT {IS_ERASED} AND :is_expected {UNLESS_ANSWERED[key_use]}
            RETURNING old.id
        )""",
        # What is on its way there.
        """stopped AS (
            DELETE FROM todo.delivery WHERE delivery.user_id = :owner
                AND delivery.receiver = (SELECT removed.id::varchar FROM removed)
        )""",
    ]
    document = f"CASE WHEN NOT EXISTS (SELECT FROM removed) THEN {refusing(NOT_REMOVED)} END"
    return answering(key_use, ctes, unlogged(document), ":id", "(SELECT) one")


ADD = OperationKind(_add, types={"endpoint": String(), "p256dh": String(), "auth": String()}, may_begin=True)
REMOVE = OperationKind(_remove, types={"is_expected": Boolean()})


def add(given: PushSubscription, *, allows_loopback: bool) -> Operation:
    """Add a browser, or replace its keys. Raises `InvalidInput`."""
    check_endpoint(given.endpoint, allows_loopback=allows_loopback)
    values = {
        "id": uuid5(NAMESPACE_URL, given.endpoint),  # the same browser is there once
        "endpoint": given.endpoint,
        "p256dh": given.keys.p256dh,
        "auth": given.keys.auth,
    }
    return Operation(ADD, values, own_key=own_key())


def remove(subscription_id: str, *, is_expected: bool) -> Operation:
    """Remove a browser, unless another state of it is expected. Raises `SubscriptionNotFound`."""
    values = {"id": SubscriptionNotFound.unless_id(subscription_id), "is_expected": is_expected}
    return Operation(REMOVE, values, own_key=own_key())
