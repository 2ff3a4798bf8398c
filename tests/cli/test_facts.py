"""Facts on the command line: written by code or by name, listed with how to ask for them."""

from typing import Any

import pytest
from typer.testing import CliRunner

from cli.ask.facts import facts, listed
from cli.main import app
from knowledge.errors import BadInput
from knowledge.situation.facts import FACTS


@pytest.mark.parametrize(
    ("pair", "wanted"),
    [
        ("age=13", {"age": 13}),
        ("pregnant=有", {"pregnant": True}),
        ("怀孕或流产=没有", {"pregnant": False}),
        ("father_state=imprisoned", {"fatherState": "IMPRISONED"}),
        ("父亲状况=服刑在押", {"fatherState": "IMPRISONED"}),
        ("birth_date=2015-03-01", {"birthDate": "2015-03-01"}),
        ("hukou_area=440104001000", {"hukouArea": "440104001000"}),
        ("needs=N05,N07", {"needs": ["N05", "N07"]}),
        ("receiving=", {"receiving": []}),
    ],
)
def test_a_fact_becomes_the_word_of_a_client(pair: str, wanted: dict[str, Any]):
    assert facts([pair]) == wanted


@pytest.mark.parametrize(
    ("pair", "field", "reason"),
    [
        ("colour=red", "fact", "shell.no_such_fact"),
        ("pregnant=秘密", "fact.pregnant", "input.yes_or_no"),
        ("sex=秘密", "fact.sex", "input.not_allowed"),
        ("age=十三", "fact.age", "input.whole_number"),
    ],
)
def test_what_cannot_be_read_is_refused_without_the_value(pair: str, field: str, reason: str):
    with pytest.raises(BadInput) as refused:
        facts([pair])
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert "秘密" not in str(refused.value.message)


def test_the_list_tells_how_to_write_and_how_to_ask():
    assert [code for code, *_ in listed("")] == list(FACTS)
    assert ("age", "周岁", "0–30", FACTS["age"].ask.zh) in list(listed("周岁"))
    assert ("sex", "性别", "female, male", FACTS["sex"].ask.zh) in list(listed("SEX"))


def test_the_command_lists_facts():
    done = CliRunner().invoke(app, ["facts", "行驶证"])
    assert done.exit_code == 1
    done = CliRunner().invoke(app, ["facts", "居住证"], env={"COLUMNS": "200"})
    assert done.exit_code == 0
    assert "permit_since" in done.stdout
