"""The directory is public: a mobile number, which is somebody's own, is left out of it, and the office is loaded."""

from pathlib import Path

import pytest

from loaders.tables.keys import holds_phone
from network.entities import Body, ServicePoint
from tests.loaders.reading import FORMS, STREET, read, records

REQUIRED = {
    "bodies": {"类别": "police_station", "名称": "示例派出所", "区划": STREET},
    "points": {"类别": "street_station", "名称": "示例未保站", "区划": STREET},
    "schools": {"学校名称": "示例小学", "学段": "小学", "区划": STREET},
}
OWN = [
    "13800138000",
    "138 0013 8000",
    "李某：138-0013-8000",
    "+86１３８００１３８０００",
    "一三八〇〇一三八〇〇〇",
    "138·0013·8000",
    "幺叁捌零零零零零零零零",
]
MIXED = ["010-00000000、13800138000", "13800138000/010-00000000", "李某；138 0013 8000；010-00000000"]
OFFICE = [
    "010-00000000",
    "020-81380018-8001",
    "值班手机13800138000",
    "24小时热线：138-0013-8000",
    "12345",
    "公务手机 13800138000",
]

NAMED = {
    "联系人：张三 010-00000000": "010-00000000",
    "010-00000000（负责人 张三）": "010-00000000",
    "张老师 010-00000000": "010-00000000",
    "010-00000000，李女士": "010-00000000",
    "联系人：张三": None,
}
"""Contacts with a name, and what of each is public."""


def loaded(tmp_path: Path, topic: str, contact: str) -> tuple[list[str | None], list[tuple[str | None, str]]]:
    row = REQUIRED[topic] | {"联系方式": contact}
    made = read(tmp_path, topic, [list(row), list(row.values())])
    contacts = [r.contact for r in records(made) if isinstance(r, Body | ServicePoint)]
    return contacts, [(r.column, r.reason.code) for r in made.rejected]


def test_every_table_with_a_contact_is_walked():
    with_contact = {t for t, forms in FORMS.items() if any(c.key == "contact" for f in forms for c in f.columns)}
    assert with_contact == REQUIRED.keys()
    assert all(map(holds_phone, OWN))


@pytest.mark.parametrize("beside", "〇零○一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖甲")
def test_a_number_is_seen_beside_any_numeral(beside: str):
    """周三 138…, 张三一三八…: a numeral beside a number is none of its digits."""
    assert all(holds_phone(f"{beside}{own}") and holds_phone(f"{own}{beside}") for own in OWN)


@pytest.mark.parametrize("topic", REQUIRED)
def test_a_number_of_a_person_is_left_out_and_told(tmp_path: Path, topic: str):
    for contact in OWN:
        assert loaded(tmp_path, topic, contact) == ([None], [("contact", "cell.persons_phone")]), contact


@pytest.mark.parametrize("topic", REQUIRED)
def test_the_other_numbers_of_the_cell_stay(tmp_path: Path, topic: str):
    for contact in MIXED:
        assert loaded(tmp_path, topic, contact) == (["010-00000000"], [("contact", "cell.persons_phone")]), contact


@pytest.mark.parametrize("topic", REQUIRED)
def test_a_number_of_the_office_stays(tmp_path: Path, topic: str):
    for contact in OFFICE:
        assert loaded(tmp_path, topic, contact) == ([contact], []), contact


@pytest.mark.parametrize("topic", REQUIRED)
def test_the_name_of_a_person_is_left_out_and_told(tmp_path: Path, topic: str):
    for contact, public in NAMED.items():
        assert loaded(tmp_path, topic, contact) == ([public], [("contact", "cell.persons_name")]), contact


@pytest.mark.parametrize("topic", REQUIRED)
def test_an_office_in_a_contact_is_no_person(tmp_path: Path, topic: str):
    for contact in (
        "联系人：办公室 010-00000000",
        "值班室010-00000000",
        "负责人：未保站，010-00000000",
        "社工站 12345",
    ):
        assert loaded(tmp_path, topic, contact) == ([contact], []), contact
