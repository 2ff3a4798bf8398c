"""The workspace of a district: for whoever loads it, and of her own district only."""

from typing import Any

import pytest

from tests.api.conftest import answered

ASKED = """query($area: String) { workspace(area: $area) { district { code name }
  parts { part state says command page } lists { topic name state expected there absent { name } } } }"""


async def test_the_centre_sees_what_its_district_has_and_lacks(ask: Any):
    found = answered(await ask(ASKED, "centre"), "workspace")
    assert found["district"]["code"] == "440104000000"
    states = {p["part"]: p["state"] for p in found["parts"]}
    assert (states["AREAS"], states["PLAN"], states["ACCOUNTS"]) == ("WHOLE", "WHOLE", "WHOLE")
    assert states["STANDARDS"] == "NONE"
    commands = {p["part"]: p["command"] for p in found["parts"]}
    assert commands["AREAS"] == "tongxin district init 440104"
    assert commands["HOLIDAYS"] is None
    lacking = [x for x in found["lists"] if x["state"] == "MISSING"]
    assert lacking
    assert all(x["absent"] and x["there"] < x["expected"] for x in lacking)
    assert "demo-" not in repr(found), "nobody is named"


@pytest.mark.parametrize("role", [None, "director", "planner", "auditor", "security"])
async def test_others_are_refused(ask: Any, role: str | None):
    refused = answered(await ask(ASKED, role), "workspace")
    assert refused["code"] in {"UNAUTHENTICATED", "FORBIDDEN"}


@pytest.mark.parametrize("area", ["440106000000", "440104001000", "x"])
async def test_what_is_no_district_of_hers_is_not_there(ask: Any, area: str):
    assert answered(await ask(ASKED, "centre", area=area), "workspace")["code"] == "NOT_FOUND"
