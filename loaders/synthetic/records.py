"""Evidence that nobody filed: for the demo, from a seed, marked so, with gaps planted (演示台账)."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from graph_model.obligations.evidence import Filed
from knowledge.obligations.standing import Record, Result
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Provenance
from loaders.obligations.rows import evidence_key
from loaders.synthetic.content import content
from loaders.synthetic.network import SEED, SOURCE
from network.obligations.things import area_of, things
from network.snapshot import Network

SHARE = 0.9
"""The share of things that have evidence: about nine in ten."""


def make(network: Network, book: Rulebook, district: str, on: date) -> tuple[Filed, ...]:
    """Evidence for some duties: mostly in time, some overdue, some never, some with an adverse result."""
    chance = Random(SEED + 3)  # noqa: S311  # repeatable data, no secret
    return tuple(f for code in content().evidence for f in _of(network, book, code, district, chance, on))


def _of(network: Network, book: Rulebook, code: str, district: str, chance: Random, on: date) -> Iterator[Filed]:
    o = book.obligations[code]
    components: list[str | None] = [c.code for c in o.components]
    for thing in things(network, book, o, district):
        for component in components or [None]:
            if chance.random() > SHARE:
                continue
            day = on - timedelta(days=chance.choice((5, 20, 40, 70, 100, 250)))
            result = Result.ADVERSE if chance.random() < (1 - SHARE) / 5 else Result.OK
            kind = o.evidence[0]
            key = evidence_key(o.code, thing.key, component, day, kind, result)
            record = Record(key, o.code, component, thing.key, day, day, kind.value, result)
            yield Filed(record, area_of(network, thing.key) or district, "demo", Provenance.SYNTHETIC, SOURCE)
