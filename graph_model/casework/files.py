"""Files at items: their content sealed as every other field is, in parts at the item whose event names them (附件)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph_model.graph import Tx
from graph_model.persons.resealing import FILE
from graph_model.persons.seal import Bound, Vault
from graph_model.rows import KeyRow, statements
from knowledge.casework.item import ItemEvent
from knowledge.errors import Conflict, Sealed
from knowledge.files.content import FileMedia, SentFile
from knowledge.vocabulary import FieldClass

PUT_PART, PARTS = statements(__file__, "put_part", "parts")
PART = 1 << 20
"""Bytes of a part."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Description of a file in an event: all that is shown of it before it is decrypted."""

    revision: int
    """The revision of the item with whose event it came."""
    media: FileMedia
    size: int
    digest: str

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "StoredFile":
        """From a sealed value."""
        return cls(value["revision"], FileMedia(value["content_type"]), value["size"], value["digest"])


@dataclass(frozen=True, slots=True)
class _PartRow:
    subject: str
    field_class: FieldClass
    blob: bytes


def described(values: Mapping[str, Any], revision: int) -> dict[str, Any]:
    """Return values to encrypt, with a description of each file in place of its content."""
    return {code: _described(v, revision) if isinstance(v, SentFile) else v for code, v in values.items()}


def _described(file: SentFile, revision: int) -> dict[str, Any]:
    return {"revision": revision, "content_type": file.media, "size": len(file.content), "digest": file.digest}


async def put(tx: Tx, vault: Vault, event: ItemEvent, version: int, subjects: Mapping[str, str]) -> None:
    """Write the files of an event, before it; its item is written. `subjects` gives the subject of the key by class.

    Raises:
        Conflict: The item is not in the actor's areas.
    """
    for field_class, values in event.sealed.items():
        for code, file in values.items():
            if isinstance(file, SentFile):
                for part in _parts(vault, (event.item, version, code), file, subjects[field_class], field_class):
                    if not await tx.rows(PUT_PART, KeyRow, item=event.item, part=part):
                        raise Conflict("item", event.item)


def _parts(
    vault: Vault, at: tuple[str, int, str], file: SentFile, subject: str, field_class: str
) -> Iterator[dict[str, Any]]:
    count = -(-len(file.content) // PART)
    for number in range(count):
        name = part_name(*at, number)
        blob = vault.seal_content(
            subject, bound(name, FieldClass(field_class)), file.content[number * PART : (number + 1) * PART]
        )
        yield {
            "id": name,
            "version": at[1],
            "field": at[2],
            "number": number,
            "subject": subject,
            "class": field_class,
            "blob": blob,
        }


def part_name(item: str, version: int, field: str, number: int) -> str:
    """The place of a part, to which it is bound: parts that were exchanged or moved do not open."""
    return f"{item}@{version}/{field}/{number}"


def bound(name: str, field_class: FieldClass) -> Bound:
    """Return the binding of a part."""
    return Bound(FILE, name, field_class)


async def content(tx: Tx, vault: Vault, item: str, field: str, file: StoredFile) -> bytes:
    """The content of a file of an item that the actor may see, whole and as it was sent.

    Raises:
        Sealed: A key is missing, or a part is not there or was changed.
    """
    rows = await tx.rows(PARTS, _PartRow, item=item, version=file.revision, field=field)
    names = [part_name(item, file.revision, field, number) for number in range(len(rows))]
    pieces = [
        vault.open_content(r.subject, bound(name, r.field_class), r.blob) for name, r in zip(names, rows, strict=True)
    ]
    made = SentFile(b"".join(pieces))
    if (made.digest, made.media) != (file.digest, file.media):
        raise Sealed("file")
    return made.content
