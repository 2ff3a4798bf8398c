"""The command as a person runs it: real processes, real exit codes, one line that says what to do."""

import json
import os
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from analytics.coverage.cells import AGES, cells
from analytics.coverage.conformance import conformance
from analytics.coverage.layout import Layout
from analytics.coverage.reach import ReachState, reach
from analytics.coverage.streets import compare_streets
from knowledge.obligations.standing import GRAVEST
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from network.snapshot import Network
from tests.cli.conftest import Tongxin
from tests.conftest import ON

DISTRICT = "440104000000"
ROOT = Path(__file__).parent.parent.parent


def program(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """The program as it is installed: a process of its own from the first import on."""
    command = [sys.executable, "-W", "error", "-m", "cli", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert all(w in done.stderr for w in words), done.stderr


def test_ask_prints_who_is_responsible(environment: dict[str, str]):
    done = program(environment, "ask", "M08", "--at", "三眼井社区", "--fact", "age=13", "--fact", "reporter=medical")
    assert done.returncode == 0, done.stderr
    assert "110" in done.stdout
    assert "公安" in done.stdout
    assert "演示数据" in done.stdout


def test_ask_understand_says_what_was_understood(tongxin: Tongxin, environment: dict[str, str]):
    done = tongxin(environment, "ask", "understand", "女儿12岁，爸爸喝酒就打她，手臂上有淤青")
    assert done.returncode == 0, done.stderr
    assert "110" in done.stdout
    assert "周岁＝12" in done.stdout
    assert "M10" in done.stdout


def test_ask_for_the_sheet_prints_one_page(tongxin: Tongxin, environment: dict[str, str]):
    told = ("--sheet", "--at", "三眼井社区", "--fact", "age=9", "--fact", "unattended=yes")
    done = tongxin(environment, "ask", "referral", *told)
    assert done.returncode == 0, done.stderr
    assert "今晚" in done.stdout
    assert "现在做" in done.stdout
    assert "--open" in done.stdout
    refused(tongxin(environment, "ask", "B05", "--sheet"), "办事单")


def test_an_open_sheet_has_every_line_and_asks_for_no_fact_that_was_given(
    tongxin: Tongxin, environment: dict[str, str]
):
    told = ("referral", "15岁怀孕了", "--open", "--at", "三眼井社区")
    asked = tongxin(environment, "ask", *told)
    assert "没有算数：性别" in asked.stdout, asked.stderr
    given = tongxin(environment, "ask", *told, "--fact", "sex=female")
    assert "没有算数：性别" not in given.stdout
    for done in (asked, given):
        assert done.returncode == 0, done.stderr
        assert "▾" in done.stdout
        assert "▸" not in done.stdout


def test_ask_as_json_carries_quotes(tongxin: Tongxin, environment: dict[str, str]):
    done = tongxin(environment, "ask", "M01", "--on", "2022-03-01", "--json")
    found = json.loads(done.stdout)
    quotes = {c["quote"] for r in found["responsible"] for d in r["duties"] for c in d["citations"]}
    assert any("协调机制具体工作由县级以上人民政府民政部门承担" in q for q in quotes)


@pytest.mark.parametrize("more", [(), ("--at", "三眼井社区")], ids=["anywhere", "named"])
def test_an_empty_graph_says_what_to_load_and_is_not_in_the_persons_own_folder(
    tongxin: Tongxin, environment: dict[str, str], tmp_path: Path, more: tuple[str, ...]
):
    own = {k: v for k, v in environment.items() if not k.startswith(("NEO4J_", "TONGXIN_"))}
    person = tmp_path / "person"
    person.mkdir()
    caches = {"XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))}
    own |= {"HOME": str(person), "ENV": "production", **caches}
    try:
        refused(tongxin(own, "ask", "M01", *more, at=tmp_path), "tongxin load demo")
        assert (tmp_path / ".tongxin").is_dir()
        assert not (person / "neo4j").exists()
    finally:
        tongxin(own, "down", at=tmp_path)


def test_ask_a_place_that_does_not_exist(tongxin: Tongxin, environment: dict[str, str]):
    done = tongxin(environment, "ask", "M01", "--at", "火星街道")
    assert done.returncode == 1
    assert "NOT_FOUND" in done.stderr or "AMBIGUOUS" in done.stderr


async def test_ask_coverage_shows_who_is_without(
    tongxin: Tongxin, environment: dict[str, str], network: Network, book: Rulebook
):
    done = tongxin(environment, "ask", "coverage", "--at", "越秀区", "--need", "N07")
    assert done.returncode == 0, done.stderr
    rows = reach(Layout(network), cells(Layout(network), book, ["N07"], DISTRICT), None, (0, AGES))
    without = [r for r in rows if r.state is not ReachState.SERVED]
    assert 10 < len(without) < len(rows), "the demo has a street without a station"
    assert f"没有去处或不能确认的社区：{len(without)} 个" in done.stdout
    assert f"另有 {len(without) - 10} 个社区" in done.stdout
    low = compare_streets(Layout(network), rows)
    assert low.gap is not None
    assert f"差 {low.gap * 100:.0f} 个百分点" in done.stdout
    assert low.rows[0].street.name in done.stdout
    assert "演示数据" in done.stdout


def test_ask_coverage_as_json_has_every_community(tongxin: Tongxin, environment: dict[str, str]):
    found = json.loads(tongxin(environment, "ask", "coverage", "--at", "六榕街道", "--need", "B41", "--json").stdout)
    assert found["area"]["name"] == "六榕街道"
    assert {r["area"]["code"][:9] for r in found["coverage"]["rows"]["nodes"]} == {"440104004"}
    assert len(found["coverage"]["rows"]["nodes"]) == sum(s["communities"] for s in found["coverage"]["shares"]) == 16
    assert found["uncovered"]["tuples"] > 0


async def test_ask_network_shows_the_gravest_first(tongxin: Tongxin, environment: dict[str, str], network: Network):
    done = tongxin(environment, "ask", "network", "--at", "越秀区", "--on", str(ON))
    assert done.returncode == 0, done.stderr
    found = Counter(f.severity.zh for f in conformance(network, rulebook(), ON, DISTRICT))
    shown = [done.stdout.index(f"{severity.zh}：{found[severity.zh]} 项") for severity in GRAVEST]
    assert shown == sorted(shown)
    for words in ("设置专人专岗", "居委会确定专人", "损失最大：222 个社区", "没有去处或承接单位"):
        assert words in done.stdout
    assert "holder" not in done.stdout


def test_ask_network_as_json_counts_exactly(tongxin: Tongxin, environment: dict[str, str]):
    street = json.loads(tongxin(environment, "ask", "network", "--at", "人民街道", "--json").stdout)
    assert {f["check"]["code"] for f in street["short"]["nodes"]} == {"street_station", "parent"}
    assert street["uncovered"]["tuples"] >= street["uncovered"]["certain"] > 0
    assert "persons" not in street["singlePointsOfFailure"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("coverage",), "need: 请写出"),
        (("coverage", "--need", "N99"), "BAD_USER_INPUT: need: 请写"),
        (("coverage", "--need", "N16", "--at", "110101000000"), "BAD_USER_INPUT: area:"),
        (("coverage", "--need", "N16", "--at", "440104999999"), "NOT_FOUND: 这里没有载入代码是440104999999的区划"),
        (("coverage", "--need", "N16", "--on", "2026-01-01"), "on: coverage 按现在"),
        (("coverage", "--need", "N16", "--fact", "age=3"), "fact: 这里不问"),
        (("network", "--need", "N16"), "need: --need"),
        (("network", "--at", "12"), "BAD_USER_INPUT: at.code"),
        (("M08", "--need", "N16"), "need: --need"),
    ],
)
def test_a_planners_question_that_cannot_be_asked_says_why(
    tongxin: Tongxin, environment: dict[str, str], words: tuple[str, ...], said: str
):
    refused(tongxin(environment, "ask", *words), said)


def test_status_says_that_rules_agree(tongxin: Tongxin, environment: dict[str, str]):
    done = tongxin(environment, "status")
    assert done.returncode == 0, done.stderr
    assert "规则一致" in done.stdout


def test_schema_is_the_committed_one(tongxin: Tongxin, environment: dict[str, str]):
    assert tongxin(environment, "schema").stdout == (ROOT / "schema.graphql").read_text("utf-8")


def test_token_is_for_a_known_role(tongxin: Tongxin, environment: dict[str, str]):
    assert tongxin(environment, "token", "street").stdout.count(".") == 2
    refused(tongxin(environment, "token", "king"), "street")


def test_wrong_password(tongxin: Tongxin, environment: dict[str, str]):
    refused(tongxin(environment | {"NEO4J_PASSWORD": "wrong"}, "status"), "NEO4J_PASSWORD")


def test_no_password(tongxin: Tongxin, environment: dict[str, str]):
    without = {k: v for k, v in environment.items() if k != "NEO4J_PASSWORD"}
    refused(tongxin(without, "status"), "NEO4J_PASSWORD")


def test_server_unreachable(tongxin: Tongxin, environment: dict[str, str]):
    refused(tongxin(environment | {"NEO4J_URI": "bolt://127.0.0.1:9"}, "status"), "NEO4J_URI")


def test_not_an_address(tongxin: Tongxin, environment: dict[str, str]):
    refused(tongxin(environment | {"NEO4J_URI": "nonsense"}, "status"), "NEO4J_URI")


def test_port_taken(tongxin: Tongxin, environment: dict[str, str]):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused(tongxin(environment | {"PORT": port}, "serve"), "PORT", port)


def test_port_is_not_a_port(tongxin: Tongxin, environment: dict[str, str]):
    refused(tongxin(environment | {"PORT": "eighty"}, "serve"), "PORT")


def test_load_wants_a_known_topic(tongxin: Tongxin, environment: dict[str, str]):
    refused(tongxin(environment, "load", "people"), "areas")


def test_check_wants_a_known_topic_and_acts_no_file(tongxin: Tongxin, environment: dict[str, str], tmp_path: Path):
    refused(tongxin(environment, "check", "nothing"), "words", "acts")
    refused(tongxin(environment, "check", "acts", str(tmp_path / "questions.csv")), "acts")


def test_load_wants_a_readable_file(tongxin: Tongxin, environment: dict[str, str], tmp_path: Path):
    refused(tongxin(environment, "load", "areas", str(tmp_path / "none.csv")))


def test_load_of_outlines_names_the_feature_that_is_refused(
    tongxin: Tongxin, environment: dict[str, str], tmp_path: Path
):
    made = tmp_path / "centre.geojson"
    point = {"type": "Point", "coordinates": [113.26, 23.13]}
    made.write_text(json.dumps({"type": "Feature", "id": "440104001000", "properties": {}, "geometry": point}), "utf-8")
    done = tongxin(environment, "load", "outlines", str(made), "--crs", "GCJ-02")
    assert done.returncode == 2, done.stderr
    assert "第1个要素 · geometry：这是点，不是边界" in done.stdout
    refused(tongxin(environment, "load", "outlines", str(made), "--crs", "BD-09"), "GCJ-02")
    refused(tongxin(environment, "load", "areas", str(made), "--crs", "GCJ-02"), "--crs", "outlines")


def test_load_previews_any_topic(tongxin: Tongxin, environment: dict[str, str]):
    for topic in ("areas", "points", "children"):
        done = tongxin(environment, "load", topic, str(ROOT / "loaders" / "templates" / f"{topic}.csv"), "--preview")
        assert done.returncode == 0, done.stderr
        assert "读 1 行" in done.stdout
        assert "没有写入" in done.stdout


@pytest.mark.parametrize("arguments", [("demo", "--preview"), ("areas",), ("rules", "x.csv")])
def test_load_refuses_arguments_that_do_not_fit(
    tongxin: Tongxin, environment: dict[str, str], arguments: tuple[str, ...]
):
    refused(tongxin(environment, "load", *arguments))


def test_synthetic_data_is_refused_in_production(tongxin: Tongxin, environment: dict[str, str]):
    done = tongxin(environment | {"TONGXIN_ENV": "production"}, "load", "demo")
    assert done.returncode != 0
    assert "TONGXIN_ENV" in done.stderr


def test_demo_tokens_are_refused_in_production(tongxin: Tongxin, environment: dict[str, str]):
    refused(tongxin(environment | {"TONGXIN_ENV": "production"}, "token", "street"))


def test_help_has_examples(tongxin: Tongxin, environment: dict[str, str]):
    for command in ("up", "down", "status", "load", "serve", "demo", "token", "schema", "ask", "bench"):
        assert "tongxin" in tongxin(environment, command, "--help").stdout
