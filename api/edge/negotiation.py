"""The media type of a GraphQL answer, by RFC 9110 section 12.5.1 and the GraphQL-over-HTTP draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
_WIDTH = {"*/*": 0, "application/*": 1}


@dataclass(frozen=True, slots=True)
class _Range:
    """One entry of an Accept header; `position` counts from the end of the header."""

    kind: str
    quality: float
    position: int


def answer_type(accept: str) -> str | None:
    """The media type of the answer, or None if none is acceptable.

    The highest quality wins; at equal quality a named type before a wildcard, then the earlier entry. Without a header,
    and for a wildcard, it is `application/json`, as older clients expect.
    """
    if not accept.strip():
        return JSON
    ranges = list(_ranges(accept))
    best: tuple[float, int, int] = (0.0, 0, 0)
    chosen = None
    for kind in (JSON, RESPONSE_JSON):
        fitting = [r for r in ranges if r.kind in {kind, *_WIDTH}]
        if not fitting:
            continue
        closest = max(fitting, key=lambda r: (_WIDTH.get(r.kind, 2), r.position))
        rank = (closest.quality, _WIDTH.get(closest.kind, 2), closest.position)
        if closest.quality > 0 and rank > best:
            best, chosen = rank, kind
    return chosen


def is_json(content_type: str) -> bool:
    """True if a request body is declared as JSON in UTF-8, which is also the default encoding."""
    kind, parameters = _parse(content_type)
    return kind == JSON and _is_utf8(parameters)


def _ranges(accept: str) -> Iterator[_Range]:
    parts = accept.split(",")
    for index, part in enumerate(parts):
        kind, parameters = _parse(part)
        if kind and _is_utf8(parameters):
            yield _Range(kind, _quality(parameters.get("q", "1")), len(parts) - index)


def _parse(text: str) -> tuple[str, dict[str, str]]:
    """A media type or range in lower case, and its parameters."""
    message = Message()
    message["content-type"] = text.strip().replace("\n", " ").replace("\r", " ")
    (kind, _), *parameters = message.get_params() or [("", "")]
    return kind.strip().lower(), {name.lower(): value.strip() for name, value in parameters}


def _is_utf8(parameters: dict[str, str]) -> bool:
    return parameters.get("charset", "utf-8").lower() in {"utf-8", "utf8"}


def _quality(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0.0 <= value <= 1.0 else 0.0
