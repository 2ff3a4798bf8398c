"""What a worklist costs that asks for everything of its items: each is looked at once, however many fields need it."""

from typing import Any

import pytest

from graph_model.casework.looking import Held, look
from graph_model.graph import Tx
from tests.api.conftest import answered

WORK = """{ work(scope: AREA, first: 5) { nodes {
  code actions { mutation } under { code } siblings { code } raised { code } record { facts { fact } }
  past { code } fields { name } timeline { number } } } }"""


async def test_each_item_of_a_list_is_looked_at_once(ask: Any, monkeypatch: pytest.MonkeyPatch):
    looked = list[str | None]()

    async def counted(tx: Tx, item: str | None, *given: Any, **more: Any) -> Held:
        looked.append(item)
        return await look(tx, item, *given, **more)

    monkeypatch.setattr("api.casework.standing.look", counted)
    found = answered(await ask(WORK, "street"), "work")["nodes"]
    assert len(found) == 5
    assert sorted(str(code) for code in looked) == sorted(n["code"] for n in found)
