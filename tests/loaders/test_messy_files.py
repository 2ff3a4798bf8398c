"""Files as people make them: each template in 200 messy variants is taken as meant, or refused with line and reason."""

import csv
import io
from collections.abc import Callable
from operator import itemgetter
from random import Random

import pytest

from graph_model.jobs.loading import SourceFile
from knowledge.errors import BadInput
from knowledge.rulebook.load import rulebook
from loaders.directory.known import Known
from loaders.directory.prepare import gather
from loaders.tables.tables import read_table
from tests.loaders.reading import AREAS, FORMS, TEMPLATES, records

VARIANTS = 200
KNOWN = Known("来源.csv", AREAS, rulebook().kinds, matters=rulebook().matters, services=rulebook().services)
FILES = [(topic, f"{topic}.csv") for topic in FORMS] + [("segments", "segments_official.csv")]
Rows = list[list[str]]
Change = Callable[[Random, Rows], Rows]
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


def _title(chance: Random, rows: Rows) -> Rows:
    return [[chance.choice(["一览表", "附件1", "填报单位：示例街道"])], *rows]


def _numbered(_: Random, rows: Rows) -> Rows:
    return [["序号", *rows[0]], *([str(n) if any(row) else "", *row] for n, row in enumerate(rows[1:], 1))]


def _shuffled(chance: Random, rows: Rows) -> Rows:
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    return [[row[i] for i in order] for row in rows]


def _further(_: Random, rows: Rows) -> Rows:
    return [[*rows[0], "备注"], *([*row, "无" if any(row) else ""] for row in rows[1:])]


def _blank(chance: Random, rows: Rows) -> Rows:
    at = chance.randint(1, len(rows))
    return [*rows[:at], [""] * len(rows[0]), *rows[at:]]


def _twice(chance: Random, rows: Rows) -> Rows:
    return [*rows, chance.choice(rows[1:])]


def _moved(chance: Random, rows: Rows) -> Rows:
    return [rows[0], *chance.sample(rows[1:], len(rows) - 1)]


def _each(change: Callable[[Random, str], str]) -> Change:
    """The same done to some cells under the header."""
    return lambda chance, rows: [
        rows[0], *([change(chance, c) if c and chance.random() < 0.3 else c for c in row] for row in rows[1:])
    ]  # fmt: skip


KEEPING: tuple[Change, ...] = (
    _each(lambda chance, c: chance.choice([" {}", "{} ", "\u3000{}", "{}\t", "\ufeff{}", "\u200b{}"]).format(c)),
    _each(lambda _, c: f"'{c}" if c.isdecimal() else c),
    _each(lambda _, c: f'="{c}"' if c.isdecimal() else c),
    _each(lambda _, c: c.translate(WIDE) if c.isdecimal() else c),
    _twice,
    _moved,
    _numbered,
    _further,
    _shuffled,
    _blank,
    _title,
)
"""What changes no meaning, in the order in which it is done: a title comes last."""
WRONG = ("4.40104E+11", "#N/A", "#REF!", "待定", "2099-13-45", "甲" * 4000, "999999999999", "=1+1", "不知道", "-5")
DAMAGING: tuple[Change, ...] = (
    _each(lambda chance, _: chance.choice(WRONG)),
    _each(lambda _, _c: ""),
    lambda _, rows: [rows[0], *([*row, "多出的"] for row in rows[1:])],
    *KEEPING,
)
"""What may make a row another one, or none."""


def template(name: str) -> Rows:
    return list(csv.reader(io.StringIO((TEMPLATES / name).read_text("utf-8-sig"))))


def written(chance: Random, rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=chance.choice(",;\t")).writerows(rows)
    text = out.getvalue()
    wide = "".join(c for c in text if c not in "\ufeff\u200b")
    encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
    return (wide if encoding == "gb18030" else text).encode(encoding)


def read(topic: str, content: bytes) -> tuple[set[object], list[str]]:
    """The records, and what is wrong with each refused line."""
    forms = FORMS[topic]
    table = read_table(SourceFile("来源.csv", content), *(f.columns for f in forms))
    made = gather(forms[table.form], table.rows, KNOWN)
    assert all(r.line > 1 and str(r.reason) for r in made.rejected), made.rejected
    return set(records(made)), [str(r.reason) for r in made.rejected]


@pytest.mark.parametrize(("topic", "name"), FILES)
def test_what_changes_no_meaning_changes_no_record(topic: str, name: str):
    meant, refused = read(topic, (TEMPLATES / name).read_bytes())
    assert meant
    assert not refused
    for seed in range(VARIANTS // 2):
        chance = Random(f"{name}{seed}")  # noqa: S311  # repeatable data, no secret
        rows = template(name)
        for _, change in sorted(chance.sample(list(enumerate(KEEPING)), 3), key=itemgetter(0)):
            rows = change(chance, rows)
        assert read(topic, written(chance, rows)) == (meant, []), (seed, rows)


@pytest.mark.parametrize(("topic", "name"), FILES)
def test_what_is_damaged_is_refused_or_read_as_it_stands(topic: str, name: str):
    """A line is taken as it stands, or told with what is wrong; an error of a spreadsheet is never a value."""
    for seed in range(VARIANTS // 2):
        chance = Random(f"{name}{seed}!")  # noqa: S311  # as above
        rows = template(name)
        for _, change in sorted(chance.sample(list(enumerate(DAMAGING)), 2), key=itemgetter(0)):
            rows = change(chance, rows)
        try:
            made, refused = read(topic, written(chance, rows))
        except BadInput:  # the file as a whole, by its message
            continue
        lines = [row for row in rows[1:] if any(c.strip() for c in row)]
        assert made or refused or not lines, (seed, rows)
        text = " ".join(map(repr, made))
        assert not [w for w in ("#N/A", "#REF!") if w in text], (seed, rows)
