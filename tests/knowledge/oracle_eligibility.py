"""Eligibility decided again, straight from the TOML files: the plainest reading, no code of the engine."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "knowledge"
FIRST, LAST = date.min, date.max
MONTH_FACTS = ("father_months", "mother_months", "residence_months", "permit_months")

Row = dict[str, Any]


def _rows(folder: str, table: str) -> list[Row]:
    return [
        r for p in sorted((FOLDER / folder).glob("*.toml")) for r in tomllib.loads(p.read_text("utf-8")).get(table, [])
    ]


def _texts() -> dict[str, list[tuple[date, date, str]]]:
    """By clause: the days and the whole text of each shipped version."""
    articles = tomllib.loads((FOLDER / "articles.toml").read_text("utf-8"))["article"]
    found: dict[str, list[tuple[date, date, str]]] = {}
    for d in tomllib.loads((FOLDER / "documents.toml").read_text("utf-8"))["document"]:
        for v in d["version"]:
            for a in (a for a in articles if a["version"] == v["id"]):
                days = v.get("since", v.get("known_from", FIRST)), v.get("until", LAST)
                found.setdefault(f"{d['id']}/{a['number']}", []).append((*days, "\n".join(a["paras"])))
    for c in tomllib.loads((FOLDER / "plan.toml").read_text("utf-8"))["clause"]:
        found[c["id"]] = [(FIRST, LAST, c["quote"])]
    return found


TEXTS = _texts()
CONCEPTS = {r["code"]: r for t in ("concept", "need", "door") for r in _rows("concepts", t)}
CATALOGUE = tomllib.loads((FOLDER / "situation" / "facts.toml").read_text("utf-8"))
SERVICES = {r["code"]: r for r in _rows("services", "service")}


KEPT: dict[tuple[int, date], bool] = {}


def stands(row: Row, on: date) -> bool:
    """Whether the row holds that day: its own days, and its first quote in a text of that day."""
    if (id(row), on) not in KEPT:
        KEPT[id(row), on] = _stands(row, on)
    return KEPT[id(row), on]


def _stands(row: Row, on: date) -> bool:
    if not row.get("since", FIRST) <= on < row.get("until", LAST):
        return False
    cites = row.get("cite", [])
    if not cites:
        return True
    return any(a <= on < b and cites[0]["quote"] in text for a, b, text in TEXTS[cites[0]["clause"]])


def three(yes: bool, no: bool) -> str:
    return "yes" if yes else "no" if no else "unknown"


def atom(key: str, wanted: Any, facts: dict[str, Any], on: date) -> str:
    for end in ("_from", "_under"):
        fact = key.removesuffix(end)
        if key.endswith(end) and fact in ("age", *MONTH_FACTS):
            reached = fact in facts and facts[fact] >= wanted
            return "unknown" if fact not in facts else three(reached is (end == "_from"), reached is (end != "_from"))
    if key in CONCEPTS:
        held = concept(key, facts, on)
        return held if wanted else {"yes": "no", "no": "yes"}.get(held, held)
    if facts.get(key) is None:
        return "unknown"
    accepted = wanted if isinstance(wanted, list) else [wanted]
    return three(facts[key] in accepted, facts[key] not in accepted)


def way(row: Row, facts: dict[str, Any], on: date) -> str:
    parts = [atom(k, v, facts, on) for k, v in row.get("when", {}).items()]
    whole = "no" if "no" in parts else "unknown" if "unknown" in parts else "yes"
    return "unknown" if whole == "yes" and row.get("contested") else whole


def any_way(rows: list[Row], facts: dict[str, Any], on: date) -> str:
    held = [way(r, facts, on) for r in rows if stands(r, on)]
    return "yes" if "yes" in held else "unknown" if "unknown" in held else "no"


def concept(code: str, facts: dict[str, Any], on: date) -> str:
    return any_way(CONCEPTS[code].get("way", []), facts, on)


def plain(code: str, facts: dict[str, Any], on: date) -> str:
    """eligible, ineligible or unknown, with the statuses that the child has today."""
    answers = []
    for r in SERVICES[code]["requirement"]:
        if not r.get("since", FIRST) <= on < r.get("until", LAST):
            continue
        no_text = not [w for w in r["way"] if stands(w, on)]
        answers.append("unknown" if r.get("contested") or no_text else any_way(r["way"], facts, on))
    return "ineligible" if "no" in answers else "unknown" if "unknown" in answers else "eligible"


def with_status(facts: dict[str, Any], status: str, value: Any) -> dict[str, Any]:
    """The facts with a status that was granted, and what it says by its meaning."""
    follows = [r["then"] for r in CATALOGUE["implies"] if r["when"] in ({status: value}, {status: "*"})]
    return {k: v for then in follows for k, v in then.items()} | facts | {status: value}


def named(ways: list[Row]) -> set[str]:
    """The facts that ways name, those behind derived facts too, but not those behind difficulties and needs."""
    facts = {k for w in ways for k in w.get("when", {})}
    behind = [named(CONCEPTS[k].get("way", [])) for k in facts if k.startswith("is_")]
    return facts.union(*behind)


def can_be_granted(code: str, facts: dict[str, Any], on: date) -> dict[str, list[Any]]:
    """By status: the values that the child lacks and that another service may still grant."""
    found: dict[str, list[Any]] = {}
    asked = named([w for r in SERVICES[code]["requirement"] for w in r["way"]])
    for other, service in SERVICES.items():
        for status, value in service.get("grants", {}).items():
            lacks = status in asked and status in facts and facts[status] != value
            if other != code and lacks and plain(other, facts, on) != "ineligible":
                found.setdefault(status, []).append(value)
    return found


def fit(code: str, facts: dict[str, Any], on: date) -> str:
    """As `plain`, but what fails only for want of a status that may be granted is unknown."""
    answer = plain(code, facts, on)
    if answer != "ineligible":
        return answer
    tried = [facts]
    for status, values in can_be_granted(code, facts, on).items():
        tried += [with_status(t, status, value) for t in tried for value in values]
    return "unknown" if any(plain(code, t, on) != "ineligible" for t in tried) else answer


AGES = (*range(26), 130)
BOTH = (True, False)


def whatever(code: str, facts: dict[str, Any], on: date, answer: str) -> bool:
    """Whether one unknown fact leads to this answer with each of its values."""
    asked = {"age": AGES, "enrolled": BOTH} | dict.fromkeys(_booleans(code), BOTH)
    return any(
        all(fit(code, facts | {fact: value}, on) == answer for value in values)
        for fact, values in asked.items()
        if fact not in facts
    )


def _booleans(code: str) -> set[str]:
    ways = [w for r in SERVICES[code]["requirement"] for w in r["way"]]
    return {k for w in ways for k, v in w.get("when", {}).items() if isinstance(v, bool) and k not in CONCEPTS}
