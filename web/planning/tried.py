"""Changes of the network in an address: parsed, written and worded (改动)."""

from dataclasses import dataclass

from web.parts.asking import Row
from web.parts.words import say, series
from web.planning.scope import Scope, area_names

BETWEEN, AMONG = "~", ";"
"""Between the parts of a change, and between opening hours or services."""
MOST = 12
"""Most changes in one address; the service accepts more."""
STEPS = {
    "CLOSE": "planning.close",
    "OPEN": "planning.open",
    "REHOUR": "planning.rehour",
    "RESIZE": "planning.resize",
    "ADD_SERVICE": "planning.add_service",
    "MOVE_POST": "planning.move_post",
}
FOUND = 8
"""Matches that a choice offers."""


@dataclass(frozen=True, slots=True)
class TriedChange:
    """One change: its kind, what it is about, and the values that its kind needs."""

    step: str
    code: str
    values: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return its form in the address."""
        return BETWEEN.join((self.step, self.code, *self.values))

    def given(self, n: int) -> str:
        """One of its values; empty if it is left out."""
        return self.values[n] if n < len(self.values) else ""

    def input(self, n: int) -> Row:
        """The change as the service takes it; `n` makes the key of a new point."""
        if self.step == "OPEN" and self.values:
            return {"step": "OPEN", "code": f"new-{n + 1}", "point": self._point(n)}
        values: dict[str, Row] = {
            "REHOUR": {"hours": _several(self.given(0))},
            "RESIZE": {"capacity": whole(self.given(0))},
            "ADD_SERVICE": {"service": self.given(0)},
            "MOVE_POST": {"holder": self.given(0) or None},
        }
        return {"step": self.step, "code": self.code, **values.get(self.step, {})}

    def _point(self, n: int) -> Row:
        tier, services, hours, capacity, name = (self.given(i) for i in range(5))
        return {
            "code": f"new-{n + 1}",
            "name": name or say("planning.new_place", n=n + 1),
            "area": self.code,
            "serves": [self.code],
            "tier": tier or None,
            "services": _several(services),
            "hours": _several(hours),
            "capacity": whole(capacity),
        }


def read(text: str) -> TriedChange | None:
    """A change from the address; None if it is none."""
    step, _, rest = text.partition(BETWEEN)
    code, *values = rest.split(BETWEEN)
    return TriedChange(step, code, tuple(values)) if step in STEPS and code else None


def whole(text: str) -> int | None:
    """A whole number, or None."""
    return int(text) if text.strip().isdecimal() else None


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(AMONG) if part.strip()]


async def worded(scope: Scope, tried: TriedChange) -> Row:
    """A change in words, with whether the opening hours of its point are unknown."""
    kind = say(STEPS[tried.step])
    if tried.step == "MOVE_POST":
        holder = say("planning.vacant") if not tried.given(0) else tried.given(0)
        what = say("planning.post_is", post=await _post(scope, tried.code), holder=holder)
        return {"words": say("planning.change_words", step=kind, what=what), "unknown": ""}
    if tried.step == "OPEN" and tried.values:
        what = series(scope.named(c) for c in _several(tried.given(1)))
        name = tried.given(4) or say("planning.new_at", area=(await area_names(scope, {tried.code}))[tried.code])
        words = say("frame.with", words=say("planning.change_words", step=kind, what=name), more=what)
        return {"words": words, "unknown": "" if tried.given(2) else name}
    point = await point_of(scope, tried.code, candidates=tried.step == "OPEN")
    name = point["name"] if point else tried.code
    values = {
        "REHOUR": series(_several(tried.given(0))),
        "RESIZE": say("planning.words_capacity", value=tried.given(0)),
        "ADD_SERVICE": scope.named(tried.given(0)),
    }
    words = say("planning.change_words", step=kind, what=name)
    more = values.get(tried.step, "")
    unknown = point is not None and not point["hoursLabel"] and tried.step != "REHOUR"
    return {"words": say("frame.with", words=words, more=more) if more else words, "unknown": name if unknown else ""}


async def point_of(scope: Scope, code: str, *, candidates: bool = False) -> Row | None:
    """A point of the network by its key."""
    reply = await scope.v.asker.ask("Points", search=code, draft=scope.draft, candidates=candidates, first=FOUND)
    return next((n for n in reply["nodes"] if n["code"] == code), None)


async def posts(scope: Scope) -> dict[str, str]:
    """The posts of the area by key, in words."""
    rows = await scope.v.asker.ask("Posts", area=scope.within, draft=scope.draft)
    return {
        p["code"]: say("planning.post_of", area=r["area"]["name"], kind=p["kindLabel"])
        for r in rows
        for p in r["posts"]
    }


async def _post(scope: Scope, code: str) -> str:
    return (await posts(scope)).get(code, code)
