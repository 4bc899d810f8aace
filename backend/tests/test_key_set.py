"""Better Auth's public keys: fetched when needed, once, and kept during an outage."""

import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import jwt
import pytest

from app.identity import key_set
from tests.key_server import KeyServer, SigningKey, key_server
from tests.service import claims_of, refused, service, token_for

AWAY = "The sign-in service cannot be reached"
INVALID = "Invalid or expired token"


@pytest.fixture
def keys() -> Iterator[KeyServer]:
    with key_server() as server:
        yield server


@pytest.fixture
def url(database_url: str, keys: KeyServer) -> Iterator[str]:
    with service(database_url, better_auth_jwks_url=keys.url) as url:
        yield url


class Clock:
    """The key set's clock, which only the test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = time.monotonic()
        monkeypatch.setattr(key_set, "monotonic", lambda: self.now)

    def forward(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def ask(client: httpx2.Client, token: str) -> httpx2.Response:
    return client.get("/api/tasks", headers={"Authorization": f"Bearer {token}"})


def accepted(client: httpx2.Client, key: SigningKey) -> bool:
    # A new user each time, because a cached token needs no key.
    return ask(client, key.token(str(uuid.uuid4()))).status_code == 200


def test_nothing_is_fetched_for_tokens_under_the_shared_secret(anonymous: httpx2.Client, keys: KeyServer) -> None:
    assert ask(anonymous, token_for("alice")).status_code == 200
    refused(ask(anonymous, "no.token.atall"), 401, INVALID)
    assert keys.fetches == 0


def test_the_set_is_fetched_once_and_then_cached(anonymous: httpx2.Client, keys: KeyServer) -> None:
    first, second = SigningKey(), SigningKey("ES256")
    keys.publish(first, second)
    assert all(accepted(anonymous, key) for key in (first, second, first, second))
    assert keys.fetches == 1


def test_many_concurrent_requests_share_one_fetch(url: str, keys: KeyServer) -> None:
    key = SigningKey()
    keys.publish(key)
    keys.may_answer.clear()

    def call(_: int) -> bool:
        with httpx2.Client(base_url=url, timeout=30, trust_env=False) as client:
            return accepted(client, key)

    with ThreadPoolExecutor(20) as pool:
        calls = [pool.submit(call, number) for number in range(20)]
        keys.asked.wait()
        keys.may_answer.set()
        assert all(call.result() for call in calls)
    assert keys.fetches == 1


def test_other_requests_do_not_wait_for_a_fetch(anonymous: httpx2.Client, url: str, keys: KeyServer) -> None:
    key = SigningKey()
    keys.publish(key)
    keys.may_answer.clear()
    waiting: list[bool] = []

    def call() -> None:
        with httpx2.Client(base_url=url, timeout=30, trust_env=False) as client:
            waiting.append(accepted(client, key))

    thread = threading.Thread(target=call)
    thread.start()
    keys.asked.wait()
    assert ask(anonymous, token_for("alice")).status_code == 200
    assert waiting == []
    keys.may_answer.set()
    thread.join()
    assert waiting == [True]


def test_a_rotated_key_is_accepted_at_once_and_the_old_one_stays_valid(
    anonymous: httpx2.Client, keys: KeyServer
) -> None:
    old, new = SigningKey(), SigningKey()
    keys.publish(old)
    assert accepted(anonymous, old)
    keys.publish(old, new)
    assert accepted(anonymous, new)
    assert accepted(anonymous, old)
    assert keys.fetches == 2


def test_invented_key_ids_cause_one_fetch_and_then_a_pause(
    anonymous: httpx2.Client, keys: KeyServer, clock: Clock
) -> None:
    key, stranger_key = SigningKey(), SigningKey()
    keys.publish(key)
    assert accepted(anonymous, key)
    for _ in range(20):
        token = stranger_key.token("alice", headers={"kid": str(uuid.uuid4())})
        refused(ask(anonymous, token), 401, INVALID)
    assert keys.fetches == 2
    assert accepted(anonymous, key)
    new = SigningKey()
    keys.publish(key, new)
    clock.forward(key_set.UNKNOWN_KEY_COOLDOWN_SECONDS + 1)
    assert accepted(anonymous, new)
    assert keys.fetches == 3


def test_an_outage_before_the_first_fetch_is_a_503_and_not_a_401(
    anonymous: httpx2.Client, keys: KeyServer, clock: Clock
) -> None:
    key = SigningKey()
    keys.publish(key)
    keys.status = 500
    for _ in range(5):
        answer = ask(anonymous, key.token("alice"))
        refused(answer, 503, AWAY)
        assert answer.headers["retry-after"] == "1"
    assert keys.fetches == 1
    assert ask(anonymous, token_for("alice")).status_code == 200
    keys.status = 200
    clock.forward(key_set.OUTAGE_COOLDOWN_SECONDS + 1)
    assert accepted(anonymous, key)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"null", b'{"keys": 5}', b"{}", b"[" * 100_000, b"\xff", b'{"keys":[' + b" " * (1 << 21)],
    ids=lambda body: body[:10],
)
def test_an_answer_that_is_no_key_set_is_an_outage(anonymous: httpx2.Client, keys: KeyServer, body: bytes) -> None:
    keys.body = body
    refused(ask(anonymous, SigningKey().token("alice")), 503, AWAY)


def test_a_redirect_is_not_followed(anonymous: httpx2.Client, keys: KeyServer) -> None:
    with key_server() as elsewhere:
        key = SigningKey()
        elsewhere.publish(key)
        keys.status, keys.headers = 302, {"Location": elsewhere.url}
        refused(ask(anonymous, key.token("alice")), 503, AWAY)
        assert elsewhere.fetches == 0


def test_an_unreachable_server_is_an_outage(anonymous: httpx2.Client, database_url: str) -> None:
    with key_server() as gone:
        pass
    with (
        service(database_url, better_auth_jwks_url=gone.url) as url,
        httpx2.Client(base_url=url, timeout=30, trust_env=False) as client,
    ):
        refused(ask(client, SigningKey().token("alice")), 503, AWAY)


def test_a_server_that_hangs_is_an_outage(
    anonymous: httpx2.Client, keys: KeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_set, "FETCH_TIMEOUT_SECONDS", 0.2)
    keys.may_answer.clear()
    refused(ask(anonymous, SigningKey().token("alice")), 503, AWAY)


def test_known_keys_are_used_during_an_outage(anonymous: httpx2.Client, keys: KeyServer, clock: Clock) -> None:
    key = SigningKey()
    keys.publish(key)
    assert accepted(anonymous, key)
    keys.status = 500
    clock.forward(key_set.FRESH_SECONDS + 1)
    assert accepted(anonymous, key)
    assert accepted(anonymous, key)
    assert keys.fetches == 2
    refused(ask(anonymous, SigningKey().token("alice")), 503, AWAY)


def test_known_keys_are_used_while_the_server_hangs(
    anonymous: httpx2.Client, keys: KeyServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_set, "REFRESH_WAIT_SECONDS", 0.1)
    key = SigningKey()
    keys.publish(key)
    assert accepted(anonymous, key)
    keys.may_answer.clear()
    clock.forward(key_set.FRESH_SECONDS + 1)
    assert accepted(anonymous, key)
    assert accepted(anonymous, key)
    assert keys.fetches == 2


def test_a_withdrawn_key_is_refused_when_the_set_is_fetched_again(
    anonymous: httpx2.Client, keys: KeyServer, clock: Clock
) -> None:
    kept, withdrawn = SigningKey(), SigningKey()
    keys.publish(kept, withdrawn)
    assert accepted(anonymous, withdrawn)
    keys.publish(kept)
    clock.forward(key_set.FRESH_SECONDS + 1)
    refused(ask(anonymous, withdrawn.token(str(uuid.uuid4()))), 401, INVALID)
    assert accepted(anonymous, kept)


@pytest.mark.filterwarnings("ignore::jwt.InsecureKeyLengthWarning")
def test_keys_that_must_not_or_cannot_verify_are_ignored(anonymous: httpx2.Client, keys: KeyServer) -> None:
    good, weak, encrypting = SigningKey(), SigningKey("RS256", bits=1024), SigningKey("RS256")
    keys.publish(good)
    shared = {"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA", "alg": "HS256", "kid": "shared"}
    for jwk in (
        shared,
        {"kty": "oct", "k": "c2VjcmV0", "alg": "EdDSA", "kid": "mixed"},
        {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA", "kid": "broken"},
        {"kty": "OKP", "crv": "X25519", "x": "AAAA", "kid": "exchange"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB", "alg": "none", "kid": "none"},
        {"kty": "??", "kid": "new"},
        {**SigningKey().public, "kid": 5},
        {**SigningKey().public, "kid": None},
        weak.public,
        {**encrypting.public, "use": "enc"},
    ):
        keys.add(jwk)
    keys.body = keys.body.replace(b'{"keys": [', b'{"keys": [null, 5, "x", [], ')
    assert accepted(anonymous, good)
    for token in (weak.token("alice"), encrypting.token("alice")):
        refused(ask(anonymous, token), 401, INVALID)
    for kid, algorithm in (("shared", "HS256"), ("mixed", "HS256")):
        token = jwt.encode(
            claims_of("alice"), "secret-secret-secret-secret-secret", algorithm=algorithm, headers={"kid": kid}
        )
        refused(ask(anonymous, token), 401, INVALID)
