"""The table of premises: kinds are there, and what a text leaves open says that it is configured."""

from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.siting.hosting import Hosting, hostings, hostings_at


def test_every_kind_is_there(book: Rulebook):
    table = hostings()
    for kind in (*table.kinds(), *(k for s in table.setting for k in (s.sets_up, *s.inside))):
        assert kind in book.kinds, kind
    assert len(set(table.kinds())) == len(table.kinds())


def test_only_what_the_words_name_goes_without_saying_that_it_is_configured(book: Rulebook):
    for s in hostings().setting:
        words = "".join(c.quote for c in s.cite)
        named = all(book.kinds[k].name in words for k in s.inside)
        assert named is (s.configured is None), s
        assert s.configured is None or "工作约定" in s.configured


def test_nothing_is_set_up_inside_what_is_no_premises_nor_inside_itself():
    table = hostings()
    for s in table.setting:
        assert set(s.inside) <= set(table.kinds())
        assert s.sets_up not in s.inside


def test_what_a_text_names_comes_before_what_is_configured():
    first, *_ = hostings().inside("party_service_centre")
    assert (first.sets_up, first.configured) == ("family_education_station", None)


def test_what_counts():
    counts = {h for h in Hosting if h.may}
    assert counts == {Hosting.NAMED, Hosting.SET_UP, Hosting.CONFIGURED, Hosting.DECLARED}


def test_no_plan_of_a_district_makes_premises_of_another():
    here, there = (hostings_at(rulebook().within(a)) for a in ("440104001000", "440106001000"))
    assert here == hostings()
    cited = [*(p.cite[0].clause for p in there.premises), *(s.cite[0].clause for s in there.setting)]
    assert cited
    assert not [c for c in cited if c.startswith("plan:")]
