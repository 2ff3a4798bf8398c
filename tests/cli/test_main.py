"""The command as a person runs it: real processes, real exit codes, one line that says what to do."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from graph_model import engine

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def environment(loaded: engine.Server, home: Path) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "TONGXIN_", "PORT", "HOST"))}
    given = {"NEO4J_URI": loaded.uri, "NEO4J_USER": loaded.user, "NEO4J_PASSWORD": loaded.password}
    return clean | given | {"TONGXIN_HOME": str(home), "COLUMNS": "200"}


def tongxin(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "cli.main", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert all(w in done.stderr for w in words), done.stderr


def test_ask_prints_who_is_responsible(environment: dict[str, str]):
    done = tongxin(environment, "ask", "M08", "--at", "三眼井社区", "--fact", "age=13", "--fact", "reporter=medical")
    assert done.returncode == 0, done.stderr
    assert "110" in done.stdout
    assert "公安" in done.stdout
    assert "演示数据" in done.stdout


def test_ask_as_json_carries_quotes(environment: dict[str, str]):
    done = tongxin(environment, "ask", "M01", "--on", "2022-03-01", "--json")
    found = json.loads(done.stdout)
    quotes = {c["quote"] for r in found["responsible"] for d in r["duties"] for c in d["citations"]}
    assert any("协调机制具体工作由县级以上人民政府民政部门承担" in q for q in quotes)


def test_ask_a_place_that_does_not_exist(environment: dict[str, str]):
    done = tongxin(environment, "ask", "M01", "--at", "火星街道")
    assert done.returncode == 1
    assert "NOT_FOUND" in done.stderr or "AMBIGUOUS_PLACE" in done.stderr


def test_status_says_that_rules_agree(environment: dict[str, str]):
    done = tongxin(environment, "status")
    assert done.returncode == 0, done.stderr
    assert "same" in done.stdout


def test_schema_is_the_committed_one(environment: dict[str, str]):
    assert tongxin(environment, "schema").stdout == (ROOT / "schema.graphql").read_text("utf-8")


def test_token_is_for_a_known_role(environment: dict[str, str]):
    assert tongxin(environment, "token", "street").stdout.count(".") == 2
    refused(tongxin(environment, "token", "king"), "street")


def test_wrong_password(environment: dict[str, str]):
    refused(tongxin(environment | {"NEO4J_PASSWORD": "wrong"}, "status"), "NEO4J_PASSWORD")


def test_no_password(environment: dict[str, str]):
    without = {k: v for k, v in environment.items() if k != "NEO4J_PASSWORD"}
    refused(tongxin(without, "status"), "NEO4J_PASSWORD")


def test_server_unreachable(environment: dict[str, str]):
    refused(tongxin(environment | {"NEO4J_URI": "bolt://127.0.0.1:9"}, "status"), "NEO4J_URI")


def test_not_an_address(environment: dict[str, str]):
    refused(tongxin(environment | {"NEO4J_URI": "nonsense"}, "status"), "NEO4J_URI")


def test_port_taken(environment: dict[str, str]):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused(tongxin(environment | {"PORT": port}, "serve"), "PORT", port)


def test_port_is_not_a_port(environment: dict[str, str]):
    refused(tongxin(environment | {"PORT": "eighty"}, "serve"), "PORT")


def test_load_wants_a_known_topic(environment: dict[str, str]):
    refused(tongxin(environment, "load", "people"), "areas")


def test_load_wants_a_readable_file(environment: dict[str, str], tmp_path: Path):
    refused(tongxin(environment, "load", "areas", str(tmp_path / "none.csv")))


def test_load_of_outlines_names_the_feature_that_is_refused(environment: dict[str, str], tmp_path: Path):
    made = tmp_path / "centre.geojson"
    point = {"type": "Point", "coordinates": [113.26, 23.13]}
    made.write_text(json.dumps({"type": "Feature", "id": "440104001000", "properties": {}, "geometry": point}), "utf-8")
    done = tongxin(environment, "load", "outlines", str(made), "--crs", "GCJ-02")
    assert done.returncode == 2, done.stderr
    assert "feature 1: " in done.stdout
    assert "a point is no outline" in done.stdout
    refused(tongxin(environment, "load", "outlines", str(made), "--crs", "BD-09"), "GCJ-02")
    refused(tongxin(environment, "load", "areas", str(made), "--crs", "GCJ-02"), "--crs", "outlines")


def test_synthetic_data_is_refused_in_production(environment: dict[str, str]):
    done = tongxin(environment | {"TONGXIN_ENV": "production"}, "load", "demo")
    assert done.returncode != 0
    assert "production" in done.stderr


def test_demo_tokens_are_refused_in_production(environment: dict[str, str]):
    refused(tongxin(environment | {"TONGXIN_ENV": "production"}, "token", "street"))


def test_help_has_examples(environment: dict[str, str]):
    for command in ("up", "down", "status", "load", "serve", "demo", "token", "schema", "ask", "bench"):
        assert "tongxin" in tongxin(environment, command, "--help").stdout
