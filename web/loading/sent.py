"""A file sent with a form: read within a bound, in memory only (上传)."""

import base64
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

LARGEST = 4 * 2**20
"""The largest file in bytes; the service checks again."""
BESIDE = 64 * 2**10
"""Bytes of a form beside the file."""
NAME = 200
"""Most characters of a file's name."""


class TooLarge(Exception):  # named for the fact, as the domain errors are
    """The form is larger than one with a file may be, or does not tell its size."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The topic that was chosen, and the file in base64; an empty name if there is none."""

    topic: str
    name: str
    content: str = field(repr=False)


async def sent(request: Request) -> Upload:
    """Read the form; nothing of it is ever written to disk, because it may hold records of children.

    Raises:
        TooLarge: Nothing was read, or it is no form with a file.
    """
    size = request.headers.get("content-length", "")
    if not size.isdecimal() or int(size) > LARGEST + BESIDE:
        raise TooLarge
    parser = MultiPartParser(request.headers, request.stream(), max_files=1, max_fields=4, max_part_size=BESIDE)
    parser.spool_max_size = LARGEST + BESIDE + 1
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):
        raise TooLarge from None
    try:
        file, topic = form.get("file"), form.get("topic")
        if not isinstance(file, UploadFile) or not file.filename:
            return Upload(str(topic or ""), "", "")
        return Upload(str(topic or ""), file.filename[:NAME], base64.b64encode(await file.read()).decode())
    finally:
        await form.close()
