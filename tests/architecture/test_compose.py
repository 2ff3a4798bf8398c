"""The compose file and the image: parsed and checked, since no engine runs in the suite."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import Settings

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return found


def test_service_stands_beside_neo4j_lts(compose: dict[str, Any]):
    assert compose["services"]["neo4j"]["image"] == "neo4j:5.26-community"
    assert {"neo4j", "load", "service"} == set(compose["services"])


def test_everything_that_stays_has_a_health_check(compose: dict[str, Any]):
    assert all("healthcheck" in s for name, s in compose["services"].items() if name != "load")
    assert compose["services"]["service"]["depends_on"]["load"]["condition"] == "service_completed_successfully"


def test_data_outlives_the_container(compose: dict[str, Any]):
    mounted = {v.split(":")[0] for s in compose["services"].values() for v in s.get("volumes", ())}
    assert mounted == set(compose["volumes"])


def test_no_secret_stands_in_the_file(compose: dict[str, Any]):
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    assert all(s["file"].startswith("./secrets/") for s in compose["secrets"].values())
    assert not re.search(r"PASSWORD:\s*\S", text)
    assert "secrets/" in (ROOT / ".gitignore").read_text("utf-8")


def test_variables_are_those_that_the_service_reads(compose: dict[str, Any]):
    known = {f.alias for f in Settings.model_fields.values()}
    assert set(compose["services"]["service"]["environment"]) <= known
    assert set(compose["services"]["load"]["environment"]) <= known


def test_only_loopback_is_published(compose: dict[str, Any]):
    ports = [p for s in compose["services"].values() for p in s.get("ports", ())]
    assert ports
    assert all(p.startswith("127.0.0.1:") for p in ports)


def test_image_is_not_root_and_locked():
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert [x for x in lines if x.startswith("USER ")] == ["USER tongxin"]
    assert any("--require-hashes" in x for x in lines)
    copied = {x.split()[1] for x in lines if x.startswith("COPY ") and len(x.split()) == 3}
    packages = {"knowledge", "network", "graph_model", "analytics", "loaders", "api", "cli"}
    assert packages <= copied


def test_locks_name_hashes_and_no_address():
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text, lock.name


def test_the_image_holds_every_package_of_the_wheel():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    copied = re.findall(r"(?m)^COPY (\w+) \1$", (ROOT / "Dockerfile").read_text("utf-8"))
    assert sorted(copied) == sorted(wheel["packages"])


def test_the_image_holds_everything_compiled():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    (compiled,) = re.findall(r"(?m)^RUN python -m compileall -q ([\w ]+) \\$", text)
    assert sorted(compiled.split()) == sorted(re.findall(r"(?m)^COPY (\w+) \1$", text))
    assert "DONTWRITEBYTECODE" not in text.partition("compileall")[0], "what is parsed could not be stored"
