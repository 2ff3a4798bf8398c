"""Forms of their own that bodies have loaded, stored (自有表格)."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from graph_model.commands import Command, commit
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, statements
from knowledge.errors import BadInput, NotFound
from network.entities import Actor

PUT, FORMS, FORM, COUNT, DELETE = statements(__file__, "put_form", "forms", "form", "count_forms", "delete_form")
MOST = 100
"""Forms of an area (configured value)."""
LENGTH = 16


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A form without its content."""

    id: str
    name: str
    kind: str
    area: str
    ending: str
    put_on: date


@dataclass(frozen=True, slots=True)
class WholeForm(StoredForm):
    """A form."""

    content: bytes


@dataclass(frozen=True, slots=True)
class PutForm:
    """A form to store."""

    name: str
    kind: str
    area: str
    ending: str
    content: bytes
    on: date

    @property
    def id(self) -> str:
        """The same for the same name in the same area: put again, it is replaced."""
        return sha256(f"{self.area}|{self.name}".encode()).hexdigest()[:LENGTH]


@dataclass(frozen=True, slots=True)
class _FormCount:
    count: int


async def put(graph: Graph, actor: Actor, form: PutForm, key: str) -> StoredForm:
    """Store a form once by its key.

    Raises:
        BadInput: The area has too many forms.
        Conflict: The key was used for another request.
        NotFound: The area is not one of the actor's.
    """

    async def effect(tx: Tx) -> None:
        row = await tx.row(
            PUT,
            KeyRow,
            id=form.id,
            name=form.name,
            kind=form.kind,
            area=form.area,
            ending=form.ending,
            content=form.content,
            on=form.on,
        )
        if row is None:
            raise NotFound("area", form.area)
        count = await tx.row(COUNT, _FormCount, area=form.area)
        if count is not None and count.count > MOST:
            raise BadInput("name", "own_form.too_many", most=MOST)

    async def answer(tx: Tx) -> StoredForm:
        stored = [f for f in await forms(tx, form.area, None) if f.id == form.id]
        if not stored:
            raise NotFound("own_form", form.id)
        return stored[0]

    request = [form.area, form.name, form.kind, sha256(form.content).hexdigest()]
    return await commit(graph, actor, Command("own_form", key, request), effect, answer)


async def forms(tx: Tx, area: str, kind: str | None) -> list[StoredForm]:
    """The forms for items in an area: its own, and those of the areas above it."""
    return await tx.rows(FORMS, StoredForm, area=area, kind=kind)


async def form(tx: Tx, area: str, code: str) -> WholeForm:
    """One form for items in an area.

    Raises:
        NotFound: There is none.
    """
    row = await tx.row(FORM, WholeForm, area=area, id=code)
    if row is None:
        raise NotFound("own_form", code)
    return row


async def delete(tx: Tx, code: str) -> None:
    """Delete a form of an area of the actor.

    Raises:
        NotFound: There is none.
    """
    if await tx.row(DELETE, KeyRow, id=code) is None:
        raise NotFound("own_form", code)
