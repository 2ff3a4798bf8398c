"""The commands `tongxin clock`, `tongxin forms` and `tongxin casework verify | draw` (办理命令)."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.ask import show
from cli.desk import As, asked, file_sent
from cli.language import example, worded
from cli.session import DatabaseServer, reported_errors, run, settings
from knowledge.errors import BadInput
from knowledge.messages.message import DEFAULT, message, speaking

if TYPE_CHECKING:
    from graph_model.graph import Graph

casework = typer.Typer(no_args_is_help=True, help=worded("help.casework"))
WRONG = 2
"""The exit code where something is wrong."""
TOPICS = "{ papers { label typedBack } loadTopics { code name columns { name required } } }"
LOAD = """mutation($input: LoadFileInput!) { loadFile(input: $input) { result { ... on LoadReport {
  read written unchanged repeated rejected missing { name } rejects { row column message } } } } }"""


def clock() -> None:
    """Do the due steps of the clocks, as the service does each minute."""
    with reported_errors():
        done = run(DatabaseServer(settings()), _tick)
    typer.echo(str(message("casework.ticked", count=done)))


@casework.command(help=worded("help.casework_verify"), epilog=example("casework verify"))
def verify() -> None:
    """Compare each item with its events."""
    with reported_errors():
        count, lines = run(DatabaseServer(settings()), _verified)
    for line in lines:
        typer.echo(line)
    typer.echo(str(message("casework.verified", count=count, wrong=len(lines))))
    if lines:
        raise typer.Exit(WRONG)


@casework.command(help=worded("help.casework_draw"), epilog=example("casework draw"))
def draw() -> None:
    """Print the drawing of all kinds of items, as in `docs/casework.svg`."""
    typer.echo(drawn(), nl=False)


def drawn() -> str:
    """The drawing of all kinds of items, from the rows."""
    from api.casework.tables import every_kind  # noqa: PLC0415  # slow to import
    from web.rules.drawing import document  # noqa: PLC0415  # as above

    with speaking(DEFAULT):
        return document([asdict(kind) for kind in every_kind()])


async def _roots(graph: "Graph") -> Iterable[str]:
    roots: Iterable[str] = (await import_module("graph_model.directory.snapshot").read(graph)).roots
    return roots


async def _tick(graph: "Graph") -> int:
    from api.casework.clock import begin, clock_of, recount, tick  # noqa: PLC0415  # slow to import
    from graph_model.casework.desk import desk_of  # noqa: PLC0415  # as above
    from graph_model.notices.outbox import notify  # noqa: PLC0415  # as above
    from graph_model.persons.seal import Vault  # noqa: PLC0415  # as above
    from knowledge.calendar.deadlines import SHANGHAI  # noqa: PLC0415  # as above
    from knowledge.casework.notices.rows import notices  # noqa: PLC0415  # as above
    from knowledge.rulebook.load import rulebook  # noqa: PLC0415  # as above

    vault = Vault(settings().key_folder)
    network = await import_module("graph_model.directory.snapshot").read(graph)
    desk = desk_of(graph, vault, rulebook(), network)
    try:
        done = await begin(desk, network.roots, datetime.now(SHANGHAI))
        done += await recount(desk, network, datetime.now(SHANGHAI))
        while some := await tick(desk, network.roots, datetime.now(SHANGHAI)):
            done += some
        await notify(graph, clock_of(network.roots), desk.table, notices(), datetime.now(SHANGHAI))
    finally:
        vault.close()
    return done


async def _verified(graph: "Graph") -> tuple[int, list[str]]:
    checks, table = import_module("graph_model.casework.verify"), import_module("knowledge.casework.load").table
    actor = import_module("api.casework.clock").clock_of(await _roots(graph))
    count, findings = await checks.verify(graph, actor, table())
    return count, [
        str(message("casework.finding", item=f.item, problem=message(f"casework_problem.{f.problem.value}")))
        for f in findings
    ]


def forms(
    topic: Annotated[str, typer.Argument(help=worded("help.forms_topic"))] = "",
    file: Annotated[Path | None, typer.Argument(help=worded("help.forms_file"))] = None,
    preview: Annotated[bool, typer.Option("--preview", help=worded("help.load_preview"))] = False,
    role: As = "",
) -> None:
    """Type filled forms back from a file; without a file, list the forms and their columns."""
    with reported_errors():
        known = _known(role)
        if not topic:
            for code, columns in known.items():
                show.out.print(f"{code}: {' · '.join(columns)}", markup=False, highlight=False)
            return
        if topic not in known:
            raise BadInput("topic", "settings.not_one_of", allowed=tuple(known))
        given = {"topic": topic, "preview": preview, "file": _sent(file, topic)}
        report = asked(role, LOAD, {"input": given})["loadFile"]["result"]
    for row in report["rejects"]:
        show.err.print(f"{row['row']} {row['column'] or ''} {row['message']}", markup=False, highlight=False)
    for column in report["missing"]:
        show.err.print(str(message("forms.column_missing", name=column["name"])), highlight=False)
    show.out.print(str(message("forms.typed_back", **{k: report[k] for k in ("read", "written", "rejected")})))
    if report["rejects"] or report["missing"]:
        raise typer.Exit(WRONG)


def _known(role: str) -> dict[str, list[str]]:
    """The forms that the caller may type back, each with its columns; a star where a value is needed."""
    answer = asked(role, TOPICS, {})
    back = {p["typedBack"] for p in answer["papers"] if p["typedBack"]}
    rows = [t for t in answer["loadTopics"] if t["code"] in back]
    return {t["code"]: [c["name"] + ("*" if c["required"] else "") for c in t["columns"]] for t in rows}


def _sent(file: Path | None, topic: str) -> dict[str, Any]:
    """The file as the service takes it.

    Raises:
        BadInput: None was named, or it cannot be read.
    """
    if file is None:
        raise BadInput("file", "load.file_missing", topic=topic)
    from api.loading.query import FILE_BYTES  # noqa: PLC0415  # slow to import

    size, content = file_sent(file, "file")
    if size > FILE_BYTES:
        raise BadInput("file", "file.too_large", most=FILE_BYTES >> 20)
    return {"name": file.name, "content": content}
