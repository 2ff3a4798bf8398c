"""Files at items: what a file is, told by its content and never by its name (附件)."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from knowledge.vocabulary import Labelled

TAIL = 1024
"""Bytes at the end of a file in which its end must stand."""


class FileMedia(Labelled):
    """The kinds of files that are taken: what a phone or a scanner makes."""

    JPEG = "image/jpeg", "JPEG 图片"
    PNG = "image/png", "PNG 图片"
    PDF = "application/pdf", "PDF"

    @property
    def ending(self) -> str:
        """The ending of its name where it is taken away."""
        return ENDINGS[self]


ENDINGS = {FileMedia.JPEG: "jpg", FileMedia.PNG: "png", FileMedia.PDF: "pdf"}
_BEGINNING_AND_END = {
    FileMedia.JPEG: (b"\xff\xd8\xff", b"\xff\xd9"),
    FileMedia.PNG: (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"IEND\xaeB`\x82"),
    FileMedia.PDF: (b"%PDF-", b"%%EOF"),
}
"""How each begins, and what stands near its end: a file that was cut while it was sent is not taken."""


def media_of(content: bytes) -> FileMedia | None:
    """What a file is; None if it is nothing that is taken, or not whole."""
    for media, (begins, ends) in _BEGINNING_AND_END.items():
        if content.startswith(begins) and ends in content[-TAIL:]:
            return media
    return None


@dataclass(frozen=True)
class SentFile:
    """A file as the value of a form field; what stands of it in an event are only kind, size and digest."""

    content: bytes = field(repr=False)

    @cached_property
    def media(self) -> FileMedia | None:
        """What it is."""
        return media_of(self.content)

    @cached_property
    def digest(self) -> str:
        """The hash of its content."""
        return sha256(self.content).hexdigest()

    def __str__(self) -> str:
        """What a request with it is known by."""
        return self.digest
