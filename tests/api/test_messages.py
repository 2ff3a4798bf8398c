"""Every sentence stands in every language, with the same parameters, and is used; none is written elsewhere."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.access.policy import Action
from knowledge.messages.message import catalogue, languages, message, preferred, speaking

ROOT = Path(__file__).parents[2]
ROOMS = ("knowledge", "network", "graph_model", "analytics", "loaders", "api", "cli")
MADE = {"message": 0, "Message": 0, "BadInput": 1, "BadFile": 1, "bad": 0, "say": 0, "worded": 0}
"""Calls that name a message, with the position of its code."""
COMPOSED = ("kind.", "action.", "limit.", "request.", "topic.", "report.", "progress.", "label.")
"""Groups whose codes are put together from a word of the vocabulary."""


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def literals(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def named() -> Iterator[tuple[str, str]]:
    for path in (p for room in ROOMS for p in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                at = MADE.get(ast.unparse(node.func).split(".")[-1])
                if at is not None and len(node.args) > at:
                    yield from ((code, path.relative_to(ROOT).as_posix()) for code in literals(node.args[at]))
                if ast.unparse(node.func).split(".")[-1] == "heads":
                    heads = (f"answer.{head}" for arg in node.args for head in literals(arg))
                    yield from ((code, path.relative_to(ROOT).as_posix()) for code in heads)


def kinds() -> Iterator[str]:
    for path in (p for room in ROOMS for p in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"NotFound", "Conflict"}:
                yield from literals(node.args[0]) if node.args else ()


@pytest.mark.parametrize("language", languages())
def test_each_language_has_the_same_sentences_with_the_same_parameters(language: str):
    ours, default = catalogue(language), catalogue("zh")
    assert ours.keys() == default.keys()
    assert {c: parameters(t) for c, t in ours.items()} == {c: parameters(t) for c, t in default.items()}


def test_each_code_that_is_named_has_a_sentence():
    assert {(code, where) for code, where in named() if code not in catalogue("zh")} == set()
    assert {f"kind.{kind}" for kind in kinds()} <= catalogue("zh").keys()
    assert {f"action.{action.value}" for action in Action} <= catalogue("zh").keys()


def test_each_sentence_is_used():
    used = {code for code, _ in named()}
    for path in (p for room in ROOMS for p in (ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        used |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert {c for c in catalogue("zh") if c not in used and not c.startswith(COMPOSED)} == set()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "zh"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("fr, en;q=0.5", "en"),
        ("fr", "zh"), ("*", "zh"), ("en;q=0", "zh"), ("en;q=x", "zh"), ("zh;q=0.2,en;q=0.4", "en"),
    ],
)  # fmt: skip
def test_the_best_language_of_the_header_is_taken(header: str, expected: str):
    assert preferred(header) == expected


def test_a_message_is_worded_for_whoever_reads_it():
    said = message("input.not_allowed", allowed=("a", "b"))
    assert str(said) == "不认识这个值，请用其中之一：a、b。"
    with speaking("en"):
        assert str(said) == "Unknown value: use one of a, b."
    with speaking("xx"):
        assert str(said) == said.text("zh")


async def test_errors_are_worded_in_the_clients_language(client: Any):
    document = {"query": '{ responsibility(subject: {matter: "M999"}, at: {code: "440104"}) { summary } }'}
    for header, start in (("en-US", "There is no matter M999"), ("zh-CN", "没有事项 M999")):
        reply = await client.post("/graphql", json=document, headers={"accept-language": header})
        (error,) = reply.json()["errors"]
        assert error["message"].startswith(start)
        assert error["extensions"]["reason"] == "refused.not_found"
        assert reply.headers["content-language"] == header[:2]
