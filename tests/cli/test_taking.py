"""`tongxin export`: a file that `tongxin load` takes without a change, with the rights of the token."""

from pathlib import Path

import pytest

from tests.cli.conftest import Tongxin

STREET = "440104001000"


def test_a_list_is_written_once_and_loads_without_a_change(
    environment: dict[str, str], tongxin: Tongxin, tmp_path: Path
):
    file = tmp_path / "岗位.xlsx"
    done = tongxin(environment, "export", "posts", "--area", STREET[:9], "-o", str(file), "--as", "centre")
    assert done.returncode == 0, done.stderr
    assert "行" in done.stdout
    assert [p.name for p in tmp_path.iterdir()] == [file.name]
    assert file.stat().st_mode & 0o077 == 0
    loaded = tongxin(environment, "load", "posts", str(file), "--preview")
    assert loaded.returncode == 0, loaded.stderr
    assert "写入0" in loaded.stdout.replace(" ", ""), loaded.stdout
    again = tongxin(environment, "export", "posts", "-o", str(file), "--as", "centre")
    assert (again.returncode, "--output" in again.stderr) == (1, True)


def test_without_a_token_it_is_what_is_public(environment: dict[str, str], tongxin: Tongxin, tmp_path: Path):
    done = tongxin(environment, "export", "points", "--format", "geojson", at=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "没有写进文件" in done.stderr
    (file,) = tmp_path.iterdir()
    assert file.name.startswith("points-all-")
    assert file.suffix == ".geojson"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "posts"), "UNAUTHENTICATED"),
        (("export", "posts", "--as", "planner"), "FORBIDDEN"),
        (("export", "children", "--as", "centre"), "topic"),
        (("export", "bodies", "--format", "geojson"), "format"),
        (("export", "bodies", "--format", "pdf"), "--format"),
        (("export", "bodies", "--area", "110101"), "area"),
        (("export", "bodies", "-o", "none/there.csv"), "--output"),
    ],
)
def test_what_cannot_be_taken_is_one_line(
    environment: dict[str, str], tongxin: Tongxin, words: tuple[str, ...], told: str, tmp_path: Path
):
    done = tongxin(environment, *words, at=tmp_path)
    assert done.returncode == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())
