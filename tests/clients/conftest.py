"""The service as clients meet it: over a port, with a token; and the packages of JavaScript clients."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.access.tokens import issue
from api.settings import Settings
from graph_model.engine import Server
from tests.web.conftest import Site

HERE = Path(__file__).parent
PACKAGES = ("package.json", "package-lock.json")


@pytest.fixture(scope="session")
def service(loaded: Server, home: Path) -> Iterator[dict[str, str]]:
    """The environment of a client: address and token of a planner."""
    made = Site(loaded, home)
    made.start()
    token = issue(Settings(TONGXIN_HOME=home), "demo-planner")
    yield {**os.environ, "TONGXIN_URL": f"{made.url}/graphql", "TONGXIN_TOKEN": token}
    made.stop()


@pytest.fixture(scope="session")
def director(service: dict[str, str], home: Path) -> dict[str, str]:
    """The same for a worker of the first community."""
    return {**service, "TONGXIN_TOKEN": issue(Settings(TONGXIN_HOME=home), "demo-director")}


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the JavaScript packages, as locked; a visible skip without Node or without a registry."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("no Node: apt-get install nodejs npm")
    locked = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in PACKAGES)).hexdigest()[:16]
    kept = Path(os.environ.get("TONGXIN_HOME", tmp_path_factory.getbasetemp().parent)) / f"clients-{locked}"
    if not (kept / "done").is_file():
        kept.mkdir(parents=True, exist_ok=True)
        for name in PACKAGES:
            shutil.copy(HERE / name, kept)
        command = ["npm", "ci", "--no-audit", "--no-fund"]
        try:
            done = subprocess.run(command, cwd=kept, capture_output=True, text=True, timeout=240, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("npm ci: the registry does not answer")
        if done.returncode:
            pytest.skip(f"npm ci: {done.stderr[-300:]}")
        (kept / "done").touch()
    return kept
