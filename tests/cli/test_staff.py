"""`tongxin account`, `team`, `deputy` over the suite's server; the whole path: test_production.py."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from graph_model.graph import Graph
from tests.api.loads import delete
from tests.cli.conftest import Tongxin
from tests.cli.test_main import refused

CASE = "case-demo-0001"
BY = ("--by", "demo-security")
GIVEN = ("--by", "demo-lead", "--reason", "新任")
WHY = ("--approver", "demo-lead", "--reason", "个案承办")


@pytest.fixture(autouse=True)
async def gone(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, "MATCH (a:Account) WHERE a.id STARTS WITH 'shell-' DETACH DELETE a")


def in_days(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011  # the command reads the clock, too


def test_from_an_account_to_a_team_and_a_deputy(tongxin: Tongxin, environment: dict[str, str]):
    def good(*words: str) -> str:
        done = tongxin(environment, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    made = good("account", "add", "shell-1", "--role", "director", "--role", "规划人员", "--area", "三眼井社区", *BY)
    assert "儿童主任、规划人员" in made
    assert "等批准：儿童主任" in made
    refused(tongxin(environment, "account", "approve", "shell-1", "--reason", "新任", *BY), "提出")
    assert "还不能登录" in good("account", "approve", "shell-1", *GIVEN)
    assert "demo-lead 于" in good("account", "list")
    good("account", "add", "shell-2", "--role", "street", "--area", "440104001000", "--subject", "s-2", *BY)
    good("account", "approve", "shell-2", *GIVEN)
    refused(tongxin(environment, "account", "add", "shell-2", "--role", "street", "--area", "440104", *BY), "编号")
    assert "shell-1" in good("team", "assign", CASE, "shell-1", "--part", "承办人", *WHY)
    refused(tongxin(environment, "team", "assign", CASE, "shell-2", "--approver", "shell-2", "--reason", "x"), "自己")
    assert "shell-2 代 shell-1" in good("deputy", "add", "shell-2", "shell-1", "--until", in_days(20), *WHY)
    ended = good("team", "end", CASE, "shell-1", "--by", "demo-lead", "--reason", "调走")
    assert "承办人" in next(line for line in ended.splitlines() if line.startswith("shell-1"))
    assert "停用" in good("account", "suspend", "shell-2", *BY)
    assert "停用" in next(line for line in good("account", "list").splitlines() if line.startswith("shell-2"))
    refused(tongxin(environment, "account", "invite", "shell-2", "--by", "demo-lead"), "停用")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("account", "add", "shell-9", "--role", "teacher", *BY), "没有这个角色"),
        (("account", "add", "shell-9", "--role", "director", "--area", "火星街道", *BY), "area"),
        (("account", "add", "shell-9", "--role", "director", *BY), "辖区"),
        (("account", "add", "shell-9", "--role", "director", "--area", "三眼井社区"), "--by"),
        (("account", "add", "王老师", "--role", "director", "--area", "三眼井社区", *BY), "工号"),
        (("account", "roles", "shell-none", "director", *BY), "shell-none"),
        (("team", "assign", "case-none", "demo-street", *WHY), "case-none"),
        (("team", "assign", CASE, "demo-street", "--part", "boss", *WHY), "worker"),
        (("team", "end", CASE, "shell-none", "--by", "demo-lead", "--reason", "x"), "shell-none"),
    ],
)
def test_what_cannot_be_is_one_line_that_says_what_to_do(
    tongxin: Tongxin, environment: dict[str, str], words: tuple[str, ...], said: str
):
    refused(tongxin(environment, *words), said)
