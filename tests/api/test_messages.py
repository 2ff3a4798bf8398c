"""Errors, labels and notices come in the client's language, whoever asked before."""

from typing import Any

import pytest

REFUSED = '{ responsibility(subject: {matter: "M999"}, at: {code: "440104"}) { summary } }'
LABELS = """{
  responsibility(subject: {matter: "M08"}, at: {name: "三眼井社区"}, situation: {age: 13, reporter: MEDICAL}) {
    notice
    responsible { role roleLabel duties { confidenceLabel citations { forceLabel quote } } }
  }
  clause(code: "plan:三(二)1(3)") { notice forceLabel }
}"""


@pytest.mark.parametrize(
    ("header", "language", "start"),
    [("en-US", "en", "There is no matter M999"), ("zh-CN", "zh", "没有事项 M999"), ("fr", "zh", "没有事项 M999")],
)
async def test_errors_are_worded_in_the_clients_language(client: Any, header: str, language: str, start: str):
    reply = await client.post("/graphql", json={"query": REFUSED}, headers={"accept-language": header})
    (error,) = reply.json()["errors"]
    assert error["message"].startswith(start)
    assert error["extensions"]["reason"] == "refused.not_found"
    assert reply.headers["content-language"] == language
    assert "Accept-Language" in reply.headers["vary"]


async def _labels(client: Any, language: str) -> tuple[set[str], set[str], list[str], list[str]]:
    reply = await client.post("/graphql", json={"query": LABELS}, headers={"accept-language": language})
    assert reply.headers["content-language"] == language
    data = reply.json()["data"]
    rows = data["responsibility"]["responsible"]
    cited = [c for r in rows for d in r["duties"] for c in d["citations"]]
    notices = [data["responsibility"]["notice"], data["clause"]["notice"]]
    labels = {r["roleLabel"] for r in rows} | {c["forceLabel"] for c in cited}
    return labels, {r["role"] for r in rows}, notices, [c["quote"] for c in cited]


async def test_labels_and_notices_are_worded_for_each_client_and_never_kept_for_the_next(client: Any):
    chinese, english, again = [await _labels(client, language) for language in ("zh", "en", "zh")]
    assert chinese == again
    assert {"受理处置", "法律"} <= chinese[0]
    assert {"receives and handles", "law"} <= english[0]
    assert not [label for label in english[0] if not label.isascii()]
    assert [n.isascii() for n in chinese[2]] == [False, False]
    assert [n.isascii() for n in english[2]] == [True, True]
    assert chinese[1] == english[1], "codes have no language"
    assert chinese[3] == english[3], "statutes stay as they are"
