"""`tongxin erase`: the preview, the decision, the erasure, each with its line in the audit (删除)."""

from contextlib import closing
from dataclasses import dataclass

from api.request.context import today
from cli.audit import operator, recorded
from cli.session import settings
from graph_model.access import erasure
from graph_model.directory import snapshot
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.access.erasure import Erasing
from knowledge.casework.load import table
from knowledge.messages.message import message


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """Request for an erasure: child, decider and reason."""

    child: str
    by: str
    reason: str


async def erased(graph: Graph, asked: ErasureAsked, *, confirmed: bool) -> list[str]:
    """Return sentences on what would be erased; if confirmed, on what was."""
    config, child = settings(), asked.child
    actor = operator((await snapshot.read(graph)).roots)
    erasing, freezing = Erasing(asked.by, asked.reason), [k.code for k in table().kinds.values() if k.freezes]
    with recorded(config) as record, closing(Vault(config.key_folder)) as vault:
        lines = list[str]()
        if not await graph.read(actor, erasure.is_erased, child):
            what = await graph.read(actor, erasure.judged, child, erasing, freezing, today())
            lines = [str(message("erasure.preview", child=child, **_numbers(what)))]
        if not confirmed:
            record("erase preview", (child,), f"by {asked.by}")
            return [*lines, str(message("erasure.to_confirm", child=child))]
        record("erase begun", (child,), f"by {asked.by}: {asked.reason}")
        keys = await erasure.erase(graph, actor, vault, child, erasing, freezing, today())
        record("erase done", (child,), f"by {asked.by}")
    return [*lines, str(message("erasure.done", child=child, keys=keys)), str(message("erasure.copies"))]


def _numbers(what: erasure.Erasable) -> dict[str, object]:
    return {
        "classes": what.sealed,
        "guardians": what.guardians,
        "entries": what.entries,
        "cases": what.cases or "-",
    }
