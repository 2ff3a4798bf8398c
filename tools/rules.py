"""Check the rows alone, in a second or two: file, line and reason of what is wrong (`make rules`).

`conftest.py` asks the same before any test is read: with a wrong row hardly a module can be imported.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import ValidationError

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from knowledge.errors import WrongRules  # noqa: E402  # the checkout's own
from knowledge.reasons import reason, shape  # noqa: E402

FOLDER = ROOT / "knowledge"
READERS = {
    "situation/facts.toml": "situation.facts",
    "access/policy.toml": "access.policy:policy",
    "access/speaking.toml": "access.speaking:reporters",
    "calendar/calendar.toml": "calendar.terms:configured",
    "coverage/tiers.toml": "coverage.tiers:tiers",
    "matters, norms, concepts, services, obligations": "rulebook.load:rulebook",
    "coverage/checks.toml": "coverage.checks:checks",
    "coverage/workspace.toml": "coverage.workspace:parts",
    "siting/hosting.toml": "siting.hosting:hostings",
    "words/words.toml": "words.dictionary:words",
    "words/verbs.toml": "words.verbs:verbs",
    "permissions/against.toml": "permissions.against:against_verbs",
    "permissions/times.toml": "permissions.delay:times",
    "permissions/silence.toml": "permissions.silence:silence",
    "permissions/demands.toml": "permissions.demands:demands",
    "permissions/spoken.toml": "permissions.spoken:spoken_acts",
    "permissions/ways.toml": "permissions.ways:choices",
    "understanding/signs.toml": "understanding.signs:rows",
    "understanding/doers.toml": "understanding.doers:rows",
    "understanding/wishes.toml": "understanding.wishes:wishes",
    "exchange/hsds.toml": "exchange.tables:tables",
    "casework/*.toml": "casework.load:table",
    "casework/numbers/numbers.toml": "casework.numbers.load:numbers",
    "casework/notices/notices.toml": "casework.notices.rows:notices",
    "papers/papers.toml": "papers.papers:papers",
}
"""Files and what reads them, a file that others rest on first."""
_QUOTED = re.compile(r"'([^']+)'")
_AT_LINE = re.compile(r"at line (\d+)")


def wrong() -> Sequence[str]:
    """Return the errors of the rows, as `file:line: reason`; empty if there are none."""
    return next((reasons for files in READERS if (reasons := refused(files))), ()) or tuple(wrong_quotes(FOLDER))


def not_toml(folder: Path) -> Iterator[str]:
    """Files that cannot be read at all."""
    for path in sorted(folder.rglob("*.toml")):
        try:
            tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as e:
            line = _AT_LINE.search(str(e))
            where = f"{path.relative_to(folder).as_posix()}:{line[1] if line else 1}"
            yield f"{where}: {reason('file.not_toml', detail=e)}"


def refused(files: str) -> Sequence[str]:
    """Return the errors that the reader of some files reports."""
    name, _, reader = READERS[files].partition(":")
    try:
        module = import_module(f"knowledge.{name}")  # facts are read as their module is imported
        if reader:
            getattr(module, reader)()
    except WrongRules as e:
        return e.problems
    except ValidationError as e:
        return tuple(f"{near(files, p['input'])}: {'.'.join(map(str, p['loc']))}: {shape(p)}" for p in e.errors())
    except tomllib.TOMLDecodeError:
        return tuple(not_toml(FOLDER))
    except (KeyError, ValueError) as e:
        value = _QUOTED.search(str(e))
        return (f"{near(files, value[1] if value else None)}: {reason('file.row', detail=e)}",)
    return ()


def wrong_quotes(folder: Path) -> Iterator[str]:
    """Yield the quotes that are not in their articles, of rows outside the rulebook: of casework, checks, premises."""
    from knowledge.rulebook.gate import wrong_cites  # noqa: PLC0415  # with a wrong row it cannot be imported
    from knowledge.rulebook.load import rulebook  # noqa: PLC0415  # as above
    from knowledge.rulebook.source import files  # noqa: PLC0415  # as above

    own, book = set(files(folder)), rulebook()
    for path in sorted(set(folder.rglob("*.toml")) - own):
        text = path.read_text("utf-8")
        for cite in _cites(tomllib.loads(text)) if "quote" in text else ():
            line = next(n for n, written in enumerate(text.splitlines(), 1) if cite.quote in written)
            where = f"{path.relative_to(folder).as_posix()}:{line}"
            yield from (f"{where}: {problem}" for problem in wrong_cites(book, (cite,)))


def _cites(value: Any) -> Iterator[Any]:
    """Every clause with its quote in a file, at whatever depth."""
    from knowledge.rows.rows import Cite  # noqa: PLC0415  # as above

    if isinstance(value, dict) and {"clause", "quote"} == value.keys():
        yield Cite.model_validate(value)
    inner = value.values() if isinstance(value, dict) else value
    for part in inner if isinstance(value, dict | list) else ():
        yield from _cites(part)


def near(files: str, value: object) -> str:
    """The file with the first line that has a value, or the first of a row's values; without a line if none has."""
    first = next((v for v in value.values() if isinstance(v, str)), None) if isinstance(value, dict) else value
    path = FOLDER / files
    if not isinstance(first, str) or not path.is_file():
        return files
    lines = path.read_text("utf-8").splitlines()
    return next((f"{files}:{n}" for n, line in enumerate(lines, 1) if f'"{first}"' in line), files)


if __name__ == "__main__":
    sys.exit("\n".join(wrong()) or None)
