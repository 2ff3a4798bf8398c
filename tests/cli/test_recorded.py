"""Every act that a command records has an end in the audit: one without was broken off."""

import json
from pathlib import Path

import pytest

from api.settings import Settings
from cli.audit import recorded


def outcomes(home: Path) -> list[tuple[str, str]]:
    files = sorted((home / "audit").rglob("*.jsonl"), key=lambda p: p.stat().st_mtime_ns)  # their names are random
    lines = [json.loads(x) for p in files for x in p.read_text("utf-8").splitlines()]
    return [(line["what"][0], line["outcome"]) for line in lines if "outcome" in line]


def test_an_act_ends_answered_failed_or_not_at_all(tmp_path: Path):
    config = Settings.model_validate({"TONGXIN_HOME": tmp_path, "TONGXIN_AUDIT": tmp_path / "audit"})
    with recorded(config) as record:
        record("account add a1", ("a1",), "by -")
    with pytest.raises(ValueError, match="no"):
        _failing(config)
    with recorded(config):
        pass
    assert outcomes(tmp_path) == [
        ("account add a1", "begun"),
        ("account add a1", "answered"),
        ("account add a2", "begun"),
        ("account add a2", "failed"),
    ]


def _failing(config: Settings) -> None:
    with recorded(config) as record:
        record("account add a2", ("a2",), "by -")
        raise ValueError("no")
