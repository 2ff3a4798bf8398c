"""What Python compiles anew at each start is stored once: the same functions and patterns, whatever the file holds."""

import dataclasses
import marshal
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli.asking.compiled import StoredCode, compiled_once

PATTERNS = (
    (r"(?P<who>爸爸|妈妈).{0,8}?(打|骂)", 0),
    (r"(?i)[a-z_]+(?P<n>\d+)?", re.MULTILINE),
    (r"[一二三四五六七八九十百千\u3400-\u9fff]+岁(?!以下)", 0),
    (r"^\s*(?:(a)|(b))(?(1)c|d)$", re.VERBOSE),
)
TEXT = "女儿12岁，爸爸喝酒就打她\n ac X_9 十三岁"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "started.code"


def made() -> tuple[Any, list[re.Pattern[str]]]:
    """A data class and patterns, as modules make them at their import."""

    @dataclass(frozen=True, slots=True, order=True)
    class Child:
        name: str
        age: int = 9
        needs: tuple[str, ...] = dataclasses.field(default_factory=tuple)

    re.purge()
    return Child, [re.compile(pattern, flags) for pattern, flags in PATTERNS]


def behaviour(child: Any, patterns: list[re.Pattern[str]]) -> list[object]:
    one, other = child("甲"), child("甲", 10, needs=("N05",))
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.age = 3
    facts = [repr(one), one < other, one == child("甲"), hash(other) == hash(child("甲", 10, ("N05",)))]
    return facts + [
        (p.pattern, p.flags, p.groups, dict(p.groupindex), [m.groups() for m in p.finditer(TEXT)]) for p in patterns
    ]


def run(file: Path) -> tuple[list[object], StoredCode]:
    with compiled_once(file) as stored:
        return behaviour(*made()), stored


def test_functions_and_patterns_are_the_same_from_the_file(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    plain = behaviour(*made())
    first, stored = run(file)
    assert (first, stored.fresh) == (plain, True)
    second, stored = run(file)
    assert (second, stored.fresh) == (plain, False), "nothing is compiled again"
    assert {(p, flags) for p, flags in PATTERNS} <= stored.used
    assert behaviour(*made()) == plain, "and afterwards all is as before"
    assert "exec" not in vars(dataclasses)


def whole(content: bytes) -> bytes:
    """A file that is not damaged, with this content."""
    return sha256(content).digest() + content


CONTENTS = {
    "empty": b"",
    "short": b"\x00",
    "a list of a thousand million": b"[" * 99,
    "a number": whole(marshal.dumps(3)),
    "another Python": whole(marshal.dumps((("3.1", 1), {}, {}))),
    "half": whole(marshal.dumps(((), {}))),
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_file_that_is_none_of_this_python_is_written_anew(
    file: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    file.write_bytes(content)
    assert run(file)[0] == behaviour(*made())
    assert not run(file)[1].fresh


def test_nothing_is_written_where_python_writes_no_code(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    run(file)
    assert not file.exists()


def test_a_fault_is_told_as_without_it(file: Path):
    with compiled_once(file), pytest.raises(re.error, match="unterminated"):
        re.compile("(爸爸")
    with compiled_once(file) as stored, pytest.raises(SyntaxError):
        stored.execute("def (")
