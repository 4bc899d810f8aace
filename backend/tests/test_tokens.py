"""Which tokens are accepted. Every refusal here is a known attack."""

import base64
import hashlib
import hmac
import itertools
import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from tests.conftest import Arrive
from tests.key_server import KeyServer, SigningKey, key_server
from tests.service import FRONTEND, SECRET, claims_of, refused, service, token_for

ED, EC, RSA = (SigningKey(algorithm) for algorithm in ("EdDSA", "ES256", "RS256"))
MISSING, INVALID, NOBODY = (
    "Missing authentication credentials",
    "Invalid or expired token",
    "Token missing user identifier",
)


@pytest.fixture(scope="module")
def keys() -> Iterator[KeyServer]:
    with key_server() as server:
        server.publish(ED, EC, RSA)
        yield server


@pytest.fixture(scope="module")
def url(database_url: str, keys: KeyServer) -> Iterator[str]:
    """A service whose Better Auth publishes three keys, one of each family."""
    with service(
        database_url,
        better_auth_jwks_url=keys.url,
        better_auth_issuers=("https://issuer.example",),
        better_auth_audiences=("the-api",),
    ) as url:
        yield url


def encode(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forge(header: Any, claims: Any, key: bytes | str = SECRET) -> str:
    """A token signed with HMAC-SHA256, whatever its header says and whatever its two parts are."""
    signed = f"{encode(header)}.{encode(claims)}"
    key = key.encode() if isinstance(key, str) else key
    return f"{signed}.{encode(hmac.digest(key, signed.encode(), hashlib.sha256))}"


def ask(anonymous: httpx2.Client, token: str) -> httpx2.Response:
    return anonymous.get("/api/tasks", headers={"Authorization": f"Bearer {token}"})


# -- the header --


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic YTpi", "Token x", "bearerx"])
def test_an_authorization_without_a_bearer_token_counts_as_missing(
    anonymous: httpx2.Client, authorization: str
) -> None:
    refused(anonymous.get("/api/tasks", headers={"Authorization": authorization}), 401, MISSING)


def test_a_valid_token_without_its_scheme_counts_as_missing(anonymous: httpx2.Client) -> None:
    refused(anonymous.get("/api/tasks", headers={"Authorization": token_for("alice")}), 401, MISSING)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_matched_without_regard_to_case(anonymous: httpx2.Client, scheme: str) -> None:
    answer = anonymous.get("/api/tasks", headers={"Authorization": f"{scheme} {token_for('alice')}"})
    assert answer.status_code == 200


def test_two_authorization_headers_are_refused_even_if_both_are_valid(anonymous: httpx2.Client) -> None:
    header = ("Authorization", f"Bearer {token_for('alice')}")
    refused(anonymous.get("/api/tasks", headers=[header, header]), 401, INVALID)


def test_a_token_anywhere_but_in_the_header_is_ignored(anonymous: httpx2.Client) -> None:
    token = token_for("alice")
    answer = anonymous.post(
        f"/api/tasks?access_token={token}&token={token}",
        headers={"Cookie": f"token={token}; better-auth.session_token={token}", "X-Authorization": f"Bearer {token}"},
        json={"title": "x", "access_token": token},
    )
    refused(answer, 401, MISSING)


def test_a_token_over_8_kib_is_refused(anonymous: httpx2.Client) -> None:
    assert ask(anonymous, token_for("alice", name="x" * 5000)).status_code == 200
    too_long = token_for("alice", name="x" * 6500)
    assert len(too_long) > 8192
    refused(ask(anonymous, too_long), 401, INVALID)


@pytest.mark.parametrize(
    "token",
    [
        "x",
        ".",
        "..",
        "...",
        "a.b",
        "a.b.c",
        "a.b.c.d.e",
        "é.é.é",
        "null",
        "undefined",
        "a b c",
        '{"payload":"x"}',
        "💥",
    ],
)
def test_random_text_is_refused(anonymous: httpx2.Client, token: str) -> None:
    refused(anonymous.get("/api/tasks", headers={b"Authorization": f"Bearer {token}".encode()}), 401, INVALID)


# -- valid tokens --


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS512"])
def test_every_public_key_algorithm_of_better_auth_is_accepted(
    newcomer: Arrive, database_url: str, algorithm: str
) -> None:
    key = SigningKey(algorithm)
    with key_server() as keys, service(database_url, better_auth_jwks_url=keys.url) as url:
        keys.publish(SigningKey(), key)
        person = newcomer(url, token=key.token("somebody", name="x", emailVerified=False, image=None, id="somebody"))
        assert person.add()["user_id"] == "somebody"


def test_hs256_with_the_secret_is_accepted_with_and_without_issuer_and_audience(anonymous: httpx2.Client) -> None:
    for iss, aud in itertools.product((None, "", FRONTEND), (None, "", FRONTEND, [FRONTEND, "other"])):
        assert ask(anonymous, token_for("alice", iss=iss, aud=aud)).status_code == 200


def test_extra_issuers_and_audiences_are_accepted(anonymous: httpx2.Client) -> None:
    for iss, aud in (
        (FRONTEND, "the-api"),
        ("https://issuer.example", ["the-api"]),
        ("https://issuer.example", FRONTEND),
    ):
        assert ask(anonymous, ED.token("alice", iss=iss, aud=aud)).status_code == 200


@pytest.mark.parametrize("key", [ED, EC, RSA], ids=lambda key: key.algorithm)
@pytest.mark.parametrize(
    "missing", [{"iss": None}, {"iss": ""}, {"aud": None}, {"aud": ""}, {"iss": "", "aud": ""}], ids=str
)
def test_a_token_under_a_public_key_must_name_issuer_and_audience(
    anonymous: httpx2.Client, key: SigningKey, missing: dict[str, Any]
) -> None:
    refused(ask(anonymous, key.token("alice", **missing)), 401, INVALID)
    assert ask(anonymous, key.token("alice")).status_code == 200


def test_issuer_and_audience_are_not_required_where_better_auth_does_not_know_its_own_url(
    database_url: str, keys: KeyServer
) -> None:
    settings = {"better_auth_jwks_url": keys.url, "better_auth_require_issuer": False}
    with service(database_url, **settings) as url, httpx2.Client(base_url=url, trust_env=False) as client:
        for iss, aud in itertools.product((None, "", FRONTEND), repeat=2):
            assert ask(client, ED.token("alice", iss=iss, aud=aud)).status_code == 200
        foreign: dict[str, Any]
        for foreign in ({"iss": "https://elsewhere.example"}, {"aud": "another-api"}, {"aud": []}, {"aud": [""]}):
            refused(ask(client, ED.token("alice", **foreign)), 401, INVALID)


@pytest.mark.parametrize("kind", ["JWT", "jwt"])
def test_the_usual_typ_is_accepted(anonymous: httpx2.Client, kind: str) -> None:
    assert ask(anonymous, forge({"alg": "HS256", "typ": kind}, claims_of("alice"))).status_code == 200


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -15), ("iat", 15), ("nbf", 15)])
def test_clocks_may_differ_by_half_a_minute(anonymous: httpx2.Client, claim: str, seconds: int) -> None:
    claims: dict[str, Any] = {claim: int(time.time()) + seconds}
    assert ask(anonymous, token_for("alice", **claims)).status_code == 200


