"""草案：networks of one's own, kept apart from the live one; what is wrong is told field by field (草案)."""

import json
from functools import partial

from nicegui import ui

from web.parts import fields, pieces
from web.parts.asking import Asker, Refused, Row
from web.parts.words import say
from web.planning.parts import PlanningState, awaited

ROWS = 14


def example() -> str:
    """A small draft that is kept as it stands."""
    return json.dumps(
        {
            "areas": [
                {"code": "D", "name": say("planning.example_district"), "level": "DISTRICT"},
                {"code": "S", "name": say("planning.example_street"), "level": "STREET", "parent": "D"},
                {"code": "C1", "name": say("planning.example_one"), "parent": "S", "minors": 180},
                {"code": "C2", "name": say("planning.example_two"), "parent": "S", "minors": 360},
            ],
            "points": [
                {"code": "station", "area": "S", "serves": ["C1"], "tier": "STREET", "bodyKind": "street_station",
                 "services": ["B21"], "hours": ["Mo-Fr 09:00-17:00"], "capacity": 3, "staff": 2},
            ],
            "candidates": [{"code": "new@C2", "area": "C2", "serves": ["C2"], "services": ["B21"], "hours": ["24/7"]}],
            "demand": [{"area": "C2", "code": "B21", "children": 4}],
        },
        ensure_ascii=False, indent=1,
    )  # fmt: skip


async def drafts(plan: PlanningState, asker: Asker) -> None:
    """Those that are kept, and a form to keep one."""
    pieces.text("p", say("planning.drafts_lead"))
    shelf = Shelf(plan, asker)
    await shelf.draw()
    pieces.heading(2, say("planning.keep_title"))
    _form(shelf, asker)


class Shelf:
    """The drafts that are kept."""

    def __init__(self, plan: PlanningState, asker: Asker) -> None:
        self.plan, self.asker = plan, asker
        self.told = pieces.tag("div", aria_live="polite")
        self.kept = pieces.tag("div")

    async def draw(self) -> None:
        """Ask and show them."""
        await pieces.shown(self.kept, self._listed)

    async def changed(self) -> None:
        """Here, and where a network is chosen."""
        await self.draw()
        await awaited(self.plan.redraw)

    async def _listed(self) -> None:
        rows = (await self.asker.ask("Drafts"))["nodes"]
        if not rows:
            pieces.empty(say("planning.no_drafts"))
            return
        keys = ("planning.draft_name", "planning.owner", "planning.stored_on", "planning.take", "planning.delete")
        shown = [
            [d["name"], self._owner(d), d["storedOn"], partial(self._taking, d["name"]), partial(self._button, d)]
            for d in rows
        ]
        pieces.table([say(k) for k in keys], shown, say("planning.drafts_kept"))

    def _mine(self, d: Row) -> bool:
        return bool(d["owner"] == self.plan.v.viewer["subject"])

    def _owner(self, d: Row) -> str:
        return say("planning.mine") if self._mine(d) else d["owner"]

    def _taking(self, name: str) -> None:
        b = pieces.button(say("planning.take"), partial(self._take, name), kind="quiet")
        pieces.set_to(b, aria_label=say("planning.take_one", name=name))

    async def _take(self, name: str) -> None:
        """Its content as a file, to be pasted again; it goes by the page's own connection."""
        self.told.clear()
        try:
            found = await self.asker.ask("Draft", name=name)
        except Refused as e:
            with self.told:
                pieces.refusal(e)
            return
        text = json.dumps(found["content"], ensure_ascii=False, indent=1)
        ui.download.content(text, f"{name}.json", "application/json")
        with self.told:
            pieces.notice(say("planning.taken", name=name), "good")

    def _button(self, d: Row) -> None:
        """Only one's own can be deleted."""
        if self._mine(d):
            b = pieces.button(say("planning.delete"), partial(self._delete, d["name"]), kind="quiet")
            pieces.set_to(b, aria_label=say("planning.remove", name=d["name"]))

    async def _delete(self, name: str) -> None:
        self.told.clear()
        try:
            await self.asker.ask("DeleteDraft", input={"name": name})
        except Refused as e:
            with self.told:
                if e.code == "BAD_USER_INPUT":
                    pieces.notice(say("planning.not_yours", name=name), "warn")
                else:
                    pieces.refusal(e)
            return
        with self.told:
            pieces.notice(say("planning.deleted", name=name), "good")
        await self.changed()


def _form(shelf: Shelf, asker: Asker) -> None:
    said = {"name": "", "draft": ""}
    fields.line(say("planning.draft_name"), lambda v: said.update(name=v.strip()), hint=say("planning.draft_name_hint"))
    field = fields.lines(
        say("planning.draft_json"), lambda v: said.update(draft=v), hint=say("planning.draft_json_hint"), rows=ROWS
    )
    wrong = pieces.tag("div", aria_live="assertive")

    def fill() -> None:
        said["draft"] = example()
        ui.run_javascript(f"document.getElementById('{field.props['id']}').value = {json.dumps(said['draft'])}")

    async def keep() -> None:
        wrong.clear()
        problems = await _kept(asker, said)
        with wrong:
            if problems:
                pieces.notice(say("planning.wrong", count=len(problems)), "bad")
                pieces.listing(problems)
            else:
                pieces.notice(say("planning.kept", name=said["name"]), "good")
                pieces.behind(asker)
        if not problems:
            await shelf.changed()

    with pieces.tag("div", "roles"):
        pieces.button(say("planning.keep"), keep)
        pieces.button(say("planning.example"), fill, kind="quiet")


async def _kept(asker: Asker, said: dict[str, str]) -> list[str]:
    """Keep it, or say everything that is wrong: in the text, then in the fields."""
    problems = [] if said["name"] else [say("planning.need_name")]
    try:
        draft = json.loads(said["draft"])
    except json.JSONDecodeError as e:
        return [*problems, say("planning.no_json", line=e.lineno, column=e.colno)]
    if not isinstance(draft, dict):
        return [*problems, say("planning.no_object")]
    if problems:
        return problems
    try:
        await asker.ask("PutDraft", input={"name": said["name"], "draft": draft})
    except Refused as e:
        if e.code == "FORBIDDEN":
            return [say("planning.name_taken", name=said["name"])]
        return [line for said in e.all_of_it for line in said.splitlines()]
    return []
