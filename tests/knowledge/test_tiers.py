"""The table of tiers names kinds of body and clauses that exist."""

from knowledge.coverage.tiers import level_of, tiers
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import PostKind, Tier


def test_each_tier_has_one_row_and_each_post_one_tier() -> None:
    rows = list(tiers().values())
    assert [r.tier for r in rows] == list(Tier)
    assert sorted(p for r in rows for p in r.posts) == sorted(PostKind)
    assert [level_of(t).value for t in Tier] == ["district", "street", "community"]


def test_its_codes_are_those_of_the_rules(book: Rulebook) -> None:
    for row in tiers().values():
        assert {row.point, *row.offices} <= set(book.kinds)
        assert [c for c in row.clauses if c not in book.texts.by_clause] == []
