"""Page 如果这样改: a change is put together, its consequences are one sentence; the address contains it all (推演)."""

from collections import Counter
from dataclasses import dataclass, field

from starlette.responses import RedirectResponse, Response

from web.parts.asking import Refused, Row
from web.parts.words import say, series
from web.planning.answer import answer
from web.planning.scope import Params, Scope
from web.planning.tried import AMONG, BETWEEN, FOUND, MOST, STEPS, TriedChange, point_of, posts, read, worded

LONGEST = 1500
"""Letters of an address; longer ones travel in the body of a form."""
FIELDS = {
    "CLOSE": ("point",),
    "REHOUR": ("point", "hours"),
    "RESIZE": ("point", "capacity"),
    "ADD_SERVICE": ("point", "service"),
    "MOVE_POST": ("post", "holder"),
    "OPEN": ("where", "tier", "services", "hours", "capacity", "name"),
}
"""The fields of each kind of change, as its form shows them."""
HOURS = (
    ("Mo-Fr 09:00-17:30", "planning.hours_office"),
    ("Mo-Fr 09:00-20:00", "planning.hours_evening"),
    ("Mo-Su 09:00-21:00", "planning.hours_daily"),
    ("24/7", "planning.hours_always"),
)
TIERS = {
    "COMMUNITY": "planning.tier_community",
    "STREET": "planning.tier_street",
    "DISTRICT": "planning.tier_district",
    "NONE": "planning.tier_none",
}
LACKED = {"REHOUR": "planning.hours", "RESIZE": "planning.capacity", "ADD_SERVICE": "planning.service_add"}
ASKED = {"point": "planning.point", "post": "planning.post", "where": "planning.new_area"}
"""Missing fields of a form, each with its words."""


@dataclass
class ChangeForm:
    """The form of one more change as a person has filled it in."""

    step: str
    given: Params
    choices: dict[str, list[Row]] = field(default_factory=dict)
    """Choices for ambiguous words, by field."""
    lacks: list[str] = field(default_factory=list)
    """Fields that must still be filled in."""

    def get(self, name: str) -> str:
        """One value, without what separates values in an address."""
        return self.given.get(name, "").replace(BETWEEN, " ").strip()


async def page(scope: Scope, params: Params) -> Response:
    """Add the change that was sent, then show what all of them do."""
    if where := params.get("mend"):
        return RedirectResponse(address(scope, [await _mended(scope, where, params.get("tier", ""))]), status_code=303)
    texts = params.getlist("try")[:MOST]
    step = params.get("do") or params.get("step") or "CLOSE"
    form = ChangeForm(step if step in STEPS else "CLOSE", params)
    if params.get("do") and (made := await _made(scope, form)):
        texts = [*texts, made.text][:MOST]
        to = address(scope, texts)
        if len(to) <= LONGEST:
            return RedirectResponse(to, status_code=303)
        form = ChangeForm("CLOSE", Params([]))
    tried = [t for text in texts if (t := read(text))]
    return await _page(scope, form, tried)


async def _mended(scope: Scope, where: str, tier: str) -> str:
    """The change that mends a missing point: one of its tier there, with what most points of the tier give."""
    rows = await scope.v.asker.ask("Layers", area=None, draft=scope.draft)
    alike = [p["services"] for r in rows for p in r["points"] if p["tier"] == tier]
    given = Counter(s for services in alike for s in services)
    most = [code for code in scope.codes if given[code] * 2 > len(alike)]
    return TriedChange("OPEN", where, (tier, AMONG.join(most), HOURS[0][0])).text


def address(scope: Scope, texts: list[str]) -> str:
    """The address of a what-if."""
    return scope.to("try", *(("try", t) for t in texts))


async def _page(scope: Scope, form: ChangeForm, tried: list[TriedChange]) -> Response:
    rows = [await worded(scope, t) for t in tried]
    texts = [t.text for t in tried]
    shown: Row | None = None
    wrong = ""
    if tried:
        try:
            reply = await scope.v.asker.ask(
                "WhatIf",
                changes=[t.input(n) for n, t in enumerate(tried)],
                area=scope.within,
                draft=scope.draft,
            )
            shown = answer(scope, reply, [r["unknown"] for r in rows if r["unknown"]])
        except Refused as e:
            wrong = str(e)
    content = {
        "tried": [
            {**r, "text": t.text, "without": address(scope, texts[:n] + texts[n + 1 :])}
            for n, (r, t) in enumerate(zip(rows, tried, strict=True))
        ],
        "answer": shown,
        "wrong": wrong,
        "opposite": _opposite(scope, tried),
        "method": "get" if len(address(scope, texts)) <= LONGEST else "post",
        "form": form,
        **await _fields(scope, form),
    }
    return scope.v.page("planning/try.html", {"scope": scope, **content}, 422 if wrong or form.lacks else 200)


