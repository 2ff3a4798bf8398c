"""The `tongxin` command (命令)."""

import asyncio
import json
import socket
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer

from cli.ask import network as show_network
from cli.ask import show
from cli.session import Server, run, settings, told
from graph_model import engine
from knowledge.vocabulary import ActorRole

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help="同心 Tongxin：谁负责、送到哪里、网络是否完整 / who must act, where to refer, does the network hold",
)
ROLES = tuple(r.value for r in ActorRole if r is not ActorRole.ANONYMOUS)


def heavy() -> ModuleType:
    """The heavy half of the program, with its rules read: a second that passes while the database starts."""
    half = import_module("cli.service")
    half.rulebook()
    return half


@app.command(epilog="例 / example: tongxin up")
def up() -> None:
    """Start the Neo4j of our own, or find it running (启动数据库)."""
    with told():
        server = Server(settings())
        show.out.print(f"Neo4j {server.uri} {'已启动 / started' if server.started else '已在运行 / running'}")


@app.command(epilog="例 / example: tongxin down")
def down() -> None:
    """Stop the Neo4j of our own (停止数据库)."""
    with told():
        stopped = engine.stop(settings().home / "neo4j")
        show.out.print("已停止 / stopped" if stopped else "没有在运行 / nothing was running")


@app.command(epilog="例 / example: tongxin status")
def status() -> None:
    """Say how things stand: server, network, rules (状态)."""
    with told():
        chosen = settings()
        if chosen.neo4j_uri is None:
            found = engine.status(chosen.home / "neo4j")
            if not found.answering:
                show.fail("数据库没有运行，请用 tongxin up / the database is not running: tongxin up")
        number, same = run(Server(chosen), heavy().state)
        show.out.print(f"network {number} · rules {'一致 / same' if same else '不一致 / differ: tongxin load demo'}")


@app.command(
    epilog="例 / examples: tongxin load demo · tongxin load areas 广州.csv · tongxin load outlines 越秀.geojson · "
    "tongxin load children 档案.xlsx --preview（主题见 docs/loading.md / topics: docs/loading.md）"
)
def load(
    topic: Annotated[
        str, typer.Argument(help="demo|district|rules，或文件的主题 / or the topic of a file: areas, bodies…")
    ],
    file: Annotated[Path | None, typer.Argument(help="xlsx, csv, toml; geojson for outlines")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="只看，不写 / say what would be written")] = False,
    crs: Annotated[str | None, typer.Option(help="outlines: WGS-84 (RFC 7946) 或 / or GCJ-02")] = None,
) -> None:
    """Load rules, the shipped district, demo data, or a file (载入)."""
    with told():
        heavy().check_load(topic, file, crs, preview=preview)
        if file is None:
            run(Server(settings()), lambda g: heavy().load(g, topic))
        elif not run(Server(settings()), lambda g: heavy().load_file(g, topic, file, preview=preview, crs=crs)):
            raise typer.Exit(2)


@app.command(epilog="例 / example: tongxin token street")
def token(role: Annotated[str, typer.Argument(help="|".join(ROLES))]) -> None:
    """Print a demo token for a role, good for 12 hours (演示令牌)."""
    if role not in ROLES:
        show.fail(f"没有这个角色 / no such role; {', '.join(ROLES)}")
    with told():
        typer.echo(heavy().issue(settings(), heavy().ROLES[role]))


@app.command("schema", epilog="例 / example: tongxin schema > schema.graphql")
def print_schema() -> None:
    """Print the GraphQL schema (模式)."""
    typer.echo(heavy().printed(), nl=False)


@app.command("facts", epilog="例 / examples: tongxin facts · tongxin facts 残疾")
def print_facts(word: Annotated[str, typer.Argument(help="只看含这个词的 / only those with this word")] = "") -> None:
    """List the facts that --fact takes, how to write them, how to ask for them (事实)."""
    rows = list(import_module("cli.ask.facts").listed(word))
    if not rows:
        show.fail("没有这样的事实 / no fact has this word")
    show.facts(rows)


def _at(text: str) -> dict[str, str]:
    return {"code": text} if text.isdigit() else {"name": text}


