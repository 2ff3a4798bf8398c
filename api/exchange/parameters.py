"""The parameters of a request to `/hsds`, or what is wrong with them (查询参数)."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from api.edge.request import RequestRefusal
from knowledge.messages.message import Message, message
from network.exchange.pages import MOST, MOST_MINIMAL, USUAL, ListQuery

LONGEST = 200
"""Most characters of a parameter."""
IDS = ("organization_id", "taxonomy_term_id", "taxonomy_id", "parent_id")
NOT_OFFERED = ("postcode", "proximity", "full_service")
"""Parameters of the form that are refused: an answer that ignores them would be a wrong one."""
PAGES = 10**9


def asked(given: Mapping[str, str]) -> ListQuery:
    """Return the filters of a request for a list; parameters that the form lacks are ignored.

    Raises:
        RequestRefusal: 400, a value cannot be used.
    """
    for name, value in given.items():
        if len(value) > LONGEST:
            raise _bad(message("hsds.too_long", name=_known(name), most=LONGEST))
        if name in NOT_OFFERED:
            raise _bad(message("hsds.not_offered", name=name))
    if given.get("format", "json") != "json":
        raise _bad(message("hsds.allowed", name="format", allowed=("json",)))
    _moment(given.get("modified_after"))
    minimal = _flag(given, "minimal")
    return ListQuery(
        page=_number(given, "page", 1, PAGES),
        per_page=_number(given, "per_page", USUAL, MOST_MINIMAL if minimal else MOST),
        search=given.get("search", "").strip(),
        full=_flag(given, "full"),
        minimal=minimal,
        strict=_flag(given, "strict"),
        top_only=_flag(given, "top_only"),
        by={name: given[name] for name in IDS if given.get(name)},
    )


def strict(given: Mapping[str, str]) -> bool:
    """True if the fields that are ours are to be left out.

    Raises:
        RequestRefusal: 400, it is neither true nor false.
    """
    return _flag(given, "strict")


def _known(name: str) -> str:
    """The name of a parameter; one that is not ours may be anything and is not repeated."""
    return name if name in {"search", "page", "per_page", "format", "modified_after", *IDS} else "?"


def _number(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = given.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(PAGES)) and 1 <= int(text) <= most):
        raise _bad(message("hsds.number", name=name, most=most))
    return int(text)


def _flag(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "").lower()
    if text not in {"", "true", "false"}:
        raise _bad(message("hsds.allowed", name=name, allowed=("true", "false")))
    return text == "true"


def _moment(text: str | None) -> None:
    """Check `modified_after`; a mirror is given all rows, as it is not recorded when one was last changed."""
    try:
        if text:
            datetime.fromisoformat(text)
    except ValueError:
        raise _bad(message("hsds.moment", name="modified_after")) from None


def _bad(problem: Message) -> RequestRefusal:
    return RequestRefusal(HTTPStatus.BAD_REQUEST, problem)
