"""Letters without which a pattern cannot match, so that most patterns are never tried (必有的字)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from knowledge import parsed

_GROUP = r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)"
_ATOM = re.compile(rf"(?P<group>{_GROUP})|(?P<set>\[[^\]]*\]|\\.|[.^$])|(?P<letter>[^()\[\]\\.^$|])")
_QUANTIFIER = re.compile(r"[?*+]|\{\d*,?\d*\}")
_ABSENT = ("(?!", "(?<", "(?=")
_NONE: frozenset[str] = frozenset()


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is first tried: most never are in a process that reads one text."""
    return re.compile(pattern)


def needs(file: Path, patterns: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the required literals of each pattern of a file (`needed`), cached on disk beside the file's tables."""
    every = sorted(set(patterns))
    content = sha256("\0".join((Path(__file__).read_text("utf-8"), *every)).encode()).hexdigest()
    name = f"{file.stem}-needs"
    stored = parsed.load(file.parent, content, name).get(name)
    if stored is None:
        stored = {pattern: tuple(sorted(needed(pattern))) for pattern in every}
        parsed.save(file.parent, content, {name: stored}, name)
    return stored


def needed(pattern: str) -> frozenset[str]:
    """Texts of which at least one is in every text that the pattern matches; empty if there are none.

    Reads the patterns of `signs.toml` and `words.toml`: groups up to four deep, sets, quantifiers, lookarounds.
    """
    ways = [_branch(branch) for branch in _branches(pattern)]
    return frozenset().union(*ways) if all(ways) else _NONE


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives at the top level."""
    depth = start = 0
    escaped = in_set = False
    for at, letter in enumerate(pattern):
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif in_set or letter in "[]":
            in_set = letter != "]"
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


def _branch(branch: str) -> frozenset[str]:
    """The best of what each part of a sequence needs: the longest, then the fewest."""
    parts, run, at = [], "", 0
    while match := _ATOM.match(branch, at):
        quantifier = _QUANTIFIER.match(branch, match.end())
        at = quantifier.end() if quantifier else match.end()
        optional = quantifier is not None and (quantifier[0] in "?*" or quantifier[0].startswith(("{0", "{,")))
        if match["letter"] and quantifier is None:
            run += match[0]
            continue
        parts.append(frozenset({run} - {""}))
        run = ""
        if match["group"] and not optional and not match[0].startswith(_ABSENT):
            parts.append(needed(match[0][3:-1] if match[0].startswith("(?:") else match[0][1:-1]))
    parts.append(frozenset({run} - {""}))
    return max((p for p in parts if p), key=lambda p: (min(map(len, p)), -len(p)), default=_NONE)
