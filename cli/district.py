"""`tongxin district`: start a district, and see what of it is loaded (辖区)."""

from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from cli.ask import show
from cli.language import worded
from cli.session import DatabaseServer, reported_errors, run, settings

INCOMPLETE = 2
"""The exit code if something of a file was not understood."""
app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.command(help=worded("help.district_init"), epilog=worded("help.example", line="tongxin district init 110101"))
def init(
    code: Annotated[str, typer.Argument(help=worded("help.district_code"))],
    folder: Annotated[Path | None, typer.Option(help=worded("help.district_folder"))] = None,
) -> None:
    """Load the rules and the district's areas, and write the files to fill in."""
    with reported_errors():
        workspace = import_module("cli.workspace")
        served = workspace.district(code)
        out = folder or Path(f"district-{served.code[:6]}")
        run(DatabaseServer(settings()), lambda g: workspace.begin(g, served, out))


@app.command(
    help=worded("help.district_checklist"), epilog=worded("help.example", line="tongxin district checklist 110101")
)
def checklist(code: Annotated[str, typer.Argument(help=worded("help.district_code"))] = "") -> None:
    """List what the rules expect of the district, and what is known of each."""
    with reported_errors():
        rows = run(DatabaseServer(settings()), lambda g: import_module("cli.workspace").expected(g, code))
    for line in rows:
        show.out.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command(help=worded("help.district_plan"))
def plan(
    file: Annotated[Path, typer.Argument(help=worded("help.plan_file"))],
    code: Annotated[str, typer.Option(help=worded("help.plan_code"))],
    title: Annotated[str, typer.Option(help=worded("help.plan_title"))],
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help=worded("help.plan_since"))],
    area: Annotated[str, typer.Option(help=worded("help.plan_area"))],
    out: Annotated[Path, typer.Option("--output", "-o", help=worded("help.plan_out"))] = Path("plans.csv"),
) -> None:
    """Write the clauses of a Word file as a table, and print the parts that were not understood."""
    with reported_errors():
        work = import_module("loaders.taking.plan_file")
        draft = work.read(file)
        work.write(out, draft, work.PlanHead(code, title, since.date(), area.ljust(12, "0"), file.name))
    for line in work.report(out, draft):
        show.out.print(str(line), markup=False, highlight=False, soft_wrap=True)
    if draft.notes:
        raise typer.Exit(INCOMPLETE)
