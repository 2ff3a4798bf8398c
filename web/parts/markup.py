"""Escaped HTML for large tables, trees and drawings, which are sent as one piece (标记)."""

from markupsafe import Markup, escape

__all__ = ["Markup", "el", "joined"]


def el(name: str, /, *inside: str | None, **attributes: object) -> Markup:
    """An element; `class_` becomes `class`, `aria_label` becomes `aria-label`; None omits an attribute or child."""
    attributes_text = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{attributes_text}>{joined(*inside)}</{name}>")  # noqa: S704  # its parts are escaped above


def joined(*inside: str | None) -> Markup:
    """Several pieces as one; a string that is no markup is escaped."""
    return Markup("").join(i for i in inside if i is not None)
