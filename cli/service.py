"""What serves, loads and asks: the heavy half, imported while the database starts (服务与载入)."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import typer
import uvicorn

from api.access.tokens import issue, verifier
from api.app import create_app
from api.request.context import today
from api.schema import printed
from cli.ask import show
from cli.ask.facts import facts
from cli.ask.questions import ask, asked
from cli.session import Server, settings
from graph_model.directory.snapshot import version as network_version
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.rulebook.load import rulebook
from loaders.loading.upload import Uploads
from loaders.shipped import load as loading
from loaders.shipped.load import DEMO_ACCOUNTS
from network.entities import ANONYMOUS
from web.frame.attach import attach
from web.parts.asking import Refused

ROLES = {a.id.removeprefix("demo-"): a.id for a in DEMO_ACCOUNTS}

__all__ = [
    "ROLES",
    "ask",
    "asked",
    "facts",
    "issue",
    "load",
    "packed",
    "prepare",
    "printed",
    "report",
    "rulebook",
    "serve",
    "state",
]
LOOP = uvicorn.Config(printed).get_loop_factory()
"""uvloop where there is one: with many clients whose accounts are read, half the wait of asyncio's own loop."""


async def state(graph: Graph) -> tuple[int, bool]:
    """Number of the network version, and whether graph and program have the same rules."""
    found = await graph.read(ANONYMOUS, network_version)
    return found.number, found.rules == rulebook().hash


async def report(graph: Graph, area: str, out: Path, on: datetime | None) -> None:
    """Write the coverage report of an area, telling each step."""
    from cli.report import write  # noqa: PLC0415  # python-docx and jinja2 are slow to import

    with show.Bars() as bars:
        tick = bars.task("报告", "report", 4)

        def done(what: str) -> None:
            tick(1)
            show.err.print(f"  {what}")

        day = on.date() if on else today()
        for path in await write.report(graph, rulebook(), area, out, day, done):
            show.out.print(str(path))


async def packed(graph: Graph, turn: asyncio.Lock, area: str, on: date, done: Callable[[str], None]) -> bytes:
    """The coverage report of an area as a zip, one at a time; it has no record of a child (see cli/report/facts).

    Raises:
        Refused: the database did not answer.
    """
    from cli.report import write  # noqa: PLC0415  # as above

    async with turn:
        with TemporaryDirectory(prefix="tongxin-report-") as folder:
            try:
                paths = await write.report(graph, rulebook(), area, Path(folder), on, done)
            except GraphUnavailable as e:
                raise Refused("INTERNAL", str(e.message)) from None
            found = BytesIO()
            with ZipFile(found, "w", ZIP_DEFLATED) as zipped:
                for path in paths:
                    zipped.write(path, path.name)
            return found.getvalue()


async def load(
    graph: Graph, topic: str, file: Path | None, *, preview: bool = False, crs: str = "WGS-84"
) -> None:  # fmt: skip
    """Load a topic, telling what was done."""
    with show.Bars() as bars:
        tick = bars.task("载入", "loading", 10)

        def done(what: str, count: int) -> None:
            tick(1)
            show.err.print(f"  {what}: {count}")

        if file is not None and topic == "children":
            from loaders.persons import dossiers as people  # noqa: PLC0415  # as below

            with closing(Vault(settings().key_folder)) as vault:
                dossiers = await people.load(graph, file, vault, today(), preview=preview)
            show.out.print(dossiers.text())
            if dossiers.rejected:
                raise typer.Exit(2)
        elif file is not None and topic == "records":
            from loaders.obligations import evidence as obligations  # noqa: PLC0415  # as below

            evidence = await obligations.load(graph, file, rulebook(), today(), preview=preview)
            show.out.print(evidence.text())
            if evidence.rejected:
                raise typer.Exit(2)
        elif file is not None:
            from loaders.intake import files  # noqa: PLC0415  # openpyxl is slow to import
            from loaders.outlines import outlines  # noqa: PLC0415  # openpyxl is slow to import

            loaded = outlines.load(graph, file, crs) if topic == "outlines" else files.load_file(graph, topic, file)
            report = await loaded
            show.out.print(report.text())
            if report.rejected:
                raise typer.Exit(2)
        elif topic == "rules":
            await loading.load_rules(graph, rulebook(), done)
        elif topic == "district":
            await loading.load_rules(graph, rulebook(), done)
            await loading.load_district(graph, done)
        else:
            with closing(Vault(settings().key_folder)) as vault:
                await loading.load_all(graph, rulebook(), today(), vault, done)


async def prepare(graph: Graph) -> None:
    """Load the demo network where the graph does not hold it with these rules yet."""
    if not await loading.demo_stands(graph, rulebook()):
        await load(graph, "demo", None)


def invite(chosen: Any) -> None:
    """Say where it is, who one may be, and what to ask."""
    address = f"http://{chosen.host}:{chosen.port}"
    show.out.print(
        f"\n[bold]同心 Tongxin[/bold] {address}  （控制台 / console: {address}/console，GraphQL: {address}/graphql）"
    )
    show.out.print("演示数据，勿拨打、勿前往 / synthetic data: do not call, do not go there\n")
    show.out.print("令牌 / tokens (12 h):")
    for role, subject in ROLES.items():
        show.out.print(f"  {role}: {issue(chosen, subject)}", soft_wrap=True, highlight=False)
    show.out.print("\n三个问题 / three questions to try:")
    for line in (
        "tongxin ask M08 --at 三眼井社区 --fact age=13 --fact sex=female --fact pregnant=yes",
        "tongxin ask referral --at 三眼井社区 --fact age=9 --fact unattended=yes --fact hukou=local",
        "tongxin ask M01 --on 2022-03-01",
    ):
        show.out.print(f"  .venv/bin/{line}", highlight=False, soft_wrap=True)
    show.out.print("\nCtrl-C 停止 / stops what this command started\n")


def demo_roles(chosen: Any) -> dict[str, Callable[[], str]]:
    """What issues a token for each demo role; none where the tokens come from elsewhere."""
    if chosen.issuer is not None or chosen.production:
        return {}
    return {role: partial(issue, chosen, subject) for role, subject in ROLES.items()}


def serve(server: Server, *, demo: bool = False) -> None:
    """Serve until stopped; as a demo, loaded first and with an invitation."""
    chosen = server.settings

    async def main() -> None:
        async with server.graph() as graph:
            await graph.check()
            if demo:
                await prepare(graph)
            app = create_app(graph, verifier(chosen), keys=chosen.key_folder, loader=Uploads())
            attach(app, demo_roles(chosen), partial(packed, graph, asyncio.Lock()))
            await app.state.service.networks.current()
            if demo:
                invite(chosen)
            http = uvicorn.Config(app, host=chosen.host, port=chosen.port, log_level="warning", access_log=False)
            with server.quickening():
                await uvicorn.Server(http).serve()

    with asyncio.Runner(loop_factory=LOOP) as runner:
        runner.run(main())
