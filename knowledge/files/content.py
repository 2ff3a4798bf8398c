"""Files at items: the media type, determined by content and never by name (附件)."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from knowledge.vocabulary import Labelled

TAIL = 1024
"""Bytes at the end of a file that must contain its end mark."""


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
"""First bytes of each media type and its end mark: a file truncated in transit is not accepted."""


def media_of(content: bytes) -> FileMedia | None:
    """Return the media type of a file; None if it is not accepted, or incomplete."""
    for media, (begins, ends) in _BEGINNING_AND_END.items():
        if content.startswith(begins) and ends in content[-TAIL:]:
            return media
    return None


@dataclass(frozen=True)
class SentFile:
    """File as the value of a form field; an event contains only its kind, size and digest."""

    content: bytes = field(repr=False)

    @cached_property
    def media(self) -> FileMedia | None:
        """Return the media type."""
        return media_of(self.content)

    @cached_property
    def digest(self) -> str:
        """The hash of its content."""
        return sha256(self.content).hexdigest()

    def __str__(self) -> str:
        """Return the digest, which identifies a request with the file."""
        return self.digest
