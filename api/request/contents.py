"""The content of a file as GraphQL carries it (文件内容)."""

import base64
import binascii


def decoded(text: str) -> bytes | None:
    """The bytes that base64 stands for; None if it is none."""
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, UnicodeError):
        return None
