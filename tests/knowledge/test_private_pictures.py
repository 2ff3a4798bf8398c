"""Nobody may copy or hold sexual images of a minor (网络保护条例22): a row that asks to save pictures says so."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path("knowledge")
SHOWN = ("text", "act", "instead", "child")
SHOTS = re.compile("截屏|截图|录屏|(?:保存|保留|留存)[^，。；]*(?:影像|视频)")
LEAVE_OUT = re.compile("(?:裸照|没穿衣服的照片)[^；。]*不要?截")


def _rows(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _rows(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _rows(inner)


def shots(value: Any) -> list[str]:
    """What the rows say to a worker about screenshots and videos to save, where they say it."""
    said = (row[key] for row in _rows(value) for key in SHOWN if isinstance(row.get(key), str))
    return [words for words in said if SHOTS.search(words)]


@pytest.mark.parametrize("folder", ["matters", "norms", "services", "concepts"])
def test_no_row_lets_a_worker_copy_sexual_images_of_a_child(folder: str) -> None:
    said = [w for path in (FOLDER / folder).rglob("*.toml") for w in shots(tomllib.loads(path.read_text("utf-8")))]
    assert [w for w in said if not LEAVE_OUT.search(w)] == []


def test_rows_speak_of_screenshots_at_all() -> None:
    assert shots(tomllib.loads((FOLDER / "matters" / "network.toml").read_text("utf-8")))
