"""The browsers that show a user's reminders. They are not in the log: no undo brings one back."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Boolean, String

from app.database import Database
from app.errors import SubscriptionNotFound
from app.identity.user import CurrentUser
from app.journal.owner import IS_ERASED, TAKE, TAKE_OR_BEGIN, OwnedStatement
from app.journal.unlogged import write_unlogged
from app.reminders.addresses import check_endpoint
from app.reminders.schemas import PushSubscription
from app.text import known_id

MAX_SUBSCRIPTIONS = 20

ADD = OwnedStatement(
    f"""
    WITH added AS (
        INSERT INTO todo.push_subscription AS earlier (user_id, id, endpoint, p256dh, auth, created_at)
        SELECT :owner, :id, :endpoint, decode(:p256dh, 'hex'), decode(:auth, 'hex'), clock_timestamp()
        WHERE NOT {IS_ERASED} AND {MAX_SUBSCRIPTIONS} > (
            SELECT count(*) FROM todo.push_subscription other WHERE other.user_id = :owner AND other.id <> :id
        )
        ON CONFLICT (user_id, id) DO UPDATE SET p256dh = excluded.p256dh, auth = excluded.auth
        RETURNING earlier.id, todo.rfc3339(earlier.created_at) AS created_at
    )
    SELECT coalesce(
        (SELECT row_to_json(added) FROM added),
        todo.refuse(CASE WHEN {IS_ERASED} THEN 'erased' ELSE 'push-full' END)
    )
    """,
    types={"endpoint": String(), "p256dh": String(), "auth": String()},
)
# With what is on its way there.
REMOVE = OwnedStatement(
    f"""
    WITH removed AS (
        DELETE FROM todo.push_subscription old
        WHERE old.user_id = :owner AND old.id = :id AND NOT {IS_ERASED} AND :is_expected
        RETURNING old.id
    ), stopped AS (
        DELETE FROM todo.delivery WHERE delivery.user_id = :owner
            AND delivery.receiver = (SELECT removed.id::varchar FROM removed)
    )
    SELECT CASE WHEN {IS_ERASED} THEN todo.refuse('erased')
        WHEN NOT EXISTS (
            SELECT FROM todo.push_subscription old WHERE old.user_id = :owner AND old.id = :id
        ) THEN todo.refuse('push-absent')
        WHEN NOT :is_expected THEN todo.refuse('unexpected') END
    """,
    types={"is_expected": Boolean()},
)


@dataclass(frozen=True, slots=True)
class OwnSubscriptions:
    """The browsers that show one user's reminders."""

    database: Database
    owner: CurrentUser
    allows_loopback: bool

    async def add(self, given: PushSubscription) -> bytes:
        """Add a browser, or replace its keys, and return it as JSON. Raises `InvalidInput`, `Conflict`."""
        check_endpoint(given.endpoint, allows_loopback=self.allows_loopback)
        row = await write_unlogged(
            self.database,
            self.owner,
            TAKE_OR_BEGIN,
            ADD,
            id=uuid5(NAMESPACE_URL, given.endpoint),  # the same browser is there once
            endpoint=given.endpoint,
            p256dh=given.keys.p256dh,
            auth=given.keys.auth,
        )
        return (row and row[0]) or b""

    async def remove(self, subscription_id: str, *, is_expected: bool) -> None:
        """Remove a browser. Raises `SubscriptionNotFound`, and `HasChanged` if another state of it is expected."""
        if known_id(subscription_id) is None:
            raise SubscriptionNotFound
        await write_unlogged(self.database, self.owner, TAKE, REMOVE, id=subscription_id, is_expected=is_expected)
