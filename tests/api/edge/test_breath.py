"""A long answer lets others in between, and says the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.edge import breath
from graph_model import breath as rows

LONG = "{ child { children(first: 200) { name child { children(first: 3) { name } } } } }"


@asynccontextmanager
async def turns() -> AsyncIterator[list[int]]:
    """How many turns of the event loop somebody else has meanwhile."""
    counted = [0]

    async def count() -> None:
        while True:
            await asyncio.sleep(0)
            counted[0] += 1

    task = asyncio.create_task(count())
    yield counted
    task.cancel()


async def test_others_get_a_turn_between_the_rows_of_a_long_answer(service: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(breath, "HELD", 3600)
    async with turns() as none:
        whole = await service.schema.execute(LONG)
    monkeypatch.setattr(breath, "HELD", 0)
    async with turns() as many:
        same = await service.schema.execute(LONG)
    assert many[0] >= 200 > none[0]
    assert same.data == whole.data
    assert not same.errors


FIELDS = st.recursive(
    st.sampled_from(["name", "nope: name"]),
    lambda inner: st.lists(
        st.tuples(st.sampled_from(["child", "children(first: 2)", "children(first: 0)"]), inner), min_size=1, max_size=2
    ).map(lambda fields: " ".join(f"a{n}: {f} {{ {below} }}" for n, (f, below) in enumerate(fields))),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FIELDS)
async def test_the_answer_is_the_same_however_often_it_stops(service: Any, fields: str):
    answers = []
    for held in (3600, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(breath, "HELD", held)
            found = await service.schema.execute(f"{{ child {{ {fields} }} }}")
        answers.append((found.data, [e.path for e in found.errors or ()]))
    assert answers[0] == answers[1]


async def test_an_error_in_a_later_item_is_at_its_place(service: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(breath, "HELD", 0)
    found = await service.schema.execute("{ child { children(first: 3) { name fails } } }")
    assert [e.path for e in found.errors or ()] == [["child", "children", n, "fails"] for n in range(3)]
    assert [c["fails"] for c in found.data["child"]["children"]] == [None] * 3


async def test_rows_are_read_by_turns(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rows, "HELD", 0)
    async with turns() as counted:
        assert [n async for n in rows.by_turns(range(50))] == list(range(50))
    assert counted[0] >= 49
