"""Loading the rows of casework; they ship with the release, for clients see them (办理表的载入)."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge import parsed
from knowledge.access.policy import CaseRelation
from knowledge.calendar.hours import Hours
from knowledge.casework.carry import ON_DUTY
from knowledge.casework.gate import problems
from knowledge.casework.gates.links import Owed
from knowledge.casework.rows import FieldType, ItemKind
from knowledge.casework.settings import Answering, DangerSign, Indicators, Intervals, Superiors
from knowledge.casework.table import Casework
from knowledge.errors import WrongRules
from knowledge.reasons import shape
from knowledge.roles import ActorRole
from knowledge.rulebook.source import locate

FOLDER = Path(__file__).parent
OBLIGATIONS = FOLDER.parent / "obligations"
SETTINGS = "settings.toml"


def load(folder: Path = FOLDER) -> Casework:
    """Read and check a folder of casework rows.

    Raises:
        WrongRules: All problems, each with its file and line.
    """
    raw = parsed.tables(folder / SETTINGS)
    wrong: list[str] = []
    kinds: dict[str, ItemKind] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == SETTINGS:
            continue
        try:
            kind = ItemKind.model_validate(_whole({**parsed.tables(path)}, raw))
            kinds[kind.code] = kind
        except ValidationError as e:
            wrong += [_shown(path, p["loc"], f"{'.'.join(map(str, p['loc']))}: {shape(p)}") for p in e.errors()]
    who = {name: frozenset(map(_who, pairs)) for name, pairs in raw["who"].items()}
    answering = Answering.model_validate(raw["hours"])
    intervals = Intervals.model_validate(raw["interval"])
    hours = Hours.parse(answering.rows)
    above, dangers = Superiors.model_validate(raw["above"]), tuple(map(DangerSign.model_validate, raw["danger"]))
    indicators = Indicators.model_validate(raw["indicators"])
    table = Casework(kinds, who, intervals, hours, answering.source, above, dangers, indicators)
    wrong += [] if wrong else [_of_gate(folder / f"{code}.toml", why) for code, why in problems(table, _owed())]
    if wrong:
        raise WrongRules(tuple(wrong))
    return table


@cache
def _owed() -> dict[str, Owed]:
    """The continuing obligations of the release; read without the rulebook, which rests on more."""
    rows = [row for path in sorted(OBLIGATIONS.glob("*.toml")) for row in parsed.tables(path)["obligation"]]
    return {
        row["code"]: Owed(frozenset(row["evidence"]), frozenset(c["code"] for c in row.get("components", ())))
        for row in rows
    }


def _shown(path: Path, at: Sequence[str | int], why: str) -> str:
    return f"{path.parent.name}/{path.name}:{locate(path.read_text('utf-8'), tuple(at))}: {why}"


def _of_gate(path: Path, why: str) -> str:
    """A problem of the gate; it begins with the code of its row, if it is about one row."""
    named = f'code = "{why.partition("：")[0]}"'
    lines = path.read_text("utf-8").splitlines()
    line = next((n for n, text in enumerate(lines, 1) if text == named), 1)
    return f"{path.parent.name}/{path.name}:{line}: {why}"


def _whole(kind: dict[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows of a kind with the common rows, and those for files, in each of its states.

    Steps of the addressee are only in states that have not ended, because afterwards it no longer has the item.
    Steps that ask people on duty are in the states with `asks`.
    """
    kind = _indicated(kind, settings["indicators"])
    states = [s["code"] for s in kind.get("state", ())]
    theirs = [s["code"] for s in kind.get("state", ()) if "addressee" in kind and not s.get("ended")]
    common = [settings["common"], *([settings["attaching"]] if kind.pop("files", True) else [])]
    asking = [s["code"] for s in kind.get("state", ()) if s.get("asks") == ON_DUTY]
    duty = [settings["duty"]] if asking else []
    fields = [f for rows in (*common, *duty) for f in rows["field"]]
    actions = [_common(a, theirs if a.get("addressed") else states) for rows in common for a in rows["action"]]
    actions += [{**a, "from": asking} for rows in duty for a in rows["action"]]
    return {**kind, "field": [*kind["field"], *fields], "action": [*kind["action"], *(a for a in actions if a["from"])]}


def _indicated(kind: dict[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of a kind that is assessed by indicators: a field each, in the forms of the steps that it names."""
    steps, codes = kind.pop("indicators", ()), [i["code"] for i in table["item"]]
    if not steps:
        return kind
    own = {"type": FieldType.CHOICE.value, "class": table["class"], "values": table["answers"]}
    fields = [{**{k: i[k] for k in ("code", "name", "name_en")}, **own} for i in table["item"]]
    actions = [{**a, "form": [*codes, *a["form"]]} if a["code"] in steps else a for a in kind["action"]]
    return {**kind, "field": [*kind["field"], *fields], "action": actions}


def _common(row: Mapping[str, Any], states: list[str]) -> dict[str, Any]:
    return {**{name: value for name, value in row.items() if name != "addressed"}, "from": states, "common": True}


def _who(pair: str) -> tuple[ActorRole, CaseRelation]:
    role, _, relation = pair.partition(":")
    return ActorRole(role), CaseRelation(relation)


@cache
def table() -> Casework:
    """The shipped rows."""
    return load()