# -- the algorithm and the key (RFC 8725, section 3.1) --


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "", None, 5, ["HS256"], {"a": 1}, "HS256 "])
@pytest.mark.parametrize("signature", ["", "AA"])
def test_alg_none_in_every_spelling_is_refused(anonymous: httpx2.Client, algorithm: Any, signature: str) -> None:
    token = f"{encode({'alg': algorithm, 'typ': 'JWT'})}.{encode(claims_of('alice'))}.{signature}"
    refused(ask(anonymous, token), 401, INVALID)


def test_a_public_key_is_no_shared_secret(anonymous: httpx2.Client) -> None:
    """RS256→HS256: the attacker signs with the public key, in each form in which a library may store it."""
    for key in (ED, EC, RSA):
        public = key.private.public_key()
        spellings = [json.dumps(key.public).encode(), json.dumps(key.public, separators=(",", ":")).encode()]
        for encoding, form in (
            (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
            (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo),
        ):
            spellings.append(public.public_bytes(encoding, form))
        for spelling, kid in itertools.product(spellings, (key.kid, None)):
            header = {"alg": "HS256"} | ({"kid": kid} if kid else {})
            refused(ask(anonymous, forge(header, claims_of("alice"), spelling)), 401, INVALID)


def test_the_secret_is_used_for_hs256_only(anonymous: httpx2.Client) -> None:
    for algorithm, digest in (("HS384", hashlib.sha384), ("HS512", hashlib.sha512)):
        signed = f"{encode({'alg': algorithm})}.{encode(claims_of('alice'))}"
        signature = hmac.digest(SECRET.encode(), signed.encode(), digest)
        refused(ask(anonymous, f"{signed}.{encode(signature)}"), 401, INVALID)
    for algorithm in ("RS256", "ES256", "EdDSA", "PS256"):
        refused(ask(anonymous, forge({"alg": algorithm, "kid": ED.kid}, claims_of("alice"))), 401, INVALID)


def test_a_token_of_one_key_under_the_id_of_another_is_refused(anonymous: httpx2.Client) -> None:
    for signer, named in itertools.permutations((ED, EC, RSA), 2):
        refused(ask(anonymous, signer.token("alice", headers={"kid": named.kid})), 401, INVALID)
    impostor = SigningKey()
    refused(ask(anonymous, impostor.token("alice", headers={"kid": ED.kid})), 401, INVALID)


def test_only_the_named_key_is_used(anonymous: httpx2.Client) -> None:
    for key in (ED, EC, RSA):
        refused(ask(anonymous, key.token("alice", headers={"kid": str(uuid.uuid4())})), 401, INVALID)


def test_a_key_verifies_its_own_algorithm_only(anonymous: httpx2.Client) -> None:
    token = jwt.encode(claims_of("alice"), RSA.private, algorithm="PS256", headers={"kid": RSA.kid})
    refused(ask(anonymous, token), 401, INVALID)


@pytest.mark.parametrize(
    "kid",
    ["", "../../../../dev/null", "/dev/null", "' UNION SELECT 'key' --", "http://127.0.0.1:1/key", "0", None, 0, 5,
     ["a"], {"a": 1}, "x" * 4000, "\x00", "💥"],
)  # fmt: skip
def test_a_key_id_is_only_looked_up(anonymous: httpx2.Client, kid: Any) -> None:
    for key in ("", "\x00", SECRET, "key"):
        refused(ask(anonymous, forge({"alg": "EdDSA", "kid": kid}, claims_of("alice"), key or b"\x00")), 401, INVALID)


def test_a_token_without_a_key_id_is_refused(anonymous: httpx2.Client) -> None:
    token = jwt.encode(claims_of("alice"), ED.private, algorithm="EdDSA")
    refused(ask(anonymous, token), 401, INVALID)


def test_a_key_inside_the_token_is_refused(anonymous: httpx2.Client) -> None:
    impostor = SigningKey("RS256")
    with key_server() as attackers:
        attackers.publish(impostor)
        for extra in (
            {"jwk": impostor.public},
            {"jku": attackers.url},
            {"x5u": attackers.url},
            {"x5c": ["MIIB"]},
        ):
            for kid in (impostor.kid, RSA.kid):
                refused(ask(anonymous, impostor.token("alice", headers={"kid": kid, **extra})), 401, INVALID)
            token = forge({"alg": "HS256", **extra}, claims_of("alice"))
            refused(ask(anonymous, token), 401, INVALID)
        assert attackers.fetches == 0


@pytest.mark.parametrize(
    "extra", [{"crit": ["exp"]}, {"crit": ["b64"], "b64": False}, {"b64": False}, {"crit": []}, {"crit": "x"}]
)
def test_a_critical_extension_is_refused(anonymous: httpx2.Client, extra: dict[str, Any]) -> None:
    refused(ask(anonymous, forge({"alg": "HS256", **extra}, claims_of("alice"))), 401, INVALID)


@pytest.mark.parametrize("key", [ED, EC, RSA], ids=lambda key: key.algorithm)
def test_a_signature_that_is_empty_cut_zero_or_of_other_claims_is_refused(
    anonymous: httpx2.Client, key: SigningKey
) -> None:
    header, claims, signature = key.token("alice").split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    for bad in (b"", raw[:-1], raw[: len(raw) // 2], raw + b"\x00", bytes(len(raw)), b"\x00" * 64, b"\xff" * len(raw)):
        refused(ask(anonymous, f"{header}.{claims}.{encode(bad)}"), 401, INVALID)
    refused(ask(anonymous, f"{header}.{encode(claims_of('bob'))}.{signature}"), 401, INVALID)
    refused(ask(anonymous, f"{header}.{claims}.{signature}{signature}"), 401, INVALID)
    assert ask(anonymous, f"{header}.{claims}.{signature}").status_code == 200


def test_hs256_signatures_are_checked(anonymous: httpx2.Client) -> None:
    header, claims, signature = token_for("alice").split(".")
    for token in (
        f"{header}.{claims}.",
        f"{header}.{claims}",
        f"{header}.{claims}.{signature[:-2]}",
        f"{header}.{encode(claims_of('bob'))}.{signature}",
        f"{header}.{claims}.{signature}=",
        f"{header}.{claims}.{signature}!",
        f" {header} . {claims} . {signature}",
        token_for("alice", secret="another-secret-that-is-long-enough-0123456789"),
        token_for("alice", secret=SECRET.upper()),
    ):
        refused(ask(anonymous, token), 401, INVALID)


def test_encrypted_tokens_are_refused_at_once(anonymous: httpx2.Client) -> None:
    """Among them one with a billion rounds of PBKDF2, and one with a compressed payload larger than the memory."""
    for header in (
        {"alg": "dir", "enc": "A256GCM", "zip": "DEF"},
        {"alg": "PBES2-HS512+A256KW", "enc": "A256GCM", "p2c": 2**31, "p2s": "AAAA"},
        {"alg": "RSA-OAEP", "enc": "A128CBC-HS256"},
    ):
        started = time.monotonic()
        refused(ask(anonymous, f"{encode(header)}.AAAA.AAAA.AAAA.AAAA"), 401, INVALID)
        refused(ask(anonymous, forge(header, claims_of("alice"))), 401, INVALID)
        assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "header",
    [b"", b"{", b"[]", b'"x"', b"null", b"\xff", b'{"a":' * 1200, b"[" * 5000, b'{"alg":"HS256","alg":"HS256"}'],
)
def test_a_header_that_is_not_a_plain_object_is_refused(anonymous: httpx2.Client, header: bytes) -> None:
    refused(ask(anonymous, forge(header, claims_of("alice"))), 401, INVALID)


# -- the claims --


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": None},
        {"exp": 0},
        {"exp": -1},
        {"exp": 1_000_000_000},
        {"exp": "9999999999"},
        {"exp": True},
        {"exp": []},
        {"exp": {}},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"iat": 9_999_999_999},
        {"iat": "now"},
        {"iat": "1"},
        {"iat": [1]},
        {"nbf": 9_999_999_999},
        {"nbf": "1"},
        {"nbf": {}},
        {"nbf": False},
        {"iss": "http://localhost:3004"},
        {"iss": "http://localhost:3003/"},
        {"iss": "http://localhost:3003.evil.example"},
        {"iss": [FRONTEND]},
        {"iss": 5},
        {"aud": "better-auth:session-cache"},
        {"aud": "http://localhost:3004"},
        {"aud": []},
        {"aud": [""]},
        {"aud": [None, 5]},
        {"aud": {FRONTEND: True}},
        {"aud": 5},
    ],
    ids=str,
)
def test_a_token_with_an_invalid_claim_is_refused(anonymous: httpx2.Client, changes: dict[str, Any]) -> None:
    claims = claims_of("alice", **changes)
    refused(ask(anonymous, forge({"alg": "HS256", "typ": "JWT"}, claims)), 401, INVALID)


