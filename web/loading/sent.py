"""A file sent with the form of a topic (上传)."""

import base64
from dataclasses import dataclass, field

from fastapi import Request

from web.parts.uploads import uploaded

LARGEST = 4 * 2**20
"""The largest file in bytes; the service checks again."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The topic that was chosen, and the file in base64; an empty name if there is none."""

    topic: str
    name: str
    content: str = field(repr=False)


async def sent(request: Request) -> Upload:
    """Read the form.

    Raises:
        TooLarge: Nothing was read, or it is no form with a file.
    """
    form = await uploaded(request, LARGEST, fields=4)
    topic, (name, content) = form.fields.get("topic", ""), form.files.get("file", ("", b""))
    return Upload(topic, name, base64.b64encode(content).decode() if name else "")
