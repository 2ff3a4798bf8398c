"""A closed fold names its lines by their subjects, none cut in the middle (折叠的一行)."""

from network.sheet.model import Fold, FoldKind, FoldLine
from network.sheet.text import text
from tests.scenarios.sheets import FILES, sheets
from tests.support.walks import every


@every("file", FILES)
def test_the_closed_line_names_whole_subjects(file: str):
    for name, s in sheets(file):
        page = text(s)
        for fold in s.folds:
            wholes = [line.text for line in fold.lines]
            assert fold.summary in page, name
            assert all(any(whole.startswith(subject) for whole in wholes) for subject in fold.subjects), (name, fold)
            assert len(fold.subjects) == 1 or sum(map(len, fold.subjects)) <= fold.room, (name, fold)
            shortest = len({line.subject for line in fold.lines}) == len(fold.subjects)
            assert shortest or fold.summary.endswith("等"), (name, fold)


def test_the_subject_is_the_case_or_the_act():
    lines = tuple(
        map(FoldLine, ("抚养费：孩子可以起诉要", "孩子说不想见、害怕：听孩子说、记原话", "医疗救助（街道办事处）"))
    )
    assert Fold(FoldKind.NEXT, lines).summary == "抚养费；孩子说不想见、害怕；医疗救助"
