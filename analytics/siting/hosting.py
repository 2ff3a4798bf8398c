"""Which needs and services may be provided at premises, by which rule, and why not the others (能不能设在这里)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.coverage.layout import kinds_of, name_of, services_of
from knowledge.rulebook.book import Rulebook
from knowledge.siting.hosting import Hosting, hostings_at


@dataclass(frozen=True, slots=True)
class HostingOffer:
    """Whether one need or service may be provided at one place, as plain values."""

    code: str
    name: str
    how: str
    """The value of a `Hosting`."""
    text: str
    clauses: tuple[str, ...] = ()
    """Clauses that allow it."""

    @property
    def offered(self) -> bool:
        """Whether the need or service may be provided there."""
        return Hosting(self.how).may


def offer(book: Rulebook, kind: str, code: str, declared: Iterable[str] | None = None) -> HostingOffer:
    """Whether premises of a kind may provide a need or service.

    Two sources allow it: the rules name the kinds of body that provide it, and the table of premises says what may be
    set up inside what. What neither source mentions does not count, although nothing forbids it.

    Args:
        book: The rules of the place (`Rulebook.within`): texts of other territories allow nothing there.
        kind: Kind of body of the premises.
        code: Code of the need or service.
        declared: Services that a draft declares for its own candidate; then only these count.

    Raises:
        BadInput: The code is neither a service nor a need.
    """
    if at_office := only_at_offices(book, code):
        return at_office
    wanted, own = frozenset(services_of(book, code)), frozenset(declared or ())
    if own and own.isdisjoint(wanted):
        return _offer(book, code, Hosting.UNDECLARED, "草案没有写这里提供")
    by_rule = _by_rule(book, kind, code)
    if own and not by_rule.offered:
        return _offer(book, code, Hosting.DECLARED, f"草案写明提供；规则点名的是{_kinds(book, kinds_of(book, code))}")
    return by_rule


def only_at_offices(book: Rulebook, code: str) -> HostingOffer | None:
    """For a need or service that no rule assigns to service points: where to apply instead. Otherwise None."""
    if kinds_of(book, code):
        return None
    offices = dict.fromkeys(a.accept for s in services_of(book, code) for a in book.services[s].apply)
    where = f"：向{_kinds(book, offices)}提出" if offices else ""
    return _offer(book, code, Hosting.OFFICE, f"规则没有点名服务点提供{where}")


def nowhere(book: Rulebook, code: str, refused: Sequence[HostingOffer]) -> HostingOffer:
    """Why no candidate may provide it, summarised from the refusals of the candidates."""
    if at_office := only_at_offices(book, code):
        return at_office
    if not refused:
        return _offer(book, code, Hosting.NOWHERE, "没有候选场所")
    if {o.how for o in refused} == {Hosting.UNDECLARED}:
        return refused[0]
    named_kinds = _kinds(book, kinds_of(book, code))
    text = f"规则点名的是{named_kinds}；没有条文说可以设在候选的任何一类场所，所以不计"
    return _offer(book, code, Hosting.ELSEWHERE, text)


def can_be_hosted(book: Rulebook, code: str) -> bool:
    """Whether some kind of premises may provide a need or service."""
    return any(offer(book, kind, code).offered for kind in hostings_at(book).kinds())


def _by_rule(book: Rulebook, kind: str, code: str) -> HostingOffer:
    kinds, here = kinds_of(book, code), book.kinds[kind].name if kind in book.kinds else kind
    if kind in kinds:
        giving = (book.services[s] for s in services_of(book, code) if kind in book.services[s].points)
        clauses = tuple(dict.fromkeys(p for s in giving for p in s.plan if p in book.texts.by_clause))
        return _offer(book, code, Hosting.NAMED, f"规则点名{here}提供", clauses)
    for s in hostings_at(book).inside(kind):
        if s.sets_up in kinds:
            clauses = tuple(c.clause for c in s.cite)
            allowed = f"可以在{here}设{book.kinds[s.sets_up].name}（「{s.cite[0].quote}」"
            if s.configured is None:
                return _offer(book, code, Hosting.SET_UP, f"{allowed}）", clauses)
            return _offer(book, code, Hosting.CONFIGURED, f"{allowed}；{s.configured}）", clauses)
    return _offer(
        book, code, Hosting.ELSEWHERE, f"规则点名的是{_kinds(book, kinds)}；没有条文说可以设在{here}，所以不计"
    )


def _offer(book: Rulebook, code: str, how: Hosting, text: str, clauses: tuple[str, ...] = ()) -> HostingOffer:
    name = name_of(book, code)
    return HostingOffer(code, name, how.value, f"“{name}”：{text}", clauses)


def _kinds(book: Rulebook, kinds: Iterable[str]) -> str:
    return "、".join(book.kinds[k].name if k in book.kinds else k for k in kinds)
