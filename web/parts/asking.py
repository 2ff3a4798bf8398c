"""The only data path of the pages: named operations of `operations/`, sent to GraphQL as the viewer (提问)."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse, print_ast
from starlette.requests import HTTPConnection

from web.parts.following import events
from web.parts.words import spoken

WITHIN = "http://127.0.0.1"
"""Address of the service for requests from within: a numeric address is accepted whatever its names outside."""
FOLDER = Path(__file__).parent.parent / "operations"
Row = dict[str, Any]
ELLIPSIS = "…"
FORMS = frozenset(
    {
        "Acts",
        "Areas",
        "Begins",
        "CancelJob",
        "Drafts",
        "Facts",
        "FindClauses",
        "FindingCounts",
        "Job",
        "LoadJob",
        "Kinds",
        "LoadTopics",
        "Matters",
        "Names",
        "NetworkDrafts",
        "NetworkWords",
        "Place",
        "PlanningWords",
        "Points",
        "Posts",
        "SheetBefore",
        "StaffRoles",
        "Viewer",
    }
)
"""Operations that only fill forms; the page does not show them as the query behind an answer."""
REFUSABLE = frozenset(
    {
        "CasesByName",
        "Clause",
        "FullText",
        "LoadFile",
        "May",
        "Responsible",
        "ServiceRules",
        "Sheet",
        "Understand",
        "WhyNot",
    }
)
"""Operations whose page shows an error in place of the answer."""
ANSWERED = frozenset(
    {"AMBIGUOUS", "BAD_USER_INPUT", "FILE_REFUSED", "NOT_FOUND", "NO_TEXT_FOR_THAT_DAY", "TOO_MANY_REQUESTS"}
)
"""Error codes that such a page shows; other errors raise `Refused`."""


class Refused(Exception):  # named for the fact, as the domain errors are
    """An error of GraphQL: its code, its message, and all messages if there are several errors."""

    def __init__(self, code: str, message: str, messages: Sequence[str] = (), reason: str = "") -> None:
        super().__init__(message)
        self.code, self.reason = code, reason
        self.messages = tuple(messages) or (message,)


@dataclass(frozen=True, slots=True)
class Question:
    """A GraphQL document and its variables as sent, for people to copy."""

    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@cache
def documents() -> Mapping[str, str]:
    """For each named operation a document with the operation and its fragments."""
    by_name: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.graphql")):
        parsed = parse(path.read_text("utf-8")).definitions
        fragments = {n.name.value: print_ast(n) for n in parsed if isinstance(n, FragmentDefinitionNode)}
        for node in parsed:
            if isinstance(node, OperationDefinitionNode) and node.name:
                by_name[node.name.value] = _whole(print_ast(node), fragments)
    return by_name


def _short(value: Any) -> Any:
    """A variable for display, without the content of files."""
    if not isinstance(value, dict):
        return value
    return {name: ELLIPSIS if name == "content" else _short(part) for name, part in value.items()}


def _whole(document: str, fragments: Mapping[str, str]) -> str:
    """A document with all fragments that it uses, directly or indirectly."""
    spread, parts = [document], list(fragments)
    for part in spread:  # grows during the iteration
        used = [name for name in parts if f"...{name}\n" in f"{part}\n"]
        spread += [fragments[name] for name in used]
        parts = [name for name in parts if name not in used]
    return "\n\n".join(spread)


def address_of(request: HTTPConnection) -> str:
    """The address of a visitor, who waits for a turn of the service as any other client does."""
    return request.client.host if request.client else ""


class Asker:
    """Sends operations as one person to the GraphQL endpoint, with all its limits, masking and rights."""

    def __init__(self, app: FastAPI, token: str | None, visitor: str) -> None:
        """Ask for a visitor: by the address, each has turns of its own (see `api/edge/turns.py`)."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._app, self._token, self._visitor = app, token, visitor
        transport = httpx.ASGITransport(app, client=(visitor, 0))
        self._http = httpx.AsyncClient(transport=transport, base_url=WITHIN, headers=headers)
        self.last: Question | None = None
        """The last question that was not only for a form."""

    def beside(self) -> "Asker":
        """Another asker for the same person, with its own last question, for a part of a page."""
        return Asker(self._app, self._token, self._visitor)

    async def ask(self, operation: str, **variables: Any) -> Any:
        """The answer of the operation's root field, or the whole data if it has several root fields.

        An error that the page shows itself is returned as a row with `code`, `reason`, `message` and perhaps
        `candidates`.

        Raises:
            Refused: Any other error of the request.
        """
        question = Question(documents()[operation], {k: v for k, v in variables.items() if v is not None})
        if operation not in FORMS:
            self.last = Question(question.document, {k: _short(v) for k, v in question.variables.items()})
        result = await self._result(question.document, question.variables)
        first = next(iter(result.get("errors") or ()), None)
        if first and operation in REFUSABLE and first.get("extensions", {}).get("code") in ANSWERED:
            return {**first["extensions"], "message": first["message"]}
        data = _data(result)
        return next(iter(data.values())) if len(data) == 1 else data

    async def _result(self, document: str, variables: Mapping[str, Any]) -> Row:
        spoken_now = {"accept-language": spoken()}
        reply = await self._http.post("/graphql", json={"query": document, "variables": variables}, headers=spoken_now)
        result: Row = reply.json()
        return result

    def follow(self, operation: str, **variables: Any) -> AsyncGenerator[Any]:
        """The data of each event of a subscription, as it happens; the first is None: it is listened from now on."""
        headers = {"host": "127.0.0.1", "accept-language": spoken(), **self._http.headers}
        return events(self._app, headers, self._visitor, documents()[operation], variables)

    async def take(self, step: str, given: Mapping[str, Any]) -> Row:
        """Take a step of casework, named as `actions` gives it: the item after it, or why it was refused.

        Raises:
            Refused: An error of the request.
        """
        answer: Row = _data(await self._result(taking(step), {"input": given}))[step]
        return answer


def _data(result: Row) -> Row:
    """The data of a result.

    Raises:
        Refused: The request has an error.
    """
    if errors := result.get("errors"):
        known = errors[0].get("extensions", {})
        messages = [e["message"] for e in errors]
        raise Refused(known.get("code", "INTERNAL"), messages[0], messages, known.get("reason", ""))
    data: Row = result["data"]
    return data


def taking(step: str) -> str:
    """The document that takes a step.

    Raises:
        Refused: Not the name of a step.
    """
    if not step.isidentifier() or not step.isascii():
        raise Refused("BAD_USER_INPUT", step)
    return (
        f"mutation Take($input: {step[0].upper()}{step[1:]}Input!) {{ {step}(input: $input) {{ __typename "
        "... on WorkItem { code itemKind state ended revision since due overdue headline child area { code name } "
        "openFields { name value } clocks { label } } "
        "... on RefusedAction { why wrongFields } } }"
    )
