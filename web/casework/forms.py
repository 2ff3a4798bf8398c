"""A step as a form: its fields with their options, and what a person sent (一步的表单)."""

from collections.abc import Mapping, Sequence
from typing import Any

from web.casework.choices import Offered, kind_of, narrowed
from web.parts.asking import Row
from web.parts.words import say, series

PREFIX = "f-"
"""Before the names of form fields, so that they never meet the page's own."""
NAMED = 3
"""Folded fields that their fold names."""
RECORDED = frozenset({"visitSeen", "visitNotSeen"})
"""Steps named like the state to which they lead: their button is worded as a record."""
OPEN = frozenset({"childView", "attachmentAbout", "forThem"})
"""Optional fields that are not folded: the child's own words, the subject of a file, what a body is asked to do."""
ASKED = {"movedTo": "when-moved"}
"""Fields that only one answer needs, each with the class that shows it then."""
FILE, FILE_AS = "file", "file-as"
"""The names under which a form sends a file, and the field that it is for."""
CONTROLS = {"TEXT": "area", "INT": "number", "DATE": "date"}


def shown(
    step: Row, choices: Mapping[str, Offered], given: Mapping[str, str], why: Mapping[str, str] | None = None
) -> Row:
    """A step for the template: each field with its kind of control, options, the value that was given, what is wrong.

    What nothing may ask for is folded, apart from choices.
    """
    wrong = why or {}
    files = [f for f in step["form"] if f["fieldType"] == "FILE"]
    rest = [f for f in step["form"] if f not in files]
    fields = [_field(f, choices, given.get(PREFIX + f["name"], ""), wrong.get(f["name"], "")) for f in rest]
    folded = [f for f in fields if f["folded"]]
    more = say("casework.and_more") if folded[NAMED:] else ""
    names = series(f["label"] for f in folded[:NAMED]) + more
    button = say("casework.record_it", step=step["label"]) if step["mutation"] in RECORDED else step["label"]
    opened = any(f["value"] or f["wrong"] for f in folded)
    return {
        **step,
        "fields": fields,
        "files": files,
        "folded": len(folded),
        "further": names,
        "button": button,
        "opened": opened,
    }


def _field(field: Row, choices: Mapping[str, Offered], value: str, wrong: str) -> Row:
    kind, name = field["fieldType"], field["name"]
    offer = choices.get(name) or choices.get(kind_of(field), Offered())
    groups = offer.groups
    if kind == "BOOL":
        yes_no = ({"code": "true", "label": say("casework.yes")}, {"code": "false", "label": say("casework.no")})
        groups = (("", yes_no),)
    elif field["values"]:
        groups = (("", tuple(field["values"])),)
    short = kind in ("BOOL", "CHOICE")
    chosen = "radio" if short else "search" if offer.long else "select"
    return {
        **field,
        "input": PREFIX + field["name"],
        "control": chosen if groups else CONTROLS.get(kind, "text"),
        "groups": groups,
        "choices": [c for _, some in groups for c in some],
        "value": value,
        "wrong": wrong,
        "folded": not (field["required"] or field["conditional"] or kind == "CHOICE") and name not in {*ASKED, *OPEN},
        "when": ASKED.get(field["name"], ""),
    }


def sent(step: Row, given: Mapping[str, str]) -> Row:
    """The input of a step from what a person sent; fields left empty are left out."""
    values = {f["name"]: _value(f["fieldType"], text) for f in step["form"] if (text := _text(f, given))}
    return {"key": given.get("key", ""), **values}


def _text(field: Row, given: Mapping[str, str]) -> str:
    return given.get(PREFIX + field["name"], "").strip()


def _value(kind: str, text: str) -> Any:
    if kind == "BOOL":
        return text == "true"
    return int(text) if kind == "INT" and text.removeprefix("-").isdecimal() else text


def missing(step: Row, given: Mapping[str, str]) -> str:
    """Return the sentence with the fields to fill in; empty if none."""
    names = [f["label"] for f in step["form"] if f["required"] and not _text(f, given)]
    return say("casework.fill", fields=series(names)) if names else ""


async def resolved(
    step: Row, given: dict[str, str], choices: dict[str, Offered]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the sent values as codes, and the errors; for an ambiguous name its list is narrowed to the matches."""
    wrong: dict[str, str] = {}
    for field in step["form"]:
        text = _text(field, given)
        fit = await narrowed(field, text, choices) if text else None
        if fit is None:
            continue
        only = fit.rows[0] if len(fit.rows) == 1 else None
        if only and text in (only["code"], only["label"]):
            given = {**given, PREFIX + field["name"]: only["code"]}
            choices[field["name"]] = choices[kind_of(field)].beside(fit)  # its name stands if the form is shown again
            continue
        # what only resembles is never taken: a child's record would go to another body, or be another child's
        wrong[field["name"]] = say(
            "casework.is_it" if only else "casework.several" if fit.rows else "casework.none_named", text=text
        )
        if fit.rows:
            choices[field["name"]] = fit
    return given, wrong


def fields_of(steps: Sequence[Row], given: Mapping[str, str]) -> dict[str, str]:
    """Values that another page gives, by the names of fields, as the form has them."""
    names = {f["name"] for s in steps for f in s["form"]}
    return {PREFIX + name: value for name, value in given.items() if name in names}
