"""Files at an item: what there is, and the content of one, opened for the record (附件)."""

import base64
from collections.abc import Mapping
from datetime import datetime as DateTime
from typing import Any, Self

import strawberry

from api.casework.inputs import graphql_name
from api.enums import labelled
from api.request.context import Context
from graph_model.casework import files
from graph_model.casework.files import StoredFile
from graph_model.casework.looking import standing
from graph_model.casework.records import EventRow
from knowledge.casework.rows import Field, FieldType, ItemKind
from knowledge.errors import Sealed
from knowledge.messages.message import message
from knowledge.roles import ActorRole
from knowledge.vocabulary import FieldClass

ABOUT = "attachment_about"
"""Field with the subject of a file."""


def shown(file: StoredFile) -> str:
    """Kind and size of a file, in words."""
    return str(message("casework.file", media=file.media, kilobytes=-(-file.size // 1024)))


def field_named(kind: ItemKind, name: str) -> Field | None:
    """The field of a kind for files that has a name in GraphQL."""
    return next((f for f in kind.field if f.type is FieldType.FILE and graphql_name(f.code) == name), None)


@strawberry.type
@labelled
class ItemFile:
    """A file at an item, not opened."""

    name: str
    label: str
    revision: int
    media_type: str
    size: int
    about: str | None
    value_label: str
    field_class: FieldClass
    by: str
    by_roles: list[ActorRole]
    recorded_at: DateTime

    @classmethod
    def of(cls, kind: ItemKind, row: EventRow, values: dict[str, Any]) -> list[Self]:
        """Return the files of an entry, from the values of it that the caller may read."""
        fields = [f for f in kind.field if f.type is FieldType.FILE and values.get(f.code)]
        return [cls._one(f, StoredFile.of(values[f.code]), row, values.get(ABOUT)) for f in fields]

    @classmethod
    def _one(cls, field: Field, file: StoredFile, row: EventRow, about: str | None) -> Self:
        return cls(
            name=graphql_name(field.code),
            label=str(field),
            revision=file.revision,
            media_type=file.media.value,
            size=file.size,
            about=about,
            value_label=shown(file),
            field_class=field.field_class,
            by=row.by,
            by_roles=[ActorRole(r) for r in row.roles],
            recorded_at=row.at,
        )


@strawberry.type
class FileContent:
    """The content of a file, whole and as it was sent."""

    media_type: str
    ending: str
    size: int
    content: str

    @classmethod
    def of(cls, file: StoredFile, content: bytes) -> Self:
        """From what was opened."""
        return cls(
            media_type=file.media.value,
            ending=file.media.ending,
            size=file.size,
            content=base64.b64encode(content).decode(),
        )


async def opened_file(c: Context, item: str, field: str, value: Mapping[str, Any]) -> FileContent:
    """Return a file that the caller may open, read with her relation to the item.

    Raises:
        Sealed: A key or a part is missing, or a part was changed.
    """
    file, vault = StoredFile.of(value), c.vault
    if vault is None:
        raise Sealed("key")
    there = await standing(c.graph, c.actor, item)
    return FileContent.of(file, await c.graph.read(there, files.content, vault, item, field, file))
