"""Form with a file, read within a limit and in memory only: it may contain records of children (上传)."""

from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

BESIDE = 64 * 2**10
"""Bytes of a form beside the file."""
NAME = 200
"""Most characters of a file's name."""
MULTIPART = "multipart/form-data"


class TooLarge(Exception):  # named for the fact, as the domain errors are
    """Form larger than one with a file may be, or without its size."""


@dataclass(frozen=True, slots=True)
class UploadedForm:
    """The fields of a form, and its files, each under the name of its field."""

    fields: dict[str, str]
    files: dict[str, tuple[str, bytes]] = field(repr=False)


def is_multipart(request: Request) -> bool:
    """True if the sent form can contain files."""
    return request.headers.get("content-type", "").startswith(MULTIPART)


async def uploaded(request: Request, largest: int, *, fields: int, files: int = 1) -> UploadedForm:
    """Read the form; nothing of it is ever written to disk.

    Raises:
        TooLarge: Nothing was read, or it is no form with files.
    """
    size = request.headers.get("content-length", "")
    if not size.isdecimal() or int(size) > largest + BESIDE:
        raise TooLarge
    parser = MultiPartParser(
        request.headers, request.stream(), max_files=files, max_fields=fields, max_part_size=BESIDE
    )
    parser.spool_max_size = largest + BESIDE + 1
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):
        raise TooLarge from None
    try:
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
        sent = [(name, value) for name, value in form.items() if isinstance(value, UploadFile) and value.filename]
        return UploadedForm(texts, {name: ((v.filename or "")[:NAME], await v.read()) for name, v in sent})
    finally:
        await form.close()