def _opposite(scope: Scope, tried: list[TriedChange]) -> str:
    """The address of the contrary question: what if the point that gains something were closed."""
    (one,) = tried if len(tried) == 1 else (None,)
    if one is None or one.step not in ("REHOUR", "RESIZE", "ADD_SERVICE"):
        return ""
    return address(scope, [TriedChange("CLOSE", one.code).text])


async def _fields(scope: Scope, form: ChangeForm) -> Row:
    """Return the options of the form of this kind of change."""
    fields = FIELDS[form.step]
    services = [(c, name) for c, name in scope.codes.items() if c.startswith("B")]
    return {
        "steps": [(code, say(key), scope.to("try", step=code)) for code, key in STEPS.items()],
        "fields": fields,
        "hours": [(value, say(key)) for value, key in HOURS],
        "tiers": [(code, say(key)) for code, key in TIERS.items()],
        "services": services,
        "chosen": form.given.getlist("services"),
        "candidates": await _candidates(scope) if form.step == "OPEN" and scope.net else [],
    }


async def _candidates(scope: Scope) -> list[Row]:
    reply = await scope.v.asker.ask("Points", draft=scope.draft, candidates=True, first=100)
    return [{"code": n["code"], "name": n["name"]} for n in reply["nodes"]]


async def _made(scope: Scope, form: ChangeForm) -> TriedChange | None:
    """The change that the form asks for; None if something is missing or may mean several things."""
    if form.step == "OPEN":
        return await _opened(scope, form)
    kind = "post" if form.step == "MOVE_POST" else "point"
    code = await _meant(scope, form, kind)
    value = {
        "REHOUR": _hours(form),
        "RESIZE": form.get("capacity"),
        "ADD_SERVICE": form.get("service"),
        "MOVE_POST": form.get("holder"),
    }.get(form.step)
    if value == "" and form.step != "MOVE_POST":
        form.lacks.append(say(LACKED[form.step]))
    if not code or form.lacks:
        return None
    return TriedChange(form.step, code, () if value is None else (value,))


def _hours(form: ChangeForm) -> str:
    return form.get("own_hours") or form.get("hours")


async def _opened(scope: Scope, form: ChangeForm) -> TriedChange | None:
    if candidate := form.get("candidate"):
        return TriedChange("OPEN", candidate)
    where = await _meant(scope, form, "where")
    services = AMONG.join(s for s in form.given.getlist("services") if s in scope.codes)
    if not services:
        form.lacks.append(say("planning.services"))
    if not where or form.lacks:
        return None
    tier = form.get("tier") or "COMMUNITY"
    values = ("" if tier == "NONE" else tier, services, _hours(form), form.get("capacity"), form.get("name"))
    return TriedChange("OPEN", where, values)


async def _meant(scope: Scope, form: ChangeForm, name: str) -> str:
    """Return the key of what a person named in words; for ambiguous words the form gets the choices."""
    words = form.get(f"{name}_words")
    if code := form.get(name):
        return code
    if not words:
        form.lacks.append(say(ASKED[name]))
        return ""
    rows = await _matches(scope, name, words)
    if len(rows) == 1:
        return str(rows[0]["code"])
    if rows:
        form.choices[name] = rows
    else:
        form.lacks.append(say("planning.no_match", words=words))
    return ""


async def _matches(scope: Scope, name: str, words: str) -> list[Row]:
    """Return the possible meanings of words: points, posts or areas, with distinguishing details."""
    if name == "point":
        if exact := await point_of(scope, words):
            return [exact]
        reply = await scope.v.asker.ask("Points", search=words, draft=scope.draft, first=FOUND)
        unknown = say("planning.hours_unknown")
        return [{**n, "more": series(n["hoursLabel"]) or unknown} for n in reply["nodes"]]
    if name == "post":
        every = (await posts(scope)).items()
        hits = [{"code": c, "name": n, "more": ""} for c, n in every if all(w in n for w in words.split())]
        return hits[:FOUND]
    if scope.net and (own := {c: n for c, n in scope.areas.items() if c and (words == c or words in n)}):
        return [{"code": c, "name": n, "more": ""} for c, n in own.items()][:FOUND]
    rows = (await scope.v.asker.ask("Areas", search=words, first=FOUND))["nodes"]
    return [{"code": a["code"], "name": a["name"], "more": a["fullName"]} for a in rows]
