"""The first-run path of production, as docs/production.md tells it: from an empty database to the first case.

It has a server of its own. In `make check` stand tests/cli/test_staff.py (the commands), tests/cli/test_environment.py
(the marks of a database), tests/api/test_invitation.py (the codes) and tests/graph_model/test_staff.py (the rights).
"""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from api.access.tokens import verifier
from api.app import create_app
from api.edge.deadline import Times
from api.settings import Settings
from graph_model import engine
from graph_model.graph import Graph
from tests.cli.conftest import Tongxin
from tests.cli.test_main import refused

ISSUER = "https://issuer.example"
COMMUNITY, OTHER = "440104001007", "440104003104"
ACCOUNTS = f"""账户,角色,辖区,登录标识,停用日期
s2031,儿童主任,{COMMUNITY},sub-one,
s2032,director,{OTHER},,2099-12-31
l0007,街道（儿童督导员/站长）;规划人员,440104001000,sub-lead,
x9999,安全管理员;规划人员,440104001000,sub-x,
"""
CHILD = f"档案编号,社区,出生日期,户籍,父亲状况,父亲状况起始日\nS-1,{COMMUNITY},2015-03-01,本区,服刑在押,2025-03-01\n"
TEAMS = "个案,账户,分工,批准人,理由\ncase-S-1,s2031,承办人,l0007,个案承办\ncase-S-1,s2032,成员,s2032,自己批\n"
ADVICE = """query($case: String!) {
  referralOptions(case: $case, atTime: "2026-11-23T10:00:00+08:00") { case { read withheld onTeam } } }"""


KNOWN = {f.alias for f in Settings.model_fields.values()}


class Issuer:
    """An issuer with a key of its own and a JWKS file, as a district has one."""

    def __init__(self, folder: Path) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": "k1"})
        self.jwks = folder / "jwks.json"
        self.jwks.write_text(json.dumps(KeySet([self.key]).as_dict(private=False)), "utf-8")

    def token(self, subject: str) -> str:
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": "tongxin", "sub": subject, "iat": now, "exp": now + 3600}
        return str(jwt.encode({"alg": "ES256", "kid": "k1"}, claims, self.key, algorithms=["ES256"]))


@asynccontextmanager
async def service(home: Path, environment: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    """The service over the database of a home, with the settings of an environment."""
    found = engine.ensure(home / "neo4j", progress=engine.Silent())
    settings = Settings.model_validate({k: v for k, v in environment.items() if k in KNOWN})
    times = Times(60, 600, 600)
    async with Graph(found.uri, found.user, found.password) as graph:
        app = create_app(graph, verifier(settings), keys=settings.key_folder, audit=settings.audit_folder, times=times)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
            yield client
        app.state.service.close()


async def advice(client: httpx.AsyncClient, token: str) -> tuple[int, Any]:
    """What somebody may read of the case: the classes, or the code of the refusal."""
    body = {"query": ADVICE, "variables": {"case": "case-S-1"}}
    reply = await client.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})
    answer = reply.json()
    if "errors" in answer:
        return reply.status_code, answer["errors"][0]["extensions"]["code"]
    return reply.status_code, answer["data"]["referralOptions"]["case"]


@pytest.mark.long
async def test_from_an_empty_database_to_the_first_case(tongxin: Tongxin, environment: dict[str, str], tmp_path: Path):
    home, issuer = tmp_path / "home", Issuer(tmp_path)
    own = {k: v for k, v in environment.items() if not k.startswith(("NEO4J_", "TONGXIN_"))}
    own |= {"TONGXIN_LANG": "zh", "TONGXIN_ENV": "production", "TONGXIN_HOME": str(home)}
    own |= {"TONGXIN_ISSUER": ISSUER, "TONGXIN_JWKS": str(issuer.jwks)}

    def good(*words: str) -> str:
        done = tongxin(own, *words)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    try:
        good("load", "district")
        refused(tongxin(own, "account", "add", "s2031", "--role", "director", "--area", COMMUNITY), "安全管理员")
        good("account", "add", "a0001", "--role", "security", "--subject", "sub-admin")
        refused(tongxin(own, "account", "add", "s1", "--role", "director", "--area", COMMUNITY), "--by")
        refused(tongxin(own, "load", "demo"), "TONGXIN_ENV")
        refused(tongxin(own | {"TONGXIN_ENV": "development"}, "load", "demo"), "正式环境")
        await files(tongxin, own, tmp_path, good)
        approvals(tongxin, own, good)
        await the_worker_reads_it_and_another_does_not(tongxin, home, own, issuer, good)
        await an_invitation_binds_whoever_signs_in(home, own, issuer, good)
        assert "没有被改动" in good("audit", "verify")
        lines = good("audit", "who-saw", "case-S-1").splitlines()
        assert {"s2031", "director"} <= {word for line in lines for word in line.split()}
        exported = tmp_path / "lines.jsonl"
        good("audit", "export", str(exported))
        commands = {json.loads(line)["what"][0] for line in exported.read_text("utf-8").splitlines()}
        told = ("account add a0001", "account load", "account approve l0007", "team assign s2031 worker")
        for what in (*told, "account suspend s2031"):
            assert any(c.startswith(what) for c in commands), what
    finally:
        tongxin(own, "down")


