"""The `tongxin` command (命令)."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from api.settings import MOST_WORKERS
from cli import district
from cli.ask import show
from cli.asking.command import add_ask, speak
from cli.groups import COMMANDS, GROUPS
from cli.language import example, worded
from cli.session import DatabaseServer, heavy, reported_errors, require_free_port, run, serving, settings
from graph_model import engine
from knowledge.access.policy import ACCOUNT_ROLES

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help=worded("help.tongxin"),
)
for _name, _group in GROUPS.items():
    app.add_typer(_group, name=_name)
for _command, _help, _example in COMMANDS:
    app.command(help=_help, epilog=_example)(_command)


app.callback()(speak)
ROLES = tuple(role.value for role in ACCOUNT_ROLES)
"""Roles of the demo accounts."""


@app.command(help=worded("help.up"), epilog=example("up"))
def up() -> None:
    """Start the managed Neo4j if it does not run."""
    with reported_errors():
        server = DatabaseServer(settings())
        show.out.print(show.say("shell.started" if server.started else "shell.running", uri=server.uri))


@app.command(help=worded("help.down"), epilog=example("down"))
def down() -> None:
    """Stop the managed Neo4j."""
    with reported_errors():
        stopped = engine.stop(settings().home / "neo4j")
        show.out.print(show.say("shell.stopped" if stopped else "shell.not_running"))


@app.command(help=worded("help.status"), epilog=example("status"))
def status() -> None:
    """Print whether the server runs, the network version, and whether its rules are current."""
    with reported_errors():
        config = settings()
        if config.neo4j_uri is None:
            server_status = engine.status(config.home / "neo4j")
            if not server_status.answering:
                show.fail(show.say("shell.database_down"))
        number, same = run(DatabaseServer(config), heavy().state)
        show.out.print(show.say("shell.state_same" if same else "shell.state_differs", number=number))


@app.command(
    help=worded("help.load"),
    epilog=example(
        "load demo", "load areas 区划.csv", "load outlines 区界.geojson", "load children 档案.xlsx --preview"
    ),
)
def load(
    topic: Annotated[str, typer.Argument(help=worded("help.load_topic"))],
    file: Annotated[Path | None, typer.Argument(help=worded("help.load_file"))] = None,
    preview: Annotated[bool, typer.Option("--preview", help=worded("help.load_preview"))] = False,
    crs: Annotated[str | None, typer.Option(help=worded("help.load_crs"))] = None,
) -> None:
    """Load the rules, the shipped district, demo data, or a file."""
    with reported_errors():
        heavy().check_load(topic, file, crs, preview=preview)
        if file is None:
            run(DatabaseServer(settings()), lambda g: heavy().load(g, topic))
        elif not run(DatabaseServer(settings()), lambda g: heavy().load_file(g, topic, file, preview=preview, crs=crs)):
            raise typer.Exit(2)


@app.command(help=worded("help.token"), epilog=example("token street"))
def token(role: Annotated[str, typer.Argument(help="|".join(ROLES))]) -> None:
    """Print a demo token for a role, valid for 12 hours."""
    if role not in ROLES:
        show.fail(show.say("shell.no_role", allowed=ROLES))
    with reported_errors():
        typer.echo(heavy().token(settings(), role))


@app.command("schema", help=worded("help.schema"), epilog=example("schema > schema.graphql"))
def print_schema() -> None:
    """Print the GraphQL schema."""
    typer.echo(heavy().printed(), nl=False)


@app.command("facts", help=worded("help.facts"), epilog=example("facts", "facts 残疾"))
def print_facts(word: Annotated[str, typer.Argument(help=worded("help.facts_word"))] = "") -> None:
    """List the facts for `--fact`, with their values and the question to ask."""
    rows = list(import_module("cli.ask.facts").listed(word))
    if not rows:
        show.fail(show.say("shell.no_fact_with_word"))
    show.facts(rows)


add_ask(app)


@app.command(help=worded("help.report"), epilog=example("report coverage --out report"))
def report(
    topic: Annotated[str, typer.Argument(help=worded("help.report_topic"))],
    area: Annotated[str, typer.Option(help=worded("help.report_area"))] = "",
    out: Annotated[Path, typer.Option(help=worded("help.report_out"))] = Path("report"),
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=worded("help.ask_on"))] = None,
) -> None:
    """Write the coverage report: page, DOCX, xlsx, CSV, GeoJSON."""
    if topic != "coverage":
        show.fail(show.say("shell.no_report"))
    with reported_errors():
        run(DatabaseServer(settings()), lambda g: heavy().report(g, area, out, on))


@app.command(help=worded("help.check"), epilog=example("check words", "check words 新说法.csv", "check acts"))
def check(
    topic: Annotated[str, typer.Argument(help=worded("help.check_topic"))],
    file: Annotated[Path | None, typer.Argument(help=worded("help.check_file"))] = None,
) -> None:
    """Measure the understanding of free words, on held-out writers or on the texts of a file."""
    with reported_errors():
        typer.echo(import_module("cli.check.topics").report(topic, file))


@app.command(
    help=worded("help.audit"), epilog=example("audit verify", "audit who-saw demo-0007", "audit head > heads.txt")
)
def audit(
    action: Annotated[str, typer.Argument(help="verify|who-saw|emergencies|export|head")],
    given: Annotated[str, typer.Argument(help=worded("help.audit_given"))] = "",
    against: Annotated[Path | None, typer.Option(help=worded("help.audit_against"))] = None,
) -> None:
    """Verify the audit, list who saw a child, export all lines, or print the heads."""
    if action not in ("verify", "emergencies", "head") and not (action in ("who-saw", "export") and given):
        show.fail(show.say("shell.no_audit"))
    with reported_errors():
        lines, sound = import_module("cli.audit").result(settings(), action, given, against)
    for line in lines:
        typer.echo(line)
    if not sound:
        raise typer.Exit(2)


@app.command(help=worded("help.bench"), epilog=example("bench responsibility", "bench referral"))
def bench(
    topic: Annotated[str, typer.Argument(help=worded("help.bench_topic"))] = "responsibility",
    requests: Annotated[int, typer.Option(help=worded("help.bench_requests"))] = 400,
    rounds: Annotated[int, typer.Option(help=worded("help.bench_rounds"))] = 5,
    size: Annotated[int, typer.Option(min=0, help=worded("help.bench_size"))] = 0,
) -> None:
    """Run a benchmark and print its table."""
    from cli.bench import questions as benchmark  # noqa: PLC0415  # slow to import, only needed here
    from cli.bench.topics import OTHERS, TOPICS  # noqa: PLC0415  # as above

    def made(name: str) -> ModuleType:
        return import_module(f"cli.bench.{name}")

    if topic == "words":
        import_module("cli.sentences").open_model()
        typer.echo(made("words").markdown(heavy().rulebook(), rounds))
        return
    if topic in ("siting", "analytics"):
        typer.echo(made("analytics").markdown(topic, rounds))
        return
    if topic == "judging":
        typer.echo(made("judging").markdown(rounds))
        return
    own: dict[str, Callable[[], str]] = {
        "throughput": lambda: made("throughput").markdown(settings(), heavy().prepare, requests, rounds),
        "storm": lambda: made("storm").markdown(settings(), heavy().prepare, rounds),
        "audit": lambda: made("audit").markdown(settings(), requests, rounds),
        "casework": lambda: made("casework").markdown(settings(), heavy().prepare, requests, rounds),
        "children": lambda: made("children").markdown(settings(), heavy().prepare, rounds),
        "desks": lambda: made("desks").markdown(settings(), heavy().prepare, requests),
        "city": lambda: made("city").markdown(size),
        "nation": lambda: made("nation").markdown(size),
    }
    if topic in own:
        with reported_errors():
            typer.echo(own[topic]())
        return
    if topic not in TOPICS:
        show.fail(show.say("shell.no_benchmark", allowed=(*TOPICS, *OTHERS)))
    with reported_errors():
        server = DatabaseServer(settings())
        try:
            run(server, heavy().prepare)
            rows = asyncio.run(benchmark.measure(server, topic, requests, rounds))
        finally:
            server.stop()
    typer.echo(benchmark.markdown(rows, rounds, requests))


def _serve(workers: int | None = None, **how: bool) -> None:
    with reported_errors():
        config = settings()
        require_free_port(config)
        server = DatabaseServer(config, serving)
        try:
            serving().serve(server, workers or config.workers, **how)
        finally:
            server.stop()


@app.command(help=worded("help.serve"), epilog=example("serve", "serve --workers 4"))
def serve(
    workers: Annotated[int | None, typer.Option(min=1, max=MOST_WORKERS, help=worded("help.workers"))] = None,
) -> None:
    """Serve the API and the pages."""
    _serve(workers)


@app.command(help=worded("help.demo"), epilog=worded("help.example", line="PORT=9000 tongxin demo"))
def demo(month: Annotated[bool, typer.Option("--month", help=worded("help.demo_month"))] = False) -> None:
    """Start, load and serve everything, with demo data."""
    _serve(demo=True, month=month)


app.add_typer(district.app, name="district", help=worded("help.district"))
