"""草案：draft networks, apart from the live one; errors are listed by field (草案)."""

import json
from functools import partial

from nicegui import ui

from web.parts import fields, pieces
from web.parts.asking import Asker, Refused, Row
from web.parts.words import say
from web.planning.parts import PlanningState, awaited

ROWS = 14


def example() -> str:
    """A small valid draft as an example."""
    return json.dumps(
        {
            "areas": [
                {"code": "D", "name": say("planning.example_district"), "level": "DISTRICT"},
                {"code": "S", "name": say("planning.example_street"), "level": "STREET", "parent": "D"},
                {"code": "C1", "name": say("planning.example_one"), "parent": "S", "minors": 180},
                {"code": "C2", "name": say("planning.example_two"), "parent": "S", "minors": 360},
            ],
            "points": [
                {
                    "code": "station",
                    "area": "S",
                    "serves": ["C1"],
                    "tier": "STREET",
                    "bodyKind": "street_station",
                    "services": ["B21"],
                    "hours": ["Mo-Fr 09:00-17:00"],
                    "capacity": 3,
                    "staff": 2,
                },
            ],
            "candidates": [{"code": "new@C2", "area": "C2", "serves": ["C2"], "services": ["B21"], "hours": ["24/7"]}],
            "demand": [{"area": "C2", "code": "B21", "children": 4}],
        },
        ensure_ascii=False,
        indent=1,
    )


async def drafts(plan: PlanningState, asker: Asker) -> None:
    """The saved drafts, and a form to save one."""
    pieces.text("p", say("planning.drafts_lead"))
    shelf = Shelf(plan, asker)
    await shelf.draw()
    pieces.heading(2, say("planning.keep_title"))
    _form(shelf, asker)


class Shelf:
    """The list of saved drafts."""

    def __init__(self, plan: PlanningState, asker: Asker) -> None:
        self.plan, self.asker = plan, asker
        self.status = pieces.tag("div", aria_live="polite")
        self.box = pieces.tag("div")

    async def draw(self) -> None:
        """Read and show the drafts."""
        await pieces.shown(self.box, self._listed)

    async def changed(self) -> None:
        """Redraw this list and the choice of networks."""
        await self.draw()
        await awaited(self.plan.redraw)

    async def _listed(self) -> None:
        rows = (await self.asker.ask("Drafts"))["nodes"]
        if not rows:
            pieces.empty(say("planning.no_drafts"))
            return
        keys = ("planning.draft_name", "planning.owner", "planning.stored_on", "planning.take", "planning.delete")
        shown = [
            [
                d["name"],
                self._owner(d),
                d["storedOn"],
                partial(self._download_button, d["name"]),
                partial(self._button, d),
            ]
            for d in rows
        ]
        pieces.table([say(k) for k in keys], shown, say("planning.drafts_kept"))

    def _mine(self, d: Row) -> bool:
        return bool(d["owner"] == self.plan.v.viewer["subject"])

    def _owner(self, d: Row) -> str:
        return say("planning.mine") if self._mine(d) else d["owner"]

    def _download_button(self, name: str) -> None:
        b = pieces.button(say("planning.take"), partial(self._download, name), kind="quiet")
        pieces.set_to(b, aria_label=say("planning.take_one", name=name))

    async def _download(self, name: str) -> None:
        """Download the content of a draft as a file through the page's connection."""
        self.status.clear()
        try:
            reply = await self.asker.ask("Draft", name=name)
        except Refused as e:
            with self.status:
                pieces.refusal(e)
            return
        text = json.dumps(reply["content"], ensure_ascii=False, indent=1)
        ui.download.content(text, f"{name}.json", "application/json")
        with self.status:
            pieces.notice(say("planning.taken", name=name), "good")

    def _button(self, d: Row) -> None:
        """A delete button for the viewer's own drafts."""
        if self._mine(d):
            b = pieces.button(say("planning.delete"), partial(self._delete, d["name"]), kind="quiet")
            pieces.set_to(b, aria_label=say("planning.remove", name=d["name"]))

    async def _delete(self, name: str) -> None:
        self.status.clear()
        try:
            await self.asker.ask("DeleteDraft", input={"name": name})
        except Refused as e:
            with self.status:
                if e.code == "BAD_USER_INPUT":
                    pieces.notice(say("planning.not_yours", name=name), "warn")
                else:
                    pieces.refusal(e)
            return
        with self.status:
            pieces.notice(say("planning.deleted", name=name), "good")
        await self.changed()


def _form(shelf: Shelf, asker: Asker) -> None:
    entered = {"name": "", "draft": ""}
    fields.line(
        say("planning.draft_name"), lambda v: entered.update(name=v.strip()), hint=say("planning.draft_name_hint")
    )
    field = fields.lines(
        say("planning.draft_json"), lambda v: entered.update(draft=v), hint=say("planning.draft_json_hint"), rows=ROWS
    )
    wrong = pieces.tag("div", aria_live="assertive")

    def fill() -> None:
        entered["draft"] = example()
        ui.run_javascript(f"document.getElementById('{field.props['id']}').value = {json.dumps(entered['draft'])}")

    async def save() -> None:
        wrong.clear()
        problems = await _save(asker, entered)
        with wrong:
            if problems:
                pieces.notice(say("planning.wrong", count=len(problems)), "bad")
                pieces.listing(problems)
            else:
                pieces.notice(say("planning.kept", name=entered["name"]), "good")
                pieces.behind(asker)
        if not problems:
            await shelf.changed()

    with pieces.tag("div", "roles"):
        pieces.button(say("planning.keep"), save)
        pieces.button(say("planning.example"), fill, kind="quiet")


async def _save(asker: Asker, entered: dict[str, str]) -> list[str]:
    """Save the draft and return all problems: of the text, then of the fields."""
    problems = [] if entered["name"] else [say("planning.need_name")]
    try:
        draft = json.loads(entered["draft"])
    except json.JSONDecodeError as e:
        return [*problems, say("planning.no_json", line=e.lineno, column=e.colno)]
    if not isinstance(draft, dict):
        return [*problems, say("planning.no_object")]
    if problems:
        return problems
    try:
        await asker.ask("PutDraft", input={"name": entered["name"], "draft": draft})
    except Refused as e:
        if e.code == "FORBIDDEN":
            return [say("planning.name_taken", name=entered["name"])]
        return [line for entered in e.messages for line in entered.splitlines()]
    return []
