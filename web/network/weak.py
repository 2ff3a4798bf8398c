"""薄弱点：what is lost with one point, person or office, or with several points at once (薄弱点)."""

from web.frame.frame import LiveVisit
from web.network.scope import Net, NetworkView, choice, codes_of, form, in_one_line, title
from web.network.week import DAYS, HOURS, REGIMES, span
from web.parts import markup, pieces
from web.parts.asking import Row
from web.parts.markup import Markup, el, joined
from web.parts.words import say

WORST = ("2", "3")
"""How many points may be lost together."""
LISTED = 10
FIRST = 15
"""Weak points shown first; the rest is collapsed."""


async def weak(v: LiveVisit, scope: NetworkView, net: Net) -> None:
    """The gravest losses first; each point links to the effect of its closing."""
    title(scope, net, "network.weak")
    a = await v.asker.ask("WeakPoints", **scope.arguments())
    _places(scope, net, a)
    _joints(a)
    _persons(net, a)
    _bodies(a)
    pieces.text("small", in_one_line(a["notes"]))
    pieces.behind(v.asker)
    await _worst(v, scope)


def _places(scope: NetworkView, net: Net, a: Row) -> None:
    pieces.text("p", say("network.weak_lead"))
    if not a["places"]:
        pieces.empty(say("network.weak_none"))
        return
    keys = ("network.point", "network.needs_lost", "network.communities", "network.minors_about", "network.cut")
    rows: list[list[str]] = [
        [
            el("a", p["point"]["name"], href=scope.to(point=p["point"]["code"])),
            net.codes(codes_of(p["subjects"])) or say("network.nothing"),
            f"{p['communities']}",
            f"{p['minors']:,}",
            say("frame.comma").join(p["cutLabels"]) or say("network.nothing"),
        ]
        for p in a["places"]
    ]
    headings, caption = [say(k) for k in keys], say("network.weak_caption")
    markup.show(markup.table(headings, rows[:FIRST], caption))
    if rows[FIRST:]:
        more = say("network.weak_more", count=len(rows) - FIRST)
        with pieces.folded(more):
            markup.show(markup.table(headings, rows[FIRST:], more))


def _joints(a: Row) -> None:
    """Components, articulation points and bridges of the referral network."""
    pieces.heading(2, say("network.joints"))
    pieces.text("p", say("network.pieces", count=a["components"]))
    comma = say("frame.comma")
    if a["articulation"]:
        names = comma.join(x["name"] for x in a["articulation"][:LISTED])
        pieces.text("p", say("network.articulation", count=len(a["articulation"]), names=names))
    if a["bridges"]:
        first = a["bridges"][:LISTED]
        names = comma.join(say("network.bridge", one=x["name"], other=y["name"]) for x, y in first)
        pieces.text("p", say("network.bridges", count=len(a["bridges"]), names=names))


def _persons(net: Net, a: Row) -> None:
    pieces.heading(2, say("network.persons"))
    comma = say("frame.comma")
    listed = pieces.listing(
        say(
            "network.person",
            posts=comma.join(net.posts.get(k, k) for k in p["posts"]),
            count=len(p["posts"]),
            minors=f"{p['minors']:,}",
        )
        for p in a["persons"]
    )
    if listed is None:
        pieces.empty(say("network.persons_none"))


def _bodies(a: Row) -> None:
    pieces.heading(2, say("network.bodies"))
    if not a["bodies"]:
        pieces.empty(say("network.bodies_none"))
        return
    rows: list[list[str]] = [
        [b["body"]["name"], _matters(codes_of(b["matters"])), f"{b['minors']:,}"] for b in a["bodies"]
    ]
    keys = ("network.body", "network.matters", "network.minors_all")
    with pieces.folded(say("network.bodies_count", count=len(rows)), opened=len(rows) <= LISTED):
        markup.show(markup.table([say(k) for k in keys], rows, say("network.bodies")))


def _matters(codes: list[str]) -> Markup:
    links = joined(*(joined(el("a", c, href=f"/responsibility?matter={c}"), " ") for c in codes[:LISTED]))
    return joined(links, say("network.matters_of", count=len(codes)) if len(codes) > LISTED else None)


async def _worst(v: LiveVisit, scope: NetworkView) -> None:
    """The worst joint loss of several points at one hour."""
    pieces.heading(2, say("network.worst"))
    pieces.text("p", say("network.worst_lead"))
    hours = [(str(h), span(h, h + 1)) for h in HOURS]
    inputs = [
        choice("k", say("network.how_many"), [(k, k) for k in WORST], scope.k),
        choice("regime", say("network.regime"), [(r, say(key)) for r, key in REGIMES], scope.regime),
        choice("day", say("network.day"), [(str(n), say(key)) for n, key in enumerate(DAYS)], scope.day),
        choice("hour", say("network.hour"), hours, scope.hour or "15"),
    ]
    markup.show(form(scope.common(), inputs, say("network.reckon")))
    if scope.k in WORST and scope.day.isdigit() and scope.hour.isdigit():
        hour = {"regime": scope.regime, "weekday": int(scope.day), "hour": int(scope.hour)}
        reply = await v.asker.ask("WorstLoss", **scope.arguments(), k=int(scope.k), hour=hour)
        _worst_loss(reply["worst"], f"{say(DAYS[int(scope.day) % 7])} {span(int(scope.hour), int(scope.hour) + 1)}")
        pieces.behind(v.asker)


def _worst_loss(worst: Row, when: str) -> None:
    with pieces.card("bad" if worst["lost"] else "good"):
        if not worst["lost"]:
            pieces.text("p", say("network.worst_none", when=when), "summary")
            return
        names = say("frame.comma").join(p["name"] for p in worst["points"])
        pieces.text("p", say("network.worst_of", when=when, names=names), "summary")
        pieces.text("p", say("network.worst_lost", lost=f"{worst['lost']:,}", covered=f"{worst['covered']:,}"))
        pieces.text("small", say("network.proven" if worst["proven"] else "network.not_proven"))