@pytest.mark.parametrize("name", ["exp", "iat", "nbf", "iss", "aud"])
def test_a_claim_that_is_null_is_refused(anonymous: httpx2.Client, name: str) -> None:
    refused(ask(anonymous, forge({"alg": "HS256"}, {**claims_of("alice"), name: None})), 401, INVALID)


@pytest.mark.parametrize("exp", ["1e400", "1" + "0" * 400, "-1e400"])
def test_a_time_out_of_range_is_refused(anonymous: httpx2.Client, exp: str) -> None:
    refused(ask(anonymous, forge({"alg": "HS256"}, f'{{"sub":"alice","exp":{exp}}}'.encode())), 401, INVALID)


@pytest.mark.parametrize(
    "claims",
    [
        b'{"sub":"alice","sub":"bob","exp":9999999999}',
        b'{"exp":1,"sub":"alice","exp":9999999999}',
        b'{"sub":"alice","exp":9999999999,"user":{"id":"1","id":"2"}}',
    ],
)
def test_duplicate_claims_are_refused(anonymous: httpx2.Client, claims: bytes) -> None:
    refused(ask(anonymous, forge({"alg": "HS256"}, claims)), 401, INVALID)


@pytest.mark.parametrize("claims", [b"", b"[]", b'"alice"', b"5", b"null", b"\xff\xfe", b'{"a":' * 1000])
def test_claims_that_are_not_an_object_are_refused(anonymous: httpx2.Client, claims: bytes) -> None:
    refused(ask(anonymous, forge({"alg": "HS256"}, claims)), 401, INVALID)


