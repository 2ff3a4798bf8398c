"""`tongxin audit`: verify the files, who saw a child, export, heads to print (审计)."""

import getpass
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from api.audit import verify as checks
from api.audit.chain import AuditHead, Keys
from api.audit.log import KEY, AuditLog
from api.audit.trail import Trail
from api.settings import Settings
from cli.session import DatabaseServer, run
from graph_model.audit import anchors
from graph_model.casework import emergencies as model
from graph_model.directory.snapshot import Networks
from graph_model.graph import Graph
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.messages.message import Message, message
from knowledge.roles import ActorRole
from knowledge.vocabulary import FieldClass
from network.entities import ANONYMOUS, Actor

CLASSES = tuple(FieldClass)
LATEST = 200
"""Most emergency readings that are listed."""


def keys(config: Settings) -> Keys:
    """The keys of the audit."""
    return Keys.at(config.key_folder / KEY)


def operator(areas: Sequence[str] = ()) -> Actor:
    """The user of the machine, within some areas."""
    return Actor(f"shell:{getpass.getuser()}", ActorRole.OPERATOR, tuple(areas))


@contextmanager
def recorded(config: Settings) -> Iterator[Callable[..., None]]:
    """Yield a writer of audit lines for a command: its act, records, purpose; the actor is the user of the machine.

    One line precedes each act, and one records the end of all; an act without an end was interrupted.
    """
    log = AuditLog(config.audit_folder, keys(config))
    who, acts = operator(), list[str]()

    def record(what: str, records: Sequence[str], purpose: str | Message) -> None:
        trail = Trail()
        trail.opened(records, CLASSES if records else (), purpose)
        log.put_now(trail.line(log, who, (what,), "begun"))
        acts.append(what)

    def ended(outcome: str) -> None:
        if acts:
            log.put_now(Trail().line(log, who, acts[:1], outcome))

    try:
        yield record
    except Exception:
        ended("failed")
        raise
    else:
        ended("answered")
    finally:
        log.close()


async def verified(graph: Graph, config: Settings, printed: str) -> tuple[list[str], bool]:
    """The result in sentences, and whether nothing was tampered with; `printed` are heads on paper."""
    known = [AuditHead(a.file, a.lines, a.mac) for a in await graph.read(ANONYMOUS, anchors.anchors)]
    known += [AuditHead.parsed(line) for line in printed.splitlines() if line.strip()]
    result = checks.verify(config.audit_folder, keys(config), known)
    findings = [
        str(message("audit.finding", file=f.file, line=f.line or "", problem=message(f"audit.{f.problem}")))
        for f in result.findings
    ]
    total = "audit.sound" if result.sound else "audit.tampered"
    return [*findings, str(message(total, files=result.files, lines=result.lines))], result.sound


def who_saw(config: Settings, minor: str) -> list[str]:
    """A line for each operation that opened a record of a child: when, who, in which role, what, why, which classes."""
    seen = keys(config).id_of(minor)
    with recorded(config) as record:
        record("audit who-saw", (minor,), message("purpose.audit"))
    rows = [line for line in checks.entries(config.audit_folder, keys(config)) if seen in line.get("ids", ())]
    return [
        " ".join([line["at"], line["who"], line["role"], *line["what"], *line["purpose"], *line["classes"]])
        for line in rows
    ]


async def emergencies(graph: Graph, config: Settings) -> list[str]:
    """A line for each emergency reading, the latest first: when, item, who, cause, state, by whom reviewed and how."""
    with recorded(config) as record:
        record("audit emergencies", (), message("purpose.audit"))
    network = await Networks(graph).current()
    rows = await graph.read(operator(network.roots), model.emergencies, LATEST)
    lines = [(row.opened.astimezone(SHANGHAI).isoformat(timespec="minutes"), *row.words) for row in rows]
    return [" ".join(word for word in line if word) for line in lines]


def exported(config: Settings, out: Path) -> int:
    """Write all sound lines in the order of time to a file, and return their number."""
    with recorded(config) as record:
        record("audit export", (), message("purpose.audit"))
    rows = list(checks.entries(config.audit_folder, keys(config)))
    out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in rows), "utf-8")
    return len(rows)


def heads(config: Settings) -> list[str]:
    """The heads of all files, to be printed, signed and filed."""
    return [head.printed for head in checks.heads_of(config.audit_folder, keys(config))]


def result(config: Settings, action: str, given: str, against: Path | None) -> tuple[list[str], bool]:
    """The lines that the command prints, and whether nothing was tampered with."""
    if action == "verify":
        printed = against.read_text("utf-8") if against else ""
        return run(DatabaseServer(config), lambda g: verified(g, config, printed))
    if action == "emergencies":
        return run(DatabaseServer(config), lambda g: emergencies(g, config)), True
    if action == "who-saw":
        return who_saw(config, given), True
    return ([str(exported(config, Path(given)))] if action == "export" else heads(config)), True
