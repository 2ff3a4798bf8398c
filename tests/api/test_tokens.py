"""Whatever stands in a token, also in a signed one: it names an account or is refused, and breaks nothing."""

import base64
import json
import time
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey

from api.access.tokens import ALGORITHMS, DEMO_ISSUER, OWN_ALGORITHM, verifier
from api.settings import Settings
from knowledge.errors import Unauthenticated

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.just("\ud800")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=5,
)
DEEP: Any = "x"
for _ in range(400):
    DEEP = [DEEP]
TOO_DEEP = '{"sub":' + "[" * 100_000 + "]" * 100_000 + "}"
ODD: tuple[Any, ...] = (
    *(
        "",
        " ",
        "\ud800",
        "\udfff令牌",
        "\0",
        "a\nb",
        "\u202e",
        "x" * 5000,
        "令牌",
        "🧒",
        0,
        -1,
        1e400,
        None,
        [],
        {},
        DEEP,
    ),
)
HEADERS = (
    "Bearer 令牌",
    "Bearer \xff\xfe",
    "Bearer a.b.c",
    "Bearer ..",
    "Bearer " + "a" * 5000,
    "Bearer \t",
    "Basic x",
)


@pytest.fixture(scope="module")
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of an empty home: to read a token needs a key and no database."""
    return Settings(TONGXIN_HOME=tmp_path_factory.mktemp("tokens"))


def signed(settings: Settings, **claims: Any) -> str:
    """A token with a right signature and whatever in it."""
    known = {"iss": DEMO_ISSUER, "aud": settings.audience, "sub": "demo-planner", "exp": int(time.time()) + 60}
    return sealed(settings, json.dumps({**known, **claims}))


def sealed(settings: Settings, payload: str) -> str:
    checks = verifier(settings)
    assert checks
    assert isinstance(checks.key, OctKey)
    return jws.serialize_compact({"alg": OWN_ALGORITHM}, payload.encode(), checks.key, algorithms=[OWN_ALGORITHM])


@given(name=st.sampled_from(["sub", "exp", "iss", "aud", "nbf", "iat"]), value=VALUES)
def test_any_claim_is_read_or_refused(own_settings: Settings, name: str, value: Any):
    checks = verifier(own_settings)
    assert checks
    try:
        subject = checks.subject(signed(own_settings, **{name: value}))
    except Unauthenticated:
        return
    assert subject.isprintable()
    assert subject


@given(st.one_of(st.text(), st.binary().map(lambda b: b.decode("latin-1"))))
def test_any_text_is_refused(own_settings: Settings, text: str):
    checks = verifier(own_settings)
    assert checks
    with pytest.raises(Unauthenticated):
        checks.subject(text)


def test_a_payload_without_end_is_refused(own_settings: Settings):
    checks = verifier(own_settings)
    assert checks
    with pytest.raises(Unauthenticated):
        checks.subject(sealed(own_settings, TOO_DEEP))


@pytest.mark.parametrize("header", HEADERS)
async def test_a_header_that_is_no_token_is_401(client: httpx.AsyncClient, header: str):
    sent = {b"authorization": header.encode("utf-8", "surrogateescape")}
    reply = await client.post("/graphql", json={"query": "{ viewer { subject } }"}, headers=sent)
    assert reply.status_code == 401
    assert reply.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize("subject", ODD, ids=range(len(ODD)))
async def test_a_signed_subject_that_is_no_account_is_401(client: httpx.AsyncClient, settings: Settings, subject: Any):
    headers = {"authorization": f"Bearer {signed(settings, sub=subject)}"}
    reply = await client.post("/graphql", json={"query": "{ viewer { subject } }"}, headers=headers)
    assert reply.status_code == 401, reply.text


def test_no_algorithm_is_chosen_by_the_token():
    assert not {"none", "HS256"} & set(ALGORITHMS)


WRONG: dict[str, dict[str, Any]] = {
    "of another audience": {"aud": "elsewhere"},
    "of another issuer": {"iss": "elsewhere"},
    "over": {"exp": 1},
    "without an end": {"exp": None},
    "not yet": {"nbf": 4_102_444_800},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_a_signed_token_that_is_not_for_us_or_not_for_now_is_refused(own_settings: Settings, claims: dict[str, Any]):
    checks = verifier(own_settings)
    assert checks.subject(signed(own_settings)) == "demo-planner"
    with pytest.raises(Unauthenticated):
        checks.subject(signed(own_settings, **claims))


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": OWN_ALGORITHM, "jku": "https://elsewhere.example/keys"}])
def test_a_token_signed_by_another_key_or_by_none_is_refused(own_settings: Settings, header: dict[str, str]):
    """Wherever it says that its key can be found."""
    checks = verifier(own_settings)
    head, body, mark = signed(own_settings).split(".")
    other = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    foreign = jws.serialize_compact({"alg": OWN_ALGORITHM}, b"{}", OctKey.import_key("x" * 48)).rpartition(".")[2]
    for token in (f"{other}.{body}.", f"{other}.{body}.{mark}", f"{head}.{body}.{foreign}"):
        with pytest.raises(Unauthenticated):
            checks.subject(token)
