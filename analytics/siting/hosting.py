"""Which needs and services a place may give, on what ground, and why not the others (能不能设在这里)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.coverage.layout import kinds_of, named, services_of
from knowledge.rulebook.book import Rulebook
from knowledge.siting.hosting import Hosting, hostings


@dataclass(frozen=True, slots=True)
class Offer:
    """One need or service at one place, as plain values."""

    code: str
    name: str
    how: str
    """A value of `Hosting`."""
    text: str
    clauses: tuple[str, ...] = ()
    """Clauses by which it may be given there."""

    @property
    def offered(self) -> bool:
        """Whether the place counts for it."""
        return Hosting(self.how).may


def offer(book: Rulebook, kind: str, code: str, declared: Iterable[str] | None = None) -> Offer:
    """Whether a place of a kind may give a need or service.

    The rules name the kinds of body that give it; the table of premises says what may be set up inside what. What
    neither says is not counted: nothing forbids it, and nothing says that it may. `declared` are the services that a
    draft writes of its own candidate: these and no others count.

    Raises:
        BadInput: neither a service nor a need.
    """
    if away := not_at_places(book, code):
        return away
    wanted, own = frozenset(services_of(book, code)), frozenset(declared or ())
    if own and own.isdisjoint(wanted):
        return _offer(book, code, Hosting.UNDECLARED, "草案没有写这里提供")
    found = _by_rule(book, kind, code)
    if own and not found.offered:
        return _offer(book, code, Hosting.DECLARED, f"草案写明提供；规则点名的是{_kinds(book, kinds_of(book, code))}")
    return found


def not_at_places(book: Rulebook, code: str) -> Offer | None:
    """What the rules let nobody give at a place of service: where one applies instead. None for the others."""
    if kinds_of(book, code):
        return None
    asked = dict.fromkeys(a.accept for s in services_of(book, code) for a in book.services[s].apply)
    where = f"：向{_kinds(book, asked)}提出" if asked else ""
    return _offer(book, code, Hosting.OFFICE, f"规则没有点名服务点提供{where}")


def nowhere(book: Rulebook, code: str, refused: Sequence[Offer]) -> Offer:
    """Why none of the candidates may give it, from what each of them was refused for."""
    if away := not_at_places(book, code):
        return away
    if not refused:
        return _offer(book, code, Hosting.NOWHERE, "没有候选场所")
    if {o.how for o in refused} == {Hosting.UNDECLARED}:
        return refused[0]
    named_kinds = _kinds(book, kinds_of(book, code))
    text = f"规则点名的是{named_kinds}；没有条文说可以设在候选的任何一类场所，所以不计"
    return _offer(book, code, Hosting.ELSEWHERE, text)


def hosted(book: Rulebook, code: str) -> bool:
    """Whether some kind of premises may take it on at all."""
    return any(offer(book, kind, code).offered for kind in hostings().kinds())


def _by_rule(book: Rulebook, kind: str, code: str) -> Offer:
    kinds, here = kinds_of(book, code), book.kinds[kind].name if kind in book.kinds else kind
    if kind in kinds:
        giving = (book.services[s] for s in services_of(book, code) if kind in book.services[s].points)
        clauses = tuple(dict.fromkeys(p for s in giving for p in s.plan))
        return _offer(book, code, Hosting.NAMED, f"规则点名{here}提供", clauses)
    for s in hostings().inside(kind):
        if s.sets_up in kinds:
            clauses = tuple(c.clause for c in s.cite)
            said = f"可以在{here}设{book.kinds[s.sets_up].name}（「{s.cite[0].quote}」"
            if s.configured is None:
                return _offer(book, code, Hosting.SET_UP, f"{said}）", clauses)
            return _offer(book, code, Hosting.CONFIGURED, f"{said}；{s.configured}）", clauses)
    return _offer(
        book, code, Hosting.ELSEWHERE, f"规则点名的是{_kinds(book, kinds)}；没有条文说可以设在{here}，所以不计"
    )


def _offer(book: Rulebook, code: str, how: Hosting, text: str, clauses: tuple[str, ...] = ()) -> Offer:
    name = named(book, code)
    return Offer(code, name, how.value, f"“{name}”：{text}", clauses)


def _kinds(book: Rulebook, kinds: Iterable[str]) -> str:
    return "、".join(book.kinds[k].name if k in book.kinds else k for k in kinds)
