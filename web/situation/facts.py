"""Facts as a form has them: checked values, chips, fields, answers to a question (事实)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from web.parts.asking import Row
from web.parts.words import say

CLOSED = frozenset({"BOOLEAN", "CHOICE"})
"""Types whose values are a closed set."""
SHORT = frozenset({"sex", "reporter"})
"""Facts whose value alone is a chip."""
AGE = "age"


def valid(form: Row, value: str) -> bool:
    """True if a fact can have this value: values that no form offers are refused."""
    if form["type"] in CLOSED:
        return any(o["code"] == value for o in form["values"])
    if form["type"] == "NUMBER":
        return value.isascii() and value.isdigit() and len(value) < 8  # noqa: PLR2004  # far above any income
    if form["type"] == "DATE":
        return _is_day(value)
    return value.replace(" ", "").isalnum() and value.isascii()


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def as_input(form: Row, value: str) -> Any:
    """A value as `SituationInput` takes it."""
    if form["type"] == "BOOLEAN":
        return value == "true"
    if form["type"] == "NUMBER":
        return int(value)
    return value.split() if form["type"].endswith("_CODES") else value


def situation(forms: Mapping[str, Row], facts: Mapping[str, str]) -> Row | None:
    """The facts as `SituationInput`; None if nothing is known."""
    return {name: as_input(forms[name], value) for name, value in facts.items()} or None


def chip(form: Row, value: str) -> str:
    """A fact in few words."""
    shown = next((o["label"] for o in form["values"] if o["code"] == value), value)
    if form["fact"] == AGE:
        return say("situation.age", value=value)
    if form["fact"] in SHORT:
        return str(shown)
    if form["type"] == "BOOLEAN":
        return str(form["label"]) if value == "true" else say("situation.not", label=form["label"])
    return say("frame.colon", head=form["label"], rest=shown)


def entry(form: Row, value: str = "") -> Row:
    """Return a native control for a fact; facts that are codes of places or services are hidden, not editable."""
    kind = {"NUMBER": "number", "DATE": "date", "BOOLEAN": "select", "CHOICE": "select"}.get(form["type"], "hidden")
    return {"name": f"fact.{form['fact']}", "label": form["label"], "type": kind, "value": value, "of": form["values"]}


def _answer(form: Row, option: Row) -> str:
    """Return an answer on a button; a yes includes its meaning: a question may ask for the reverse (are you safe?)."""
    plain = form["type"] != "BOOLEAN" or option["code"] != "true"
    return str(option["label"]) if plain else say("situation.yes", word=option["label"], label=form["label"])


def question(form: Row, at: str = "", at_name: str = "", text: str = "") -> Row:
    """One question: buttons where the values are few and closed, otherwise a field; its last answer is 不知道."""
    options = [(o["code"], _answer(form, o)) for o in form["values"]] if form["type"] in CLOSED else []
    if form["type"] == "AREA_CODE" and at:
        options = [(at, at_name)]
    return {
        "fact": form["fact"],
        "text": text or form["question"],
        "answers": [{"pair": f"{form['fact']}={code}", "label": label} for code, label in options],
        "entry": None if options else entry(form),
        "unknown": f"{form['fact']}=",
    }
