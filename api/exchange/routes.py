"""`/hsds` and `/hsds/3.1`: the directory for other programs, read only, without signing in (名录接口)."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.edge.errors import Code
from api.edge.http import EdgeRouter
from api.edge.request import RequestRefusal
from api.exchange.parameters import asked, strict
from api.exchange.shelf import Shelf
from api.request.context import Context
from knowledge.exchange.tables import HsdsVersion, extras, published
from knowledge.messages.message import language, message
from network.exchange.pages import LISTS, ListQuery, ServedDirectory

ROOTS = {HsdsVersion.V3_0: "/hsds", HsdsVersion.V3_1: "/hsds/3.1"}
"""The base address of each version of the form."""
ROW, FULL, SEARCH = 1, 5, 500
"""Units of work, of 0.2 ms: a row of a list, a row with all its parts, a search over all rows (configured values)."""
HEADERS = {"Cache-Control": "no-store", "Vary": "Accept-Language", "X-Content-Type-Options": "nosniff"}

Work = Callable[[ServedDirectory], dict[str, Any] | None]


class ExchangeRoutes:
    """The routes: each answer waits for its turn beside the queries, under the same limits and deadlines."""

    def __init__(self, edge: EdgeRouter, context: Callable[[Request], Awaitable[Context]]) -> None:
        self._edge, self._context = edge, context
        self._shelf = Shelf()

    def routes(self) -> APIRouter:
        """The routes of all versions."""
        router = APIRouter(include_in_schema=False)

        def add(path: str, handler: Callable[[Request], Awaitable[Response]]) -> None:
            async def answered(request: Request) -> Response:
                return await self._edge.answer(request, handler)

            router.add_api_route(path, answered, methods=["GET"])

        for version, root in ROOTS.items():
            for path in (root, f"{root}/"):
                add(path, partial(_about, version))
            for name in LISTS:
                add(f"{root}/{name}", partial(self._list, version, name))
                add(f"{root}/{name}/{{key}}", partial(self._one, version, name))
        add("/hsds/profile", _profile)
        return router

    async def _list(self, version: HsdsVersion, name: str, request: Request) -> Response:
        what = asked(dict(request.query_params))
        return _json(await self._read(request, version, _cost(what), lambda o: o.page(name, what)))

    async def _one(self, version: HsdsVersion, name: str, request: Request) -> Response:
        key, bare = str(request.path_params["key"]).lower(), strict(dict(request.query_params))
        record = await self._read(request, version, FULL, lambda o: o.one(name, key, strict=bare))
        if record is None:
            raise RequestRefusal(HTTPStatus.NOT_FOUND, message("hsds.no_such_row", name=name), Code.NOT_FOUND)
        return _json(record)

    async def _read(self, request: Request, version: HsdsVersion, cost: int, work: Work) -> dict[str, Any] | None:
        c = await self._context(request)

        async def read() -> dict[str, Any] | None:
            offered = await self._shelf.offered(c, version)
            return await asyncio.to_thread(work, offered)

        return await self._edge.beside(request, c, cost, read)


def _cost(what: ListQuery) -> int:
    return what.per_page * (FULL if what.full else ROW) + (SEARCH if what.search or what.by else 0)


async def _about(version: HsdsVersion, request: Request) -> Response:
    """Return the version of the form and its profile here."""
    profile = f"{str(request.base_url).rstrip('/')}/hsds/profile"
    return _json({"version": version.value, "profile": profile, "openapi_url": published()[version].openapi})


async def _profile(_request: Request) -> Response:
    """The fields for which the form has no place, and what they mean."""
    fields = {table: {n: str(message(f"exchange_field.{n}")) for n in names} for table, names in extras().items()}
    return _json({"description": str(message("hsds.profile")), "fields": fields})


def _json(body: object) -> Response:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return Response(content, headers={**HEADERS, "Content-Type": "application/json", "Content-Language": language()})
