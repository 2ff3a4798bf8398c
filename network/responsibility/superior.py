"""Body above a body, informed when that one does not answer (对方的主管单位); pure."""

from knowledge.casework.settings import Superiors
from network.snapshot import Network


def superior_of(network: Network, lines: Superiors, body: str, area: str) -> str | None:
    """The body above a body or service point, for whoever lives in an area; None where none is loaded.

    A kind of body without a line of its own has the same kind further up above it, then who coordinates all.
    """
    own = network.bodies.get(body)
    kind = own.kind if own else network.points[body].body if body in network.points else None
    if kind is None:
        return None
    where = own.area if own else area
    up = [a.code for a in network.path(where)]
    wanted = [(lines.by[kind], up)] if kind in lines.by else [(kind, up[1:])]
    for above, codes in [*wanted, (lines.last, up)]:
        for code in codes:
            if offices := [b.id for b in network.seated(above, code) if b.id != body]:
                return offices[0]
    return None
