"""`POST /invitation`: whoever has a one-time code becomes the holder of an account (邀请码).

With an issuer elsewhere she signs in there first and sends its token beside the code; otherwise the service issues a
token of its own. Apart from GraphQL, because whoever asks has no account yet.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from api.access.tokens import OWN_DAYS, Verifier
from api.audit.log import AuditLog
from api.audit.trail import Trail
from api.edge.errors import RETRY_SECONDS, Code
from graph_model.access import invitations
from graph_model.access.actors import acting
from graph_model.access.feed import Feed
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from knowledge.errors import AuditUnwritable, BadInput, DomainError, Unauthenticated
from knowledge.messages.message import preferred, speaking
from network.entities import ANONYMOUS, Actor

LONGEST = 4096
"""Most bytes of a body."""
LEAST, MOST = 32, 64
"""Characters of a key: nobody guesses it."""
RETRY = {"Retry-After": str(RETRY_SECONDS)}
STATUS: Mapping[type[DomainError], tuple[HTTPStatus, Code]] = {
    BadInput: (HTTPStatus.BAD_REQUEST, Code.BAD_USER_INPUT),
    Unauthenticated: (HTTPStatus.UNAUTHORIZED, Code.UNAUTHENTICATED),
    AuditUnwritable: (HTTPStatus.SERVICE_UNAVAILABLE, Code.UNAVAILABLE),
}


class Acceptance:
    """Accepts codes: each try that fails is counted, each that succeeds has its lines in the audit."""

    def __init__(self, graph: Graph, feed: Feed, verifier: Verifier | None, audit: AuditLog | None) -> None:
        self._graph, self._feed, self._verifier, self._audit = graph, feed, verifier, audit

    def routes(self) -> APIRouter:
        """The route."""
        router = APIRouter()

        @router.post("/invitation", include_in_schema=False)
        async def invitation(request: Request) -> JSONResponse:
            with speaking(preferred(request.headers.get("accept-language", ""))):
                return await self._answer(request)

        return router

    async def _answer(self, request: Request) -> JSONResponse:
        try:
            (code, key), token = await _given(request), _bearer(request)
            return _reply(HTTPStatus.OK, await self._feed.beside(self.accepted(code, token, key)))
        except GraphUnavailable as e:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, Code.UNAVAILABLE, str(e.message), RETRY)
        except DomainError as e:
            status, code = STATUS.get(type(e), (HTTPStatus.BAD_REQUEST, Code.BAD_USER_INPUT))
            if self._audit is not None:
                self._audit.refused(Code.UNAUTHENTICATED)
            return _refusal(status, code, str(e.message))

    async def accepted(self, code: str, token: str | None, key: str | None = None) -> dict[str, str]:
        """The account of a code, with a token where this service issues them; with its key also a second time.

        Raises:
            AuditUnwritable: It cannot be recorded, so nothing was changed.
            BadInput: The code is wrong, used or out of date.
            GraphUnavailable: The database does not answer.
            Unauthenticated: The issuer is elsewhere, and its token is missing or not valid.
        """
        if self._verifier is None:
            raise Unauthenticated("no issuer")
        own, now = self._verifier.own, datetime.now(UTC)
        subject = invitations.own_subject(code, key) if own else self._verifier.subject(token or "")
        account = await self._graph.read(ANONYMOUS, invitations.invited, code, subject, now, key)
        if account is None:
            raise BadInput("code", "account.code_unknown")
        await self._record(ANONYMOUS, account, "begun")
        bound = await invitations.accept(self._graph, code, subject, now, key)
        await self._record(acting(bound), account, "answered")
        issued = {"token": self._verifier.issued(subject, OWN_DAYS * 24 * 3600)} if own else {}
        return {"account": bound.id, **issued}

    async def _record(self, who: Actor, account: str, outcome: str) -> None:
        if self._audit is not None:
            trail = Trail()
            trail.opened((account,), (), "invitation")
            await self._audit.put(trail.line(self._audit, who, ("invitation accept", account), outcome))


async def _given(request: Request) -> tuple[str, str | None]:
    """The code in the body, and the key of whoever sends it, if she has one.

    Raises:
        BadInput: The body is too large, or no JSON object with a code; the key is none.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise BadInput("code", "account.code_unknown")
    try:
        given = json.loads(body)
        code, key = given["code"], given.get("key")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadInput("code", "account.code_unknown") from None
    if not isinstance(code, str) or not code.isascii():
        raise BadInput("code", "account.code_unknown")
    if key is not None and (not isinstance(key, str) or not key.isascii() or not LEAST <= len(key) <= MOST):
        raise BadInput("key", "input.length", least=LEAST, most=MOST)
    return code, key


def _bearer(request: Request) -> str | None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else None


def _reply(status: HTTPStatus, body: Any, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(body, status, {"Cache-Control": "no-store", **(headers or {})})


def _refusal(status: HTTPStatus, code: Code, sentence: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return _reply(status, {"errors": [{"message": sentence, "extensions": {"code": code.value}}]}, headers)
