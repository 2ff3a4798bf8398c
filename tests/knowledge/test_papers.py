"""Forms of paper follow from the steps of casework; what is handed over holds only what rows share."""

import pytest

from knowledge.casework.load import table
from knowledge.papers.papers import PaperRow, paper, papers, papers_of, parts
from knowledge.vocabulary import FieldClass


def codes(row: PaperRow, *, handed: bool = False, state: str | None = None) -> list[str]:
    return [f.code for p in parts(row, handed=handed, state=state) for f in p.fields]


@pytest.mark.parametrize("row", papers(), ids=lambda p: p.code)
def test_a_form_has_each_field_once_and_never_who_reported(row: PaperRow):
    kind = table().kinds[row.kind]
    found = codes(row)
    assert len(found) == len(set(found)) > 0
    classes = {f.field_class for f in kind.field if f.code in found}
    assert FieldClass.F8 not in classes
    wanted = {c for p in row.part if p.step and (a := kind.action_of(p.step)) for c in a.needs}
    needed = {f.code for f in kind.field if f.code in wanted and f.field_class is not FieldClass.F8}
    assert needed <= set(found), "whoever types it back has all that is required"
    assert len(row.signs) == len(row.signs_en)


@pytest.mark.parametrize("row", [p for p in papers() if table().kinds[p.kind].addressee], ids=lambda p: p.code)
def test_what_is_handed_over_holds_only_what_rows_share(row: PaperRow):
    kind = table().kinds[row.kind]
    for state in kind.state:
        given = set(codes(row, handed=True, state=state.code))
        assert given <= kind.shared_in(state.code)
        assert not {"note", "spoke_to", "child_view"} & given


def test_contacts_are_on_a_referral_only_once_it_was_accepted():
    row = paper("referral")
    assert row is not None
    assert "contact" not in codes(row, handed=True, state="sent")
    assert "contact" in codes(row, handed=True, state="accepted")
    assert "contact" in codes(row)


def test_the_seven_forms_are_there():
    assert len(papers()) == 7
    assert [p.code for p in papers_of("visit")] == ["visit"]
