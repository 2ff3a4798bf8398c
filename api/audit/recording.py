"""The audit of the service: a line an operation of whoever has signed in, and its heads in the graph (记录)."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from api.audit.log import AuditLog
from api.edge.errors import Code
from api.edge.recorder import Recorder
from graph_model.audit import anchors
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from knowledge.access.policy import is_anonymous

ANCHORED_EACH = 1.0
"""Seconds between two heads in the graph (configured value)."""
REFUSALS = frozenset({Code.UNAUTHENTICATED, Code.FORBIDDEN, Code.NOT_FOUND})


class Recording:
    """Writes the lines of operations; without a log nothing of a child can be opened, and nothing is written."""

    def __init__(self, log: AuditLog | None, graph: Graph) -> None:
        self._log, self._graph = log, graph

    def recorder(self) -> Recorder:
        """Return the hooks of the edge."""
        return Recorder(self.before_change, self.after, self.refused)

    async def before_change(self, c: Any, roots: Sequence[str]) -> None:
        """A line before a change, so that none is made that the audit does not have.

        Raises:
            AuditUnwritable: Nothing may be changed.
        """
        if self._log is not None and not is_anonymous(c.actor.roles):
            c.trail.begun = True
            await self._log.put(c.trail.line(self._log, c.actor, roots, "begun"))

    async def after(self, c: Any, roots: Sequence[str], codes: Sequence[str]) -> None:
        """A line if something was opened, changed or refused; each change that was begun has an end.

        Raises:
            AuditUnwritable: Nothing may be shown.
        """
        refused = sorted({code for code in codes if code in REFUSALS} | c.trail.refusals)
        if self._log is None:
            return
        if is_anonymous(c.actor.roles):
            for code in refused:
                self._log.refused(code)
        elif c.trail.purposes or refused or c.trail.begun:
            outcome = " ".join(refused) or ("failed" if codes else "answered")
            await self._log.put(c.trail.line(self._log, c.actor, roots, outcome))

    def refused(self, code: str) -> None:
        """Count a refusal before an operation: of a token, or of an account."""
        if self._log is not None and code in REFUSALS:
            self._log.refused(code)

    async def anchor_each_second(self) -> None:
        """Store the head in the graph while the service runs; a silent database is tried again."""
        known = None
        while self._log is not None:
            await asyncio.sleep(ANCHORED_EACH)
            await self._log.minute_ended()
            head = self._log.head()
            if head is not None and head != known:
                with suppress(GraphUnavailable):
                    anchor = anchors.AuditAnchor(head.file, head.count, head.mac)
                    await anchors.anchor_head(self._graph, anchor)
                    known = head