@pytest.mark.parametrize(
    "subject", [None, "", 5, True, [], ["alice"], {"id": "alice"}, "x" * 256, "a\x00b", "a\ud800b"]
)
def test_a_valid_token_with_an_unusable_subject_gets_its_own_sentence(anonymous: httpx2.Client, subject: Any) -> None:
    claims = {**claims_of("alice"), "sub": subject, "id": "alice", "userId": "alice", "user": {"id": "alice"}}
    refused(ask(anonymous, forge({"alg": "HS256"}, claims)), 401, NOBODY)


def test_a_valid_token_without_a_subject_gets_its_own_sentence(anonymous: httpx2.Client) -> None:
    refused(ask(anonymous, token_for("alice", sub=None, id="alice")), 401, NOBODY)


def test_an_unsigned_token_without_a_subject_is_only_invalid(anonymous: httpx2.Client) -> None:
    refused(ask(anonymous, token_for("alice", sub=None, secret=SECRET[::-1])), 401, INVALID)


@pytest.mark.parametrize("kind", ["better-auth.session-cache+jwt", "at+jwt", "", None, 5, ["JWT"], "dpop+jwt"])
def test_tokens_of_another_kind_are_refused(anonymous: httpx2.Client, kind: Any) -> None:
    refused(ask(anonymous, forge({"alg": "HS256", "typ": kind}, claims_of("alice"))), 401, INVALID)


