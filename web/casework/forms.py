"""A step as a form: its fields with their options, and what a person sent (一步的表单)."""

from collections.abc import Mapping, Sequence
from typing import Any

from web.parts.asking import Asker, Row
from web.parts.words import say

PREFIX = "f-"
"""Before the names of form fields, so that they never meet the page's own."""


def shown(step: Row, options: Mapping[str, Sequence[Row]], given: Mapping[str, str]) -> Row:
    """A step for the template: each field with its kind of control, options and the value that was given.

    What need not be filled in is folded, apart from choices.
    """
    fields = [_field(f, options, given.get(PREFIX + f["name"], "")) for f in step["form"]]
    folded = [f for f in fields if f["folded"]]
    return {**step, "fields": fields, "folded": len(folded), "opened": any(f["value"] for f in folded)}


def _field(field: Row, options: Mapping[str, Sequence[Row]], value: str) -> Row:
    kind = field["fieldType"]
    choices = list(field["values"]) or list(options.get(kind, ()))
    if kind == "BOOL":
        choices = [{"code": "true", "label": say("casework.yes")}, {"code": "false", "label": say("casework.no")}]
    control = "radio" if choices and (kind in ("BOOL", "CHOICE")) else "select" if choices else "text"
    control = {"TEXT": "area", "INT": "number", "DATE": "date"}.get(kind, control)
    folded = not field["required"] and kind != "CHOICE"
    return {
        **field,
        "input": PREFIX + field["name"],
        "control": control,
        "choices": choices,
        "value": value,
        "folded": folded,
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
    """What must still be filled in, as a sentence; empty if nothing."""
    names = [f["label"] for f in step["form"] if f["required"] and not _text(f, given)]
    return say("casework.fill", fields=say("frame.comma").join(names)) if names else ""


async def options(asker: Asker, steps: Sequence[Row]) -> dict[str, list[Row]]:
    """What can be chosen for fields that name a child or an area, where some step has such a field."""
    kinds = {f["fieldType"] for s in steps for f in s["form"]}
    choices: dict[str, list[Row]] = {}
    if "MINOR" in kinds:
        rows = await asker.ask("Children", first=100)
        choices["MINOR"] = [{"code": r["code"], "label": r["child"]} for r in rows]
    if "AREA" in kinds:
        choices["AREA"] = await _communities(asker)
    return choices


async def _communities(asker: Asker) -> list[Row]:
    own = (await asker.ask("Viewer"))["areas"]
    rows: dict[str, str] = {}
    for area in own:
        below = (await asker.ask("Areas", parent=area["code"], level="COMMUNITY", first=100))["nodes"]
        rows |= {a["code"]: a["fullName"] for a in below} or {area["code"]: area["name"]}
    return [{"code": code, "label": name} for code, name in rows.items()]
