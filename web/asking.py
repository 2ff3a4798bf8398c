"""The pages' one data path: named operations of `operations/`, sent to GraphQL as the signed-in person (提问)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from graphql import OperationDefinitionNode, parse, print_ast

FOLDER = Path(__file__).parent / "operations"
Row = dict[str, Any]
ELLIPSIS = "…"
FORMS = frozenset(
    {
        "Acts",
        "Areas",
        "Facts",
        "FindClauses",
        "FindingCounts",
        "Kinds",
        "LoadTopics",
        "Matters",
        "NetworkDrafts",
        "NetworkWords",
        "Viewer",
    }
)
"""Asked to draw a form: never the question behind an answer."""


class Refused(Exception):  # a fact, as the errors of the rules
    """GraphQL refused: `code` is its code, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Question:
    """A document and its variables, as they were sent: a person may copy them."""

    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@cache
def documents() -> Mapping[str, str]:
    """Each named operation with the document that holds it alone."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.graphql")):
        for node in parse(path.read_text("utf-8")).definitions:
            if isinstance(node, OperationDefinitionNode) and node.name:
                found[node.name.value] = print_ast(node)
    return found


def _short(value: Any) -> Any:
    """A variable as it is shown: the content of a file is not."""
    return {**value, "content": ELLIPSIS} if isinstance(value, dict) and "content" in value else value


class Asker:
    """Asks as one person. Every limit, mask and right of the endpoint holds, for it is the endpoint that answers."""

    def __init__(self, app: FastAPI, token: str | None) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pages", headers=headers)
        self.last: Question | None = None
        """The question behind what is on screen."""

    async def ask(self, operation: str, **variables: Any) -> Any:
        """The answer of an operation's one root field, or the whole data where it has several.

        Raises:
            Refused: an error of the request; a refusal that belongs to the answer's union is an answer.
        """
        question = Question(documents()[operation], {k: v for k, v in variables.items() if v is not None})
        if operation not in FORMS:
            self.last = Question(question.document, {k: _short(v) for k, v in question.variables.items()})
        reply = await self._http.post("/graphql", json={"query": question.document, "variables": question.variables})
        found = reply.json()
        if found.get("errors"):
            first = found["errors"][0]
            raise Refused(first.get("extensions", {}).get("code", "INTERNAL"), first["message"])
        data: Row = found["data"]
        return next(iter(data.values())) if len(data) == 1 else data
