"""`tongxin audit`: a look leaves a line, who looked is told by the child, and a changed file is found."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Tongxin = Callable[..., CompletedProcess[str]]
CHILD, OTHER = "demo-0001", "demo-0002"


def test_who_looked_is_told_by_the_child_and_the_look_itself_is_one(
    tongxin: Tongxin, environment: dict[str, str], tmp_path: Path
):
    own = environment | {"TONGXIN_HOME": str(tmp_path)}
    assert len(tongxin(own, "audit", "who-saw", OTHER).stdout.splitlines()) == 1
    seen = tongxin(own, "audit", "who-saw", CHILD)
    assert seen.returncode == 0, seen.stderr
    (line,) = seen.stdout.splitlines()
    assert "audit who-saw" in line
    exported = tmp_path / "lines.jsonl"
    assert tongxin(own, "audit", "export", str(exported)).returncode == 0
    text = exported.read_text("utf-8")
    assert text.count("audit who-saw") == 4, "a line before each look, and one that says how it ended"
    assert CHILD not in text, "records stand in the audit by a keyed number only"
    assert tongxin(own, "audit", "head").stdout.count("\n") == 3, "one file a command"


def test_a_changed_line_is_found_and_the_command_fails(tongxin: Tongxin, environment: dict[str, str], tmp_path: Path):
    own = environment | {"TONGXIN_HOME": str(tmp_path)}
    tongxin(own, "audit", "who-saw", CHILD)
    sound = tongxin(own, "audit", "verify")
    assert sound.returncode == 0, sound.stdout
    (file,) = (tmp_path / "audit").iterdir()
    file.write_text(file.read_text("utf-8").replace("who-saw", "who-was"), "utf-8")
    assert tongxin(own, "audit", "verify").returncode != 0


def test_a_word_that_is_no_action_says_how_it_is_used(tongxin: Tongxin, environment: dict[str, str]):
    wrong = tongxin(environment, "audit", "look")
    assert wrong.returncode == 1
    assert "audit verify" in wrong.stdout + wrong.stderr
