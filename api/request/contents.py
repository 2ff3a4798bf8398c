"""Content of a file in GraphQL (文件内容)."""

import base64
import binascii


def decoded(text: str) -> bytes | None:
    """Return the bytes of a base64 text; None if it is none."""
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, UnicodeError):
        return None