@app.command(
    epilog='例 / examples: tongxin ask "13岁女孩怀孕" --at 三眼井社区 --fact age=13 · '
    "tongxin ask referral --at 三眼井社区 --fact age=9 --fact unattended=yes · "
    "tongxin ask B05 --fact sudden_hardship=yes · tongxin ask coverage --at 越秀区 --need N16 · "
    "tongxin ask network --at 越秀区"
)
def ask(
    question: Annotated[
        str,
        typer.Argument(
            help="事项、自己的话、referral、服务代码，或 coverage（够得着吗）、network（三级网络完整吗）"
            " / a matter, your words, referral, a service; coverage, network"
        ),
    ],
    at: Annotated[str, typer.Option(help="区划代码或名称 / area code or name")] = "440104000000",
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    fact: Annotated[
        list[str] | None, typer.Option(help="age=13, sex=female, place=school, needs=N05,N07…: tongxin facts")
    ] = None,
    need: Annotated[str | None, typer.Option(help="coverage 问的需求或服务 / a need or service: N16, B41")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Ask who is responsible, where to refer, what the child may have, whether the network holds (提问)."""
    with told():
        situation, day = heavy().facts(fact or []), on.date() if on else None
        topic, variables = heavy().asked(question, _at(at), situation, day, need)
        found = run(Server(settings()), lambda g: heavy().ask(g, topic, variables))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif "code" not in found:
        (show.ANSWERS | show_network.ANSWERS)[topic](found)
    else:
        field = f"{found['field']}: " if found.get("field") else ""
        show.err.print(f"{found['code']}: {field}{found['message']}", soft_wrap=True)
        for c in found.get("candidates", ()):
            show.err.print(f"  {c['code']} {c['name']} {'、'.join(c.get('matched', ()))}")
        raise typer.Exit(1)


@app.command(epilog="例 / example: tongxin report coverage --area 440104000000 --out report")
def report(
    topic: Annotated[str, typer.Argument(help="coverage")],
    area: Annotated[str, typer.Option(help="区划代码 / area code")] = "440104000000",
    out: Annotated[Path, typer.Option(help="文件夹 / folder")] = Path("report"),
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
) -> None:
    """Write the meeting report: page, DOCX, xlsx, CSV, GeoJSON (会议报告)."""
    if topic != "coverage":
        show.fail("没有这种报告 / no such report: coverage")
    with told():
        run(Server(settings()), lambda g: heavy().report(g, area, out, on))


@app.command(epilog="例 / examples: tongxin bench responsibility · tongxin bench referral")
def bench(
    topic: Annotated[str, typer.Argument(help="responsibility|referral|coverage|siting|analytics")] = "responsibility",
    requests: Annotated[int, typer.Option(help="requests a round")] = 400,
    rounds: Annotated[int, typer.Option(help="rounds after a warm-up")] = 5,
) -> None:
    """Measure ratios side by side in one run (基准)."""
    from cli.bench import questions as benchmark  # noqa: PLC0415  # only this command needs it

    if topic in ("siting", "analytics"):
        from cli.bench import analytics as bench_analytics  # noqa: PLC0415  # as above

        typer.echo(bench_analytics.markdown(topic, rounds))
        return
    if topic not in benchmark.TOPICS:
        show.fail(f"没有这个基准 / no such benchmark: {', '.join((*benchmark.TOPICS, 'siting', 'analytics'))}")
    with told():
        server = Server(settings())
        try:
            run(server, heavy().prepare)
            rows = asyncio.run(benchmark.measure(server, topic, requests, rounds))
        finally:
            server.stop()
    typer.echo(benchmark.markdown(rows, rounds, requests))


def _free(chosen: Any) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError:
            show.fail(
                f"端口 {chosen.port} 已被占用，换一个：PORT={chosen.port + 1} / port {chosen.port} is taken: set PORT"
            )


@app.command(epilog="例 / example: PORT=9000 tongxin serve")
def serve() -> None:
    """Serve GraphQL and the console (服务)."""
    with told():
        chosen = settings()
        _free(chosen)
        server = Server(chosen, heavy)
        try:
            heavy().serve(server)
        finally:
            server.stop()


@app.command(epilog="例 / example: PORT=9000 tongxin demo")
def demo() -> None:
    """Start, load and serve everything, with demo data (演示)."""
    with told():
        chosen = settings()
        _free(chosen)
        server = Server(chosen, heavy)
        try:
            heavy().serve(server, demo=True)
        finally:
            server.stop()


if __name__ == "__main__":
    app()
