"""`tongxin keys`, and settings that are misspelt or empty."""

from pathlib import Path

import pytest

from api.settings import Settings
from graph_model.keys.store import KeyStore
from tests.cli.conftest import Tongxin
from tests.cli.test_main import refused

WRONG = {
    "PORT": "0",
    "TONGXIN_DISTRICT": " ",
    "TONGXIN_DATABASE_SECONDS": "inf",
    "TONGXIN_QUERY_SECONDS": "nan",
    "TONGXIN_DISK_FREE": "2",
    "TONGXIN_REST_MINUTES": "-1",
}
"""A value that cannot be meant, where any text could be; a blank is refused for every setting."""


@pytest.mark.parametrize("name", [str(f.alias) for f in Settings.model_fields.values()])
def test_every_setting_refuses_what_cannot_be_meant(tongxin: Tongxin, environment: dict[str, str], name: str):
    refused(tongxin(environment | {name: WRONG.get(name, "")}, "keys", "status"), name)


def test_a_misspelt_variable_is_refused(tongxin: Tongxin, environment: dict[str, str]):
    done = tongxin(environment | {"TONGXIN_KEY": "/somewhere"}, "keys", "status")
    refused(done, "TONGXIN_KEY", "TONGXIN_KEYS")
    refused(tongxin(environment | {"TONGXIN_LANG": "klingon"}, "keys", "status"), "TONGXIN_LANG")


def test_keys_are_rotated_and_their_state_is_told(tongxin: Tongxin, environment: dict[str, str], tmp_path: Path):
    own = environment | {"TONGXIN_HOME": str(tmp_path / "home"), "TONGXIN_KEYS": str(tmp_path / "keys")}
    store = KeyStore(tmp_path / "keys")
    store.provide(["a", "b"])
    first = tongxin(own, "keys", "status")
    assert first.returncode == 0, first.stderr
    assert store.current() in first.stdout
    rotated = tongxin(own, "keys", "rotate")
    assert rotated.returncode == 0, rotated.stderr
    assert "2" in rotated.stdout
    assert store.current() in rotated.stdout
    assert store.current() not in first.stdout
    store.forget("a")
    assert "keys rotate" in tongxin(own, "keys", "status").stdout
    tongxin(own, "keys", "rotate")
    assert "keys rotate" not in tongxin(own, "keys", "status").stdout
    (file,) = (tmp_path / "keys").glob("master*.key")
    file.rename(tmp_path / "elsewhere")
    refused(tongxin(own, "keys", "rotate"), "主密钥")
    store.close()
