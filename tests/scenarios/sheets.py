"""The sheets of all stories, on the shipped district with its demo network, without a database."""

import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from loaders.shipped import schools, yuexiu
from loaders.synthetic import network as synthetic
from network import places
from network.entities import NetworkVersion
from network.referral.referral import Referral
from network.responsibility.offices import answer
from network.sheet.model import FoldKind, Sheet
from network.sheet.sheet import of_matter, of_referral
from network.snapshot import Network, network
from tests.scenarios.referral_stories import ALL, HERE, Story, day, known

FOLDER = Path(__file__).parent
MADE_ON = date(2026, 11, 23)
EVENING, MORNING = 20, 10
"""The hours at which the sheets are asked for: offices are closed, or open."""
MATTERS = sorted(p.stem for p in (FOLDER / "responsibility").glob("*.toml"))
CHILDREN = sorted({name.partition(":")[0] for name, _ in ALL})


@cache
def district() -> Network:
    """Areas, offices, schools and the synthetic points."""
    made = synthetic.make(yuexiu.areas(), MADE_ON)
    bodies, points = (*yuexiu.bodies(), *made.bodies), (*schools.points(), *made.points)
    return network(NetworkVersion(1, "1"), yuexiu.areas(), bodies, points, made.posts)


def child(story: Story, hour: int = EVENING) -> Referral:
    """The referral that a story asks for."""
    moment = datetime.combine(day(story), time(hour), SHANGHAI)
    return Referral(district(), rulebook(), places.by_code(district(), HERE[1]), known(story), moment)


def matter(story: Story, hour: int = EVENING) -> Sheet:
    """The sheet of the matter that a story asks about."""
    book: Rulebook = rulebook()
    place = places.by_code(district(), story.get("at", HERE[1]))
    situation = Situation(**story.get("situation", {}))
    code = story.get("matter") or story["expect_matter"]
    responsibility = answer(district(), book, code, place, situation, story["on"])
    moment = datetime.combine(story["on"], time(hour), SHANGHAI)
    return of_matter(responsibility, Referral(district(), book, place, situation, moment))


@cache
def children(file: str) -> tuple[tuple[str, Referral, Sheet], ...]:
    """The sheets of the children of a file of stories."""
    asked = [(name, child(s)) for name, s in ALL if name.startswith(f"{file}:")]
    return tuple((name, r, of_referral(r)) for name, r in asked)


@cache
def matters(file: str) -> tuple[tuple[str, Sheet], ...]:
    """The sheets of the matters of a file of stories."""
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / "responsibility" / f"{file}.toml").read_text("utf-8"))["story"]
    return tuple((s["name"], matter(s)) for s in rows if "error" not in s)


def sheets(file: str) -> Iterator[tuple[str, Sheet]]:
    """The sheets of a file, of children or of matters."""
    if file.startswith("matters/"):
        yield from matters(file.removeprefix("matters/"))
    else:
        yield from ((name, s) for name, _, s in children(file))


FILES = [*CHILDREN, *(f"matters/{name}" for name in MATTERS)]


def sentences(sheet: Sheet, *, advice: bool = False) -> list[str]:
    """Every sentence of the sheet; if `advice`, without the folds that list facts about bodies."""
    facts = {FoldKind.DEADLINES, FoldKind.OTHERS, FoldKind.SANCTIONS, FoldKind.SERVICES, FoldKind.GAPS}
    folds = [f for f in sheet.folds if not (advice and f.kind in facts)]
    return [x.text for x in sheet.now] + [x.text for x in (*sheet.care, *(x for f in folds for x in f.lines))]


def printed(text: str, width: int) -> int:
    """How many lines of paper a text takes, in letters of full width."""
    return sum(max(1, -(-_wide(line) // (2 * width))) for line in text.splitlines())


def _wide(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
