"""What a text tells, and what an answer uses of it — as a client asks it."""

import ast
import sys
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest

from api.app import create_app
from api.request.reading import LONGEST, TURN, read_aside
from graph_model.graph import Graph
from knowledge.errors import BadInput
from knowledge.messages.message import language, speaking
from loaders.shipped.load import DEMO_COMMUNITY
from tests.api.conftest import answered

PLACE = {"code": DEMO_COMMUNITY}
TEXT = "女儿12岁，爸爸喝醉酒就打她，手臂上有淤青"
PARTS = """
  danger advice nothing single { code }
  matters { share matter { code } }
  facts { fact label value { code label } most words start end plain counts }
  places { words kind place { code name } }
  speaker { value { code } }
  unused
"""
UNDERSTAND = f"query($text: String!) {{ understand(text: $text) {{ {PARTS} }} }}"
RESPONSIBLE = f"""query($subject: SubjectInput!, $at: PlaceInput!, $situation: SituationInput, $without: [String!]) {{
  responsibility(subject: $subject, at: $at, situation: $situation, without: $without) {{
    matter {{ code }} summary understood {{ {PARTS} }} }} }}"""
REFERRAL = f"""query($at: PlaceInput, $text: String, $situation: SituationInput, $without: [String!], $case: String) {{
  referralOptions(at: $at, text: $text, situation: $situation, without: $without, case: $case) {{
    difficulties {{ code verdict }} understood {{ {PARTS} }} }} }}"""


async def test_words_are_read_beside_the_event_loop_in_the_language_of_who_asks():
    with speaking("en"):
        thread, spoken = await read_aside("text", "字", lambda: (get_ident(), language()))
    assert thread != get_ident()
    assert spoken == "en"
    with pytest.raises(BadInput):
        await read_aside("text", "字" * (LONGEST + 1), get_ident)


async def test_a_service_lets_its_event_loop_go_on_soon_from_its_start_on():
    async with Graph("bolt://127.0.0.1:9", "nobody", "nothing") as nowhere:
        app = create_app(nowhere, None)
        usual = sys.getswitchinterval()
        sys.setswitchinterval(0.005)
        try:
            async with app.router.lifespan_context(app):
                assert sys.getswitchinterval() == pytest.approx(TURN)
        finally:
            sys.setswitchinterval(usual)


def test_nothing_reads_words_in_the_event_loop():
    """What reads words letter by letter is handed to `read_aside`, never called."""
    readers = {"understand", "picked", "Words", "rank", "matters", "acts", "typed"}
    for path in (Path(__file__).parents[2] / "api").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and path.name != "describe.py":
                name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
                assert name not in readers or path.parts[-2:] == ("responsibility", "understood.py"), (
                    path,
                    node.lineno,
                )


async def understood(ask: Any, text: str) -> dict[str, Any]:
    reply = await ask(UNDERSTAND, text=text)
    found: dict[str, Any] = reply["data"]["understand"]
    return found


def values(u: dict[str, Any], flag: str) -> dict[str, str]:
    return {f["fact"]: f["value"]["code"] for f in u["facts"] if f[flag]}


async def test_words_tell_facts_places_and_danger(ask: Any):
    text = f"我是社工，盐运西社区，{TEXT}"
    u = await understood(ask, text)
    assert u["danger"] == "TOLD"
    assert "110" in u["advice"]
    assert values(u, "plain").items() >= {"age": "12", "injury": "true", "offender": "GUARDIAN"}.items()
    assert all(text[f["start"] : f["end"]] == f["words"] for f in u["facts"])
    assert [(p["words"], p["kind"]) for p in u["places"]] == [("盐运西社区", "COMMUNITY")]
    assert u["speaker"]["value"]["code"] == "SOCIAL_WORKER"
    assert not u["nothing"]


async def test_a_community_of_the_network_is_named(ask: Any):
    u = await understood(ask, "三眼井社区有个孩子没人管")
    (place,) = u["places"]
    assert place["place"]["code"] == DEMO_COMMUNITY


async def test_nothing_of_ours_says_where_to_turn(ask: Any):
    u = await understood(ask, "今天天气真好")
    assert u["nothing"]
    assert "12345" in u["advice"]
    refused = answered(await ask(RESPONSIBLE, subject={"text": "今天天气真好"}, at=PLACE), "responsibility")
    assert refused["code"] == "NOT_FOUND"
    assert "12345" in refused["message"]


async def test_a_range_says_so(ask: Any):
    u = await understood(ask, "看样子十三四岁")
    (age,) = (f for f in u["facts"] if f["fact"] == "age")
    assert (age["plain"], age["value"]["code"], age["value"]["label"], age["most"]) == (False, "13", "13–14", 14)


async def test_an_answer_says_which_facts_it_used(ask: Any):
    text = "女儿13岁怀孕了，医院不报"
    found = answered(await ask(RESPONSIBLE, subject={"text": text}, at=PLACE), "responsibility")
    assert found["matter"]["code"] == "M08"
    assert values(found["understood"], "counts").keys() >= {"age", "sex", "pregnant"}
    less = answered(
        await ask(RESPONSIBLE, subject={"text": text}, at=PLACE, situation={"sex": "FEMALE"}, without=["pregnant"]),
        "responsibility",
    )
    used = values(less["understood"], "counts")
    assert "age" in used
    assert not {"pregnant", "sex"} & used.keys()
    assert "pregnant" in values(less["understood"], "plain")


async def test_several_matters_in_danger_call_for_help_first(ask: Any):
    refused = answered(
        await ask(RESPONSIBLE, subject={"text": TEXT + "，妈妈跑了，没人照顾"}, at=PLACE), "responsibility"
    )
    assert "code" in refused or "110" in refused["understood"]["advice"]
    if "code" in refused:
        assert "110" in refused["message"]
        assert len(refused["candidates"]) > 1


async def test_referral_counts_what_is_told(ask: Any):
    without = answered(await ask(REFERRAL, at=PLACE, situation={}), "referralOptions")
    assert without["understood"] is None
    found = answered(await ask(REFERRAL, at=PLACE, text=TEXT), "referralOptions")
    assert values(found["understood"], "counts").keys() >= {"age", "injury", "domesticViolence"}
    assert found["difficulties"] != without["difficulties"]
    given = answered(await ask(REFERRAL, at=PLACE, text=TEXT, situation={"age": 15}), "referralOptions")
    assert "age" not in values(given["understood"], "counts")


async def test_what_cannot_be_is_refused(ask: Any):
    wrong = answered(await ask(RESPONSIBLE, subject={"text": TEXT}, at=PLACE, without=["shoe_size"]), "responsibility")
    assert wrong["code"] == "BAD_USER_INPUT"
    long = await ask(UNDERSTAND, text="打" * 2001)
    assert long["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