def test_better_auths_session_cache_is_no_bearer_token(anonymous: httpx2.Client) -> None:
    """Kind 5: signed with the right key, for the right issuer, with a subject, but only a cookie."""
    kind, audience = {"typ": "better-auth.session-cache+jwt"}, "better-auth:session-cache"
    refused(ask(anonymous, ED.token("alice", headers=kind, aud=audience)), 401, INVALID)
    refused(ask(anonymous, ED.token("alice", headers=kind)), 401, INVALID)
    refused(ask(anonymous, ED.token("alice", aud=audience)), 401, INVALID)


def test_better_auths_mail_and_cookie_tokens_name_nobody(anonymous: httpx2.Client) -> None:
    """Kinds 4 and 6: HS256 under the same secret, about a user, but not from that user."""
    user = {"id": "alice", "email": "alice@example.com"}
    for claims in (
        claims_of("", sub=None, session={"userId": "alice"}, user=user),
        claims_of("", sub=None, email="alice@example.com", userId="alice", updateTo="a@example.com"),
    ):
        refused(ask(anonymous, forge({"alg": "HS256"}, claims)), 401, NOBODY)


# -- the cache --


def test_a_cached_token_is_refused_when_it_has_expired(anonymous: httpx2.Client) -> None:
    end = int(time.time()) + 4
    token = token_for("alice", exp=end - 30)  # the half minute of leeway is almost over
    while (answer := ask(anonymous, token)).status_code == 200:
        assert time.time() < end + 1
    refused(answer, 401, INVALID)
    assert time.time() >= end


def test_the_cache_is_bounded_and_keyed_by_the_whole_token(
    anonymous: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.identity.tokens.CACHED_TOKENS", 3)
    ids = [str(uuid.uuid4()) for _ in range(10)]
    for _ in range(2):
        for user_id in ids:
            token = token_for(user_id)
            assert ask(anonymous, token).status_code == 200
            header, claims, _ = token.split(".")
            refused(ask(anonymous, f"{header}.{claims}.{encode(b'0' * 32)}"), 401, INVALID)