async def files(tongxin: Tongxin, own: dict[str, str], tmp_path: Path, good: Any) -> None:
    """A preview writes nothing, a load writes the good rows, and the same file again changes nothing."""
    accounts = tmp_path / "账户.csv"
    accounts.write_text(ACCOUNTS, "utf-8")
    preview = tongxin(own, "account", "load", str(accounts), "--by", "a0001", "--preview")
    assert preview.returncode == 2
    assert "第5行" in preview.stdout
    assert "l0007" not in good("account", "list")
    for _ in range(2):
        done = tongxin(own, "account", "load", str(accounts), "--by", "a0001")
        assert done.returncode == 2, done.stderr
    assert "已在册 3 行" in done.stdout
    listed = good("account", "list")
    assert "l0007" in listed
    assert "x9999" not in listed
    assert "等批准" in next(line for line in listed.splitlines() if line.startswith("s2032"))
    children = tmp_path / "档案.csv"
    children.write_text(CHILD, "utf-8")
    good("load", "children", str(children))


def approvals(tongxin: Tongxin, own: dict[str, str], good: Any) -> None:
    """Who reads children works once somebody else has approved it; only the first in a place needs nobody."""
    why = ("--reason", "新任")
    assert good("account", "list").count("等批准") >= 3, "also of her who is a planner besides"
    refused(tongxin(own, "account", "approve", "s2031", "--by", "a0001", *why), "提出")
    good("account", "approve", "l0007", "--reason", "首任负责人")
    refused(tongxin(own, "account", "approve", "s2031", *why), "审批查阅")
    refused(tongxin(own, "account", "approve", "s2032", "--by", "l0007", *why), "辖区")
    good("account", "approve", "s2031", "--by", "l0007", *why)
    good("account", "approve", "s2032", *why)
    refused(tongxin(own, "account", "invite", "s2031", "--by", "a0001"), "审批查阅")


async def the_worker_reads_it_and_another_does_not(
    tongxin: Tongxin, home: Path, own: dict[str, str], issuer: Issuer, good: Any
) -> None:
    """By area identity, by an approved part the rest; from elsewhere nothing; suspended, nobody."""
    async with service(home, own) as client:
        status, before = await advice(client, issuer.token("sub-one"))
        assert (status, before["onTeam"]) == (200, False)
        assert "F4" in before["withheld"]
        good("team", "assign", "case-S-1", "s2031", "--part", "worker", "--approver", "l0007", "--reason", "个案承办")
        after = (await advice(client, issuer.token("sub-one")))[1]
        assert after["onTeam"] is True
        assert "F4" in after["read"]
        assert (await advice(client, issuer.token("sub-nobody")))[0] == 401
        assert (await advice(client, issuer.token("sub-admin")))[1] == "NOT_FOUND"
        approved = home.parent / "个案组.csv"
        approved.write_text(TEAMS, "utf-8")
        loaded = tongxin(own, "team", "load", str(approved))
        assert loaded.returncode == 2, "the second row approves itself"
        assert "第3行" in loaded.stdout
        assert len(good("team", "list", "case-S-1").splitlines()) == 1, "the first row stands already"
        good("account", "suspend", "s2031", "--by", "a0001")
        assert (await advice(client, issuer.token("sub-one")))[0] == 401
        good("account", "resume", "s2031", "--by", "a0001")


async def an_invitation_binds_whoever_signs_in(home: Path, own: dict[str, str], issuer: Issuer, good: Any) -> None:
    """With the issuer's token the account is hers; the code is used once, and the case is not there from elsewhere."""
    code = good("account", "invite", "s2032").strip().rpartition("：")[2]
    async with service(home, own) as client:
        other = issuer.token("sub-two")
        assert (await advice(client, other))[0] == 401
        assert (await client.post("/invitation", json={"code": code})).status_code == 401
        headers = {"authorization": f"Bearer {other}"}
        reply = await client.post("/invitation", json={"code": code}, headers=headers)
        assert reply.json() == {"account": "s2032"}
        assert (await client.post("/invitation", json={"code": code}, headers=headers)).status_code == 400
        assert (await advice(client, other))[1] == "NOT_FOUND"
