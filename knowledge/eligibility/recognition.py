"""A status that can be applied for: not to have it yet is no refusal (先申请认定)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from knowledge.derivation.derived import Facts
from knowledge.messages.message import message
from knowledge.rows.referral import Apply, Service
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Verdict


@dataclass(frozen=True)
class Recognition:
    """A status to apply for first, by one of several services."""

    facts: Facts
    fact: str
    services: tuple[Service, ...]

    @cached_property
    def route(self) -> Apply | None:
        """Return where to apply; the services of one status take applications at the same place."""
        rows = self.facts.holding(self.services[0].apply)
        return rows[0] if rows else None

    @property
    def text(self) -> str:
        """Return the sentence that names the application to make and its place."""
        names = tuple(s.name for s in self.services)
        where = self.route.text if self.route else ""
        code = "eligibility.first" if len(self.services) == 1 else "eligibility.first_of"
        return str(message(code, names=names, where=where))


def recognitions(facts: Facts, service: Service) -> tuple[Recognition, ...]:
    """Return the statuses to apply for first so that a service is no longer refused; empty if none would help.

    As few applications as possible. Among several ways to one status, those that known facts support, if any.
    """
    open_ = _open(facts, service)
    for number in range(1, len(open_) + 1):
        helpful = [c for c in _combinations(open_, number) if _helps(facts, service, c)]
        if helpful:
            return tuple(_recognition(facts, fact, helpful, open_) for fact in open_ if any(fact in c for c in helpful))
    return ()


Grants = Mapping[str, Mapping[str, tuple[Any, Service]]]
"""By fact and service: the value that the service grants."""


def _asked(book: Rulebook, service: Service) -> frozenset[str]:
    if service.code not in book.asked:
        book.asked[service.code] = _statuses(book, service)
    return book.asked[service.code]


def _statuses(book: Rulebook, service: Service) -> frozenset[str]:
    """The statuses that a service asks for, itself or as a derived fact.

    A type of difficulty or a need asks how the child is, not what it was recognised as.
    """
    seen: set[str] = set()
    pending = [w for r in service.requirement for w in r.way]
    while pending:
        facts = {a.fact for a in pending.pop().when.atoms} - seen
        seen |= facts
        pending += [w for f in facts if f.startswith("is_") for w in book.concepts[f].way]
    return frozenset(seen & {fact for s in book.granting for fact in s.grants})


def _open(facts: Facts, service: Service) -> Grants:
    """Statuses that are known to be lacking, with the services that grant them and are not refused."""
    grants: dict[str, dict[str, tuple[Any, Service]]] = {}
    asked = _asked(facts.book, service)
    for granting in facts.book.granting:
        for fact, value in granting.grants.items():
            lacking = fact in asked and facts.known.get(fact) not in (None, value)
            if lacking and granting.code != service.code and facts.qualifies(granting) is not Verdict.NO:
                grants.setdefault(fact, {})[granting.code] = value, granting
    return grants


def _combinations(grants: Grants, number: int) -> Iterator[Mapping[str, str]]:
    """The choices of one service each for some facts."""
    for choice in product(*([None, *of] for of in grants.values())):
        chosen = {fact: code for fact, code in zip(grants, choice, strict=True) if code}
        if len(chosen) == number:
            yield chosen


def _helps(facts: Facts, service: Service, chosen: Mapping[str, str]) -> bool:
    for fact, code in chosen.items():
        facts = facts.also(fact, facts.book.services[code].grants[fact])
    return facts.qualifies(service) is not Verdict.NO


def _recognition(facts: Facts, fact: str, helpful: list[Mapping[str, str]], grants: Grants) -> Recognition:
    of = [s for code, (_, s) in grants[fact].items() if any(c.get(fact) == code for c in helpful)]
    likely = [s for s in of if _supported(facts, fact, s)]
    return Recognition(facts, fact, tuple(likely or of))


def _supported(facts: Facts, status: str, service: Service) -> bool:
    """True if a fact that a requirement always needs is known to be true; the status itself does not count."""
    for requirement in service.requirement:
        if not requirement.in_force(facts.on):
            continue
        rows = facts.rules.rows(requirement.way).rows
        ways = [{a.fact: a for a in r.when.atoms} for r in rows]
        without = [w for w in ways if status not in w]
        common = set.intersection(*map(set, without)) - facts.book.background if without else set()
        if any(w[fact].holds(facts) is Verdict.YES for w in without for fact in common):
            return True
    return False
