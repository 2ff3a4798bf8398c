"""Loading the rows of casework; they ship with the release, for clients see them (办理表的载入)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.access.policy import CaseRelation
from knowledge.calendar.hours import Hours
from knowledge.casework.gate import problems
from knowledge.casework.rows import ItemKind
from knowledge.casework.settings import Answering, Intervals, Superiors
from knowledge.casework.table import Casework
from knowledge.errors import WrongRules
from knowledge.roles import ActorRole

FOLDER = Path(__file__).parent
SETTINGS = "settings.toml"


def load(folder: Path = FOLDER) -> Casework:
    """Read and check a folder of casework rows.

    Raises:
        WrongRules: All problems, each with its file.
    """
    raw = tomllib.loads((folder / SETTINGS).read_text("utf-8"))
    wrong: list[str] = []
    kinds: dict[str, ItemKind] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == SETTINGS:
            continue
        try:
            kind = ItemKind.model_validate(_whole(tomllib.loads(path.read_text("utf-8")), raw))
            kinds[kind.code] = kind
        except ValidationError as e:
            wrong += [f"{path.name}: {'.'.join(map(str, p['loc']))}: {p['msg']}" for p in e.errors()]
    who = {name: frozenset(map(_who, pairs)) for name, pairs in raw["who"].items()}
    answering = Answering.model_validate(raw["hours"])
    intervals = Intervals.model_validate(raw["interval"])
    hours = Hours.parse(answering.rows)
    table = Casework(kinds, who, intervals, hours, answering.source, Superiors.model_validate(raw["above"]))
    wrong += [] if wrong else problems(table)
    if wrong:
        raise WrongRules(tuple(wrong))
    return table


def _whole(kind: dict[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of a kind with those that every kind has, and every kind that takes files, in each of its states."""
    states = [s["code"] for s in kind.get("state", ())]
    common = [settings["common"], *([settings["attaching"]] if kind.pop("files", True) else [])]
    fields = [f for rows in common for f in rows["field"]]
    actions = [{**a, "from": states, "common": True} for rows in common for a in rows["action"]]
    return {**kind, "field": [*kind["field"], *fields], "action": [*kind["action"], *actions]}


def _who(pair: str) -> tuple[ActorRole, CaseRelation]:
    role, _, relation = pair.partition(":")
    return ActorRole(role), CaseRelation(relation)


@cache
def table() -> Casework:
    """The shipped rows."""
    return load()
