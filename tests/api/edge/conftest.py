"""A throw-away service: a small schema behind the whole edge, and a client that speaks to it in process."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import strawberry
from fastapi import FastAPI, Request

from api.edge.console import console_routes
from api.edge.documents import Example
from api.edge.errors import Code, Expected
from api.edge.health import Metrics, Readiness, health_routes
from api.edge.http import EdgeRouter
from api.edge.limits import Limits
from api.edge.schema import EdgeSchema
from knowledge.errors import BadInput, DomainError, Forbidden, NotFound, Unauthenticated
from knowledge.messages.message import message

SECRET = "王小明"


@dataclass(eq=False)
class Clash(DomainError):
    """Two people changed the same thing."""


EXPECTED: Mapping[type[Exception], Expected] = {
    Unauthenticated: Expected(Code.UNAUTHENTICATED, lambda e: e.message),
    Forbidden: Expected(Code.FORBIDDEN, lambda e: e.message),
    BadInput: Expected(Code.BAD_USER_INPUT, lambda e: e.message),
    NotFound: Expected(Code.NOT_FOUND, lambda _: message("refused.not_allowed")),
    Clash: Expected(Code.CONFLICT, lambda _: message("refused.not_allowed")),
}
RAISED: dict[str, Exception] = {
    "boom": RuntimeError(SECRET),
    "domain": DomainError(),
    "missing": NotFound("case", SECRET),
    "clash": Clash(),
    "forbidden": Forbidden("transfer"),
}


@strawberry.type
class Child:
    """Something with children, so that documents can be deep."""

    name: str

    @strawberry.field
    def child(self) -> "Child":
        """One level down."""
        return Child(name="c")

    @strawberry.field
    def fails(self) -> str | None:
        """Raises."""
        raise RAISED["missing"]

    @strawberry.field
    def children(self, first: int = 3) -> "list[Child]":
        """Several, one level down."""
        return [Child(name=str(n)) for n in range(first)]


@strawberry.input
class Person:
    """An input with personal facts."""

    name: str
    age: int


@strawberry.type
class Query:
    """What can be asked."""

    @strawberry.field
    def echo(self, text: str = "") -> str:
        """The text again."""
        return text

    @strawberry.field
    def child(self) -> Child:
        """The root of the tree."""
        return Child(name="root")

    @strawberry.field
    def nodes(self, ids: list[strawberry.ID]) -> list[Child]:
        """By id."""
        return [Child(name=i) for i in ids]

    @strawberry.field
    def greet(self, person: Person) -> str:
        """Takes an input object."""
        return str(person.age)

    @strawberry.field
    def count(self, value: int) -> int | None:
        """Takes a number."""
        return value

    @strawberry.field
    def fails(self, how: str) -> str | None:
        """Raises what `how` names."""
        raise RAISED[how]

    @strawberry.field
    def broken(self) -> str:
        """Cannot be null and is."""
        return None  # type: ignore[return-value]  # the schema promises a value: the error is wanted


@strawberry.type
class Mutation:
    """What can be changed."""

    @strawberry.mutation
    def write(self, info: strawberry.Info[Any, None]) -> int:
        """Counts the writes."""
        info.context["writes"].append(1)
        return len(info.context["writes"])


@dataclass
class Service:
    """The application and what a test looks at."""

    app: FastAPI
    schema: EdgeSchema
    metrics: Metrics
    writes: list[int] = field(default_factory=list)
    ready: Callable[[], Awaitable[Readiness]] | None = None


def make(limits: Limits, examples: tuple[Example, ...] = ()) -> Service:
    """A service with these limits."""
    schema = EdgeSchema(Query, Mutation, expected=EXPECTED, limits=limits)
    service = Service(FastAPI(openapi_url=None, docs_url=None, redoc_url=None), schema, Metrics())

    async def context(request: Request) -> dict[str, object]:
        token = request.headers.get("authorization")
        if token == "Bearer bad":
            raise Unauthenticated
        if token == "Bearer crash":
            raise RuntimeError(SECRET)
        return {"writes": service.writes}

    async def ready() -> Readiness:
        assert service.ready
        return await service.ready()

    service.app.include_router(EdgeRouter(schema, context_getter=context, observe=service.metrics.observe))
    service.app.include_router(health_routes(ready, service.metrics, limit_seconds=0.05))
    service.app.include_router(console_routes(lambda: examples))
    return service


@pytest.fixture(scope="session")
def make_service() -> Callable[..., Service]:
    return make


@pytest.fixture(scope="session")
def secret() -> str:
    return SECRET


@pytest.fixture
def service() -> Service:
    return make(Limits(), (Example(message("example.clause"), "{ echo }", {"a": 1}, message("example.clause_note")),))


@pytest.fixture
async def client(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(service.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://edge") as client:
        del client.headers["accept"]  # each test says what it accepts
        yield client
