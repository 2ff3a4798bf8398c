"""What the shell shows: bars, lines, tables (显示)."""

from collections.abc import Callable
from types import TracebackType
from typing import Any, NoReturn, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

out = Console()
err = Console(stderr=True)


def fail(line: str) -> NoReturn:
    """One line that says what to do, and exit code 1."""
    err.print(f"[red]✗[/red] {line}", highlight=False, soft_wrap=True)
    raise typer.Exit(1)


class Bars:
    """Progress bars for long steps."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=err,
            disable=not err.is_terminal,
        )

    def __enter__(self) -> Self:
        """Show them."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave them as they stand."""
        self._progress.stop()

    def task(self, zh: str, en: str, total: int) -> Callable[[int], None]:
        """Begin a step of `total` units."""
        key = self._progress.add_task(f"{zh} / {en}", total=total)

        def advance(done: int) -> None:
            self._progress.advance(key, done)

        return advance


def _lines(rows: list[dict[str, Any]], key: str) -> str:
    return "\n".join(str(r[key]) for r in rows)


def answer(a: dict[str, Any]) -> None:
    """A responsibility answer, as a person reads it."""
    out.print(f"[bold]{a['matter']['code']} {a['matter']['name']}[/bold] · {a['place']['name']} · {a['on']}")
    if a.get("notice"):
        out.print(f"[yellow]{a['notice']}[/yellow]")
    out.print(a["summary"])
    for n, step in enumerate(a["first"], 1):
        out.print(f"  {n}. {step['text']}" + (f"（仅当 {step['condition']}）" if step["condition"] else ""))
    table = Table(show_lines=True)
    for heading in ("角色", "单位", "做什么", "依据（逐字）"):
        table.add_column(heading, overflow="fold")
    for r in a["responsible"]:
        names = _lines(r["bodies"], "name") or f"{r['kind']['name']}\n（{r['whereLabel']}）"
        quotes = [f"《{c['document']}》{c['article']}：{c['quote']}" for d in r["duties"] for c in d["citations"][:1]]
        table.add_row(r["role"]["label"], names, _lines(r["duties"], "act"), "\n".join(quotes))
    out.print(table)
    for d in a["deadlines"]:
        said = f"{d['value'] or ''}{d['unit']['label']}"
        only = f"；仅当 {d['condition']}" if d["condition"] else ""
        out.print(f"时限：{d['who']['name']} {d['act']} — {said}（自{d['event']}，{d['kind']['label']}{only}）")
    for link in a["chain"]:
        posts = "，".join(f"{p['kind']['label']}{'【空缺】' if p['vacant'] else ''}" for p in link["posts"])
        out.print(f"链条：{link['level']['label']} {link['name']} {posts}")
    for m in a["missingFacts"]:
        out.print(f"[cyan]还需知道[/cyan] {m['label']}：" + " | ".join("/".join(o["values"]) for o in m["outcomes"]))
    for c in [c for c in a["changes"] if c["on"] > a["on"]] or a["changes"][-1:]:
        out.print(f"[magenta]{c['on']} 起变更[/magenta] {_change(c)}")


def _change(c: dict[str, Any]) -> str:
    """What came and went on the day; the words alone where the bodies stayed."""
    said = [f"{verb}：{_names(c[key])}" for verb, key in (("新增", "added"), ("不再", "removed")) if c[key]]
    return "；".join(said) or "单位未变，依据更新：" + "；".join(b["quote"] for b in c["because"])


def _names(who: list[dict[str, Any]]) -> str:
    return "、".join(f"{w['kind']['name']}（{w['role']['label']}）" for w in who)


def referral(a: dict[str, Any]) -> None:
    """A referral answer: doors, report, then each need with where to apply and where to go."""
    out.print(f"[bold]转介[/bold] · {a['place']['name']} · {a['on']}")
    if a.get("notice"):
        out.print(f"[yellow]{a['notice']}[/yellow]")
    for d in a["doors"]:
        if d["verdict"]["code"] == "yes":
            out.print(f"[red]立即 {d['name']}[/red]：" + "；".join(_call(c) for c in d["calls"]))
        elif d["verdict"]["code"] == "unknown":
            out.print(f"[cyan]先问[/cyan] {d['name']}：{'、'.join(d['missing'])}")
    out.print(f"强制报告：{a['triage']['sentence']} {'、'.join(b['name'] for b in a['triage']['to'])}")
    for c in a["triage"]["cautions"]:
        out.print(f"  注意：{c['text']}")
    for s in a["plan"]:
        after = f"（在第{'、'.join(map(str, s['after']))}步之后）" if s["after"] else ""
        out.print(f"  {s['number']}. {s['text']} → {'、'.join(s['who'])}{after}")
    for n in a["needs"]:
        _need(n)
    for p in a["possibleNeeds"]:
        out.print(f"[cyan]可能还需要[/cyan] {p['name']}：先问{'、'.join(p['missing'])}")


def _call(c: dict[str, Any]) -> str:
    return f"{c['number'] or ''} {c['text']}（{'、'.join(o['name'] for o in c['offices']) or c['body']['name']}）"


def _need(n: dict[str, Any]) -> None:
    table = Table(
        title=f"{n['need']['code']} {n['need']['name']}（{'；'.join(n['need']['because'])}）", show_lines=True
    )
    for heading in ("服务", "资格", "去哪里办", "服务点（按序）", "不能接收"):
        table.add_column(heading, overflow="fold")
    for o in n["offers"]:
        e = o["eligibility"]
        places = [x["point"]["name"] + "：" + "，".join(r["text"] for r in x["reasons"][1:]) for x in o["options"]]
        counters = ["、".join(b["name"] for b in c["accept"]) or c["note"] or c["whereLabel"] for c in o["counters"]]
        refused = [f"{x['name']}：{x['reason']['label']}" for x in o["leftOut"][:3]]
        service = f"{e['service']['code']} {e['service']['name']}"
        table.add_row(service, e["sentence"], "\n".join(counters), "\n".join(places), "\n".join(refused))
    out.print(table)
    for g in n["gaps"]:
        out.print(f"[magenta]缺口[/magenta] {g['text']}：改去 {'、'.join(u['name'] for u in g['upwards'])}")


def eligibility(a: dict[str, Any]) -> None:
    """Each day's conclusion with its requirements."""
    for r in a["results"]:
        out.print(f"[bold]{r['on']}[/bold] {r['sentence']}")
        table = Table(show_lines=True)
        for heading in ("条件", "结论", "依据（逐字）"):
            table.add_column(heading, overflow="fold")
        for q in r["requirements"]:
            quotes = [f"《{c['document']}》{c['article']}：{c['quote']}" for c in q["citations"][:1]]
            table.add_row(q["text"], "；".join([q["verdict"]["label"], *q["verify"]]), "\n".join(quotes))
        out.print(table)
        for ask in r["asks"]:
            leads = " | ".join(f"{'/'.join(x['values'])}→{x['fit']['label']}" for x in ask["leads"])
            out.print(f"[cyan]还需知道[/cyan] {ask['label']}：{leads}")
    for c in a["changes"]:
        out.print(f"[magenta]{c}[/magenta]")


def facts(rows: list[tuple[str, str, str, str]]) -> None:
    """Each fact by code and label, what to write, and how to ask a caller."""
    table = Table(show_lines=True)
    for heading in ("事实 / fact", "含义", "写法 / value", "怎么问"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


ANSWERS: dict[str, Callable[[dict[str, Any]], None]] = {
    "responsibility": answer,
    "referralOptions": referral,
    "eligibility": eligibility,
}
"""How each field's answer is shown."""
