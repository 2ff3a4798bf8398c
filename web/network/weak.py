"""薄弱点：what is lost with one point, person or office, or with several points at once (薄弱点)."""

from web.frame.pages import Visit
from web.network.scope import Net, NetworkView, choice, codes_of
from web.network.week import DAYS, HOURS, REGIMES, span
from web.parts.asking import Row
from web.parts.markup import Markup, el, joined
from web.parts.words import say, series

WORST = ("2", "3")
"""Numbers of points that may be lost together."""
LISTED = 10
FIRST = 5
"""Weak points shown first; the rest is collapsed."""
HOUR = "15"


async def weak(v: Visit, scope: NetworkView, net: Net) -> Row:
    """The gravest losses first; each point links to the effect of its closing."""
    a = await v.asker.ask("WeakPoints", **scope.arguments())
    keys = ("network.point", "network.needs_lost", "network.communities", "network.minors_about", "network.cut")
    return {
        "headings": [say(k) for k in keys],
        "places": [_place(scope, net, p) for p in a["places"]],
        "first": FIRST,
        "components": a["components"],
        "joints": _joints(a),
        "persons": [_person(net, p) for p in a["persons"]],
        "body_headings": [say(k) for k in ("network.body", "network.matters", "network.minors_all")],
        "bodies": [[b["body"]["name"], _matters(b), f"{b['minors']:,}"] for b in a["bodies"]],
        "asked": _asked(scope),
        "worst": await _worst(v, scope),
        "notes": a["notes"],
    }


def _place(scope: NetworkView, net: Net, p: Row) -> list[str]:
    return [
        el("a", p["point"]["name"], href=scope.to(view="", point=p["point"]["code"])),
        net.codes(codes_of(p["subjects"])) or say("network.nothing"),
        f"{p['communities']}",
        f"{p['minors']:,}",
        series(p["cutLabels"]) or say("network.nothing"),
    ]


def _joints(a: Row) -> list[str]:
    """Articulation points and bridges of the referral network."""
    lines = []
    if a["articulation"]:
        names = series(x["name"] for x in a["articulation"][:LISTED])
        lines.append(say("network.articulation", count=len(a["articulation"]), names=names))
    if a["bridges"]:
        first = a["bridges"][:LISTED]
        names = series(say("network.bridge", one=x["name"], other=y["name"]) for x, y in first)
        lines.append(say("network.bridges", count=len(a["bridges"]), names=names))
    return lines


def _person(net: Net, p: Row) -> str:
    posts = series(net.posts.get(k, k) for k in p["posts"])
    return say("network.person", posts=posts, count=len(p["posts"]), minors=f"{p['minors']:,}")


def _matters(b: Row) -> Markup:
    codes, count = codes_of(b["matters"]), b["matterCount"]
    links = joined(*(joined(el("a", c, href=f"/who?matter={c}"), " ") for c in codes))
    return joined(links, say("network.matters_of", count=count) if count > len(codes) else None)


def _asked(scope: NetworkView) -> list[Row]:
    hours = [(str(h), span(h, h + 1)) for h in HOURS]
    return [
        choice("k", say("network.how_many"), [(k, k) for k in WORST], scope.k),
        choice("regime", say("network.regime"), [(r, say(key)) for r, key in REGIMES], scope.regime),
        choice("day", say("network.day"), [(str(n), say(key)) for n, key in enumerate(DAYS)], scope.day),
        choice("hour", say("network.hour"), hours, scope.hour or HOUR),
    ]


async def _worst(v: Visit, scope: NetworkView) -> list[str]:
    """Return the worst joint loss of several points at one hour, in sentences; none without a request."""
    if scope.k not in WORST or not scope.day.isdigit() or not scope.hour.isdigit():
        return []
    regime = scope.regime if scope.regime in dict(REGIMES) else REGIMES[0][0]
    hour = {"regime": regime, "weekday": int(scope.day), "hour": int(scope.hour)}
    worst = (await v.asker.ask("WorstLoss", **scope.arguments(), k=int(scope.k), hour=hour))["worst"]
    when = f"{say(DAYS[int(scope.day) % 7])} {span(int(scope.hour), int(scope.hour) + 1)}"
    if not worst["lost"]:
        return [say("network.worst_none", when=when)]
    return [
        say("network.worst_of", when=when, names=series(p["name"] for p in worst["points"])),
        say("network.worst_lost", lost=f"{worst['lost']:,}", covered=f"{worst['covered']:,}"),
        say("network.proven" if worst["proven"] else "network.not_proven"),
    ]
