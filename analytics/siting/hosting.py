"""Needs and services that premises may provide, by which rule, and why not the others (能不能设在这里)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.coverage.layout import kinds_of, name_of, services_of
from knowledge.messages.message import Message, message
from knowledge.rulebook.book import Rulebook
from knowledge.siting.hosting import Hosting, hostings_at


@dataclass(frozen=True, slots=True)
class HostingOffer:
    """Permission to provide one need or service at one place, as plain values."""

    code: str
    name: str
    how: str
    """The value of a `Hosting`."""
    says: Message
    clauses: tuple[str, ...] = ()
    """Clauses that allow it."""

    @property
    def text(self) -> str:
        """Return the reason, in the language of the current answer."""
        return str(self.says)

    @property
    def offered(self) -> bool:
        """True if the need or service may be provided there."""
        return Hosting(self.how).may


def offer(book: Rulebook, kind: str, code: str, declared: Iterable[str] | None = None) -> HostingOffer:
    """Decide if premises of a kind may provide a need or service.

    Two sources allow it: the rules name the kinds of body that provide it, and the table of premises lists services
    for each kind of premises. Services in neither source do not count, although nothing forbids them.

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
        return _offer(book, code, Hosting.UNDECLARED, message("hosting.undeclared"))
    by_rule = _by_rule(book, kind, code)
    if own and not by_rule.offered:
        named = _kinds(book, kinds_of(book, code))
        return _offer(book, code, Hosting.DECLARED, message("hosting.declared", kinds=named))
    return by_rule


def only_at_offices(book: Rulebook, code: str) -> HostingOffer | None:
    """For a need or service that no rule assigns to service points: where to apply instead. Otherwise None."""
    if kinds_of(book, code):
        return None
    offices = dict.fromkeys(a.accept for s in services_of(book, code) for a in book.services[s].apply)
    says = message("hosting.office_at", kinds=_kinds(book, offices)) if offices else message("hosting.office")
    return _offer(book, code, Hosting.OFFICE, says)


def nowhere(book: Rulebook, code: str, refused: Sequence[HostingOffer]) -> HostingOffer:
    """Return why no candidate may provide it, summarised from the refusals of the candidates."""
    if at_office := only_at_offices(book, code):
        return at_office
    if not refused:
        return _offer(book, code, Hosting.NOWHERE, message("hosting.nowhere"))
    if {o.how for o in refused} == {Hosting.UNDECLARED}:
        return refused[0]
    says = message("hosting.no_candidate", kinds=_kinds(book, kinds_of(book, code)))
    return _offer(book, code, Hosting.ELSEWHERE, says)


def can_be_hosted(book: Rulebook, code: str) -> bool:
    """True if some kind of premises may provide a need or service."""
    return any(offer(book, kind, code).offered for kind in hostings_at(book).kinds())


def _by_rule(book: Rulebook, kind: str, code: str) -> HostingOffer:
    kinds, here = kinds_of(book, code), book.kinds[kind].name if kind in book.kinds else kind
    if kind in kinds:
        giving = (book.services[s] for s in services_of(book, code) if kind in book.services[s].points)
        clauses = tuple(dict.fromkeys(p for s in giving for p in s.plan if p in book.texts.by_clause))
        return _offer(book, code, Hosting.NAMED, message("hosting.named", here=here), clauses)
    for s in hostings_at(book).inside(kind):
        if s.sets_up in kinds:
            clauses = tuple(c.clause for c in s.cite)
            allowed = {"here": here, "kind": book.kinds[s.sets_up].name, "quote": s.cite[0].quote}
            if s.configured is None:
                return _offer(book, code, Hosting.SET_UP, message("hosting.set_up", **allowed), clauses)
            says = message("hosting.configured", **allowed, configured=s.configured)
            return _offer(book, code, Hosting.CONFIGURED, says, clauses)
    says = message("hosting.elsewhere", kinds=_kinds(book, kinds), here=here)
    return _offer(book, code, Hosting.ELSEWHERE, says)


def _offer(book: Rulebook, code: str, how: Hosting, says: Message, clauses: tuple[str, ...] = ()) -> HostingOffer:
    name = name_of(book, code)
    return HostingOffer(code, name, how.value, message("hosting.offer", name=name, says=says), clauses)


def _kinds(book: Rulebook, kinds: Iterable[str]) -> tuple[str, ...]:
    return tuple(book.kinds[k].name if k in book.kinds else k for k in kinds)
