"""The pages' one data path: named operations of `operations/`, sent to GraphQL as the signed-in person (提问)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse, print_ast

FOLDER = Path(__file__).parent.parent / "operations"
Row = dict[str, Any]
ELLIPSIS = "…"
FORMS = frozenset(
    {
        "Acts",
        "Areas",
        "CancelJob",
        "Drafts",
        "Facts",
        "FindClauses",
        "FindingCounts",
        "Job",
        "LoadJob",
        "Kinds",
        "LoadTopics",
        "Marked",
        "Matters",
        "Names",
        "NetworkDrafts",
        "NetworkWords",
        "Points",
        "Posts",
        "Viewer",
    }
)
"""Asked to draw a form: never the question behind an answer."""
REFUSABLE = frozenset(
    {"Clause", "FullText", "LoadFile", "May", "Now", "Referral", "Responsible", "ServiceRules", "WhyNot"}
)
"""Operations whose page shows a refusal in place of the answer."""
ANSWERED = frozenset({"AMBIGUOUS", "BAD_USER_INPUT", "FILE_REFUSED", "NOT_FOUND", "NO_TEXT_FOR_THAT_DAY"})
"""Codes of refusals that such a page shows; others end the request."""


class Refused(Exception):  # a fact, as the errors of the rules
    """GraphQL refused: `code` is its code, the message says what to do; `all_of_it` where several things are wrong."""

    def __init__(self, code: str, message: str, all_of_it: Sequence[str] = (), reason: str = "") -> None:
        super().__init__(message)
        self.code, self.reason = code, reason
        self.all_of_it = tuple(all_of_it) or (message,)


@dataclass(frozen=True, slots=True)
class Question:
    """A document and its variables, as they were sent: a person may copy them."""

    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@cache
def documents() -> Mapping[str, str]:
    """Each named operation with the document that holds it alone, and the fragments that it spreads."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.graphql")):
        parsed = parse(path.read_text("utf-8")).definitions
        fragments = {n.name.value: print_ast(n) for n in parsed if isinstance(n, FragmentDefinitionNode)}
        for node in parsed:
            if isinstance(node, OperationDefinitionNode) and node.name:
                found[node.name.value] = _whole(print_ast(node), fragments)
    return found


def _short(value: Any) -> Any:
    """A variable as it is shown: the content of a file is not."""
    if not isinstance(value, dict):
        return value
    return {name: ELLIPSIS if name == "content" else _short(part) for name, part in value.items()}


def _whole(document: str, fragments: Mapping[str, str]) -> str:
    """A document with what it spreads, and what that spreads."""
    spread, parts = [document], list(fragments)
    for part in spread:  # grows while it is read
        used = [name for name in parts if f"...{name}\n" in f"{part}\n"]
        spread += [fragments[name] for name in used]
        parts = [name for name in parts if name not in used]
    return "\n\n".join(spread)


class Asker:
    """Asks as one person. Every limit, mask and right of the endpoint holds, for it is the endpoint that answers."""

    def __init__(self, app: FastAPI, token: str | None) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._app, self._token = app, token
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pages", headers=headers)
        self.last: Question | None = None
        """The question behind what is on screen."""

    def beside(self) -> "Asker":
        """Another for the same person: a part of a page that asks while others do keeps its own last question."""
        return Asker(self._app, self._token)

    async def ask(self, operation: str, **variables: Any) -> Any:
        """The answer of an operation's one root field, or the whole data where it has several.

        A refusal that the page shows itself is a row with `code`, `reason`, `message` and, where several things fit,
        `candidates`.

        Raises:
            Refused: every other error of the request.
        """
        question = Question(documents()[operation], {k: v for k, v in variables.items() if v is not None})
        if operation not in FORMS:
            self.last = Question(question.document, {k: _short(v) for k, v in question.variables.items()})
        reply = await self._http.post("/graphql", json={"query": question.document, "variables": question.variables})
        found = reply.json()
        if found.get("errors"):
            first = found["errors"][0]
            known = first.get("extensions", {})
            if operation in REFUSABLE and known.get("code") in ANSWERED:
                return {**known, "message": first["message"]}
            said = [e["message"] for e in found["errors"]]
            raise Refused(known.get("code", "INTERNAL"), first["message"], said, known.get("reason", ""))
        data: Row = found["data"]
        return next(iter(data.values())) if len(data) == 1 else data
