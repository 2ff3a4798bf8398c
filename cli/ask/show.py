"""Output of the shell: bars, lines, tables (显示)."""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, NoReturn, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from knowledge.messages.message import Few, Message, listed, message

out = Console()
err = Console(stderr=True)
FOLDED = "\n▸ "
"""Begins a line of a sheet that is folded."""


def fail(line: str) -> NoReturn:
    """Print one line with the remedy, and exit with code 1."""
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
        """Stop the bars, leaving them on the screen."""
        self._progress.stop()

    def task(self, step: Message, total: int) -> Callable[[int], None]:
        """Begin a step of `total` units."""
        key = self._progress.add_task(str(step), total=total)

        def advance(done: int) -> None:
            self._progress.advance(key, done)

        return advance


def say(code: str, /, **params: Any) -> str:
    """A sentence of the catalogue in the current language."""
    return str(message(code, **params))


def heads(*codes: str) -> list[str]:
    """The headings of a table by the codes of their words."""
    return [say(f"answer.{code}") for code in codes]


def tabled(headings: Iterable[str], rows: Iterable[Iterable[Any]], title: str | None = None) -> None:
    """Print a table whose cells fold."""
    table = Table(title=title, show_lines=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(str, row))
    out.print(table)


def quoted(citations: Iterable[dict[str, Any]]) -> str:
    """Return the words of the texts unchanged, a line each."""
    return "\n".join(say("answer.quoted", **c, caveats=_caveats(c)) for c in citations)


def _caveats(c: dict[str, Any]) -> str:
    """Return the territory of the text, and the notice on its wording, if any."""
    where = say("answer.territory", territory=c["territory"]) if c["territory"] else ""
    return where + (say("answer.notice", notice=c["notice"]) if c["notice"] else "")


def _lines(rows: list[dict[str, Any]], key: str) -> str:
    return "\n".join(str(r[key]) for r in rows)


def _item(name: str, more: str) -> str:
    return say("shell.item", name=name, more=more)


def _joined(first: str, rest: str) -> str:
    return say("shell.joined", first=first, rest=rest)


def answer(a: dict[str, Any]) -> None:
    """A responsibility answer, as a person reads it."""
    out.print(f"[bold]{a['matter']['code']} {a['matter']['name']}[/bold] · {a['place']['name']} · {a['on']}")
    if a.get("notice"):
        out.print(f"[yellow]{a['notice']}[/yellow]")
    if a["understood"]:
        _heard(a["understood"], "counts")
    out.print(a["summary"])
    for n, step in enumerate(a["firstSteps"], 1):
        only = say("answer.only_if", condition=step["condition"]) if step["condition"] else ""
        out.print(f"  {n}. {step['text']}{only}")
    tabled(heads("role", "body", "act", "ground"), map(_responsible, a["responsible"]))
    for d in a["deadlines"]:
        _deadline(d)
    for link in a["chain"]:
        posts = listed(p["kindLabel"] + (say("answer.vacant") if p["vacant"] else "") for p in link["posts"])
        out.print(say("answer.chain", level=link["area"]["levelLabel"], name=link["area"]["name"], posts=posts))
    _beside(a)
    for m in a["missingFacts"]:
        outcomes = " | ".join(_values(o) for o in m["outcomes"])
        out.print(say("answer.missing", fact=m["fact"]["label"], outcomes=outcomes))
    for c in [c for c in a["changes"] if c["on"] > a["on"]] or a["changes"][-1:]:
        out.print(say("answer.change", day=c["on"], what=_change(c)))


def _beside(a: dict[str, Any]) -> None:
    """Print the statements of the area's own documents, in full."""
    if a["localTexts"]:
        out.print(say("answer.local", quotes=quoted(a["localTexts"])), markup=False)


def _values(outcome: dict[str, Any]) -> str:
    return "/".join(v["label"] for v in outcome["values"])


def _labels(facts: list[dict[str, Any]]) -> Few:
    """The first of them; the answer as JSON has all."""
    return Few(f["label"] for f in facts)


def _responsible(r: dict[str, Any]) -> tuple[str, ...]:
    names = _lines(r["bodies"], "name") or f"{r['kind']['name']}\n{r['whereLabel']}"
    quotes = quoted(c for d in r["duties"] for c in d["citations"][:1])
    return r["roleLabel"], names, _lines(r["duties"], "act"), quotes


def _deadline(d: dict[str, Any]) -> None:
    time = f"{d['value'] or ''} {d['unitLabel']}".strip()
    known = {"who": d["who"]["name"], "act": d["act"], "time": time, "event": d["event"], "kind": d["kindLabel"]}
    only = d["condition"]
    out.print(say("answer.deadline_if", condition=only, **known) if only else say("answer.deadline", **known))


def _change(c: dict[str, Any]) -> str:
    """Return the bodies added and removed on the day; the quotes alone where the bodies stayed."""
    added = [say("answer.added", who=_names(c["added"]))] if c["added"] else []
    removed = [say("answer.removed", who=_names(c["removed"]))] if c["removed"] else []
    quotes = " · ".join(b["quote"] for b in c["because"])
    return " · ".join(added + removed) or say("answer.same_bodies", quotes=quotes)


def _names(who: list[dict[str, Any]]) -> str:
    return listed(_item(w["kind"]["name"], w["roleLabel"]) for w in who)


def referral(a: dict[str, Any]) -> None:
    """A referral answer: doors, report, then each need with where to apply and where to go."""
    out.print(say("answer.referral", place=a["place"]["name"], day=a["on"]))
    if a["understood"]:
        _heard(a["understood"], "counts")
    if a.get("notice"):
        out.print(f"[yellow]{a['notice']}[/yellow]")
    for d in a["doors"]:
        if d["verdict"] == "YES":
            out.print(say("answer.door_now", door=d["name"], calls=" · ".join(_call(c) for c in d["calls"])))
        elif d["verdict"] == "UNKNOWN":
            out.print(say("answer.door_ask", door=d["name"], facts=_labels(d["missingFacts"])))
    reporting = a["reporting"]
    out.print(say("answer.report", sentence=reporting["reportLabel"], to=[b["name"] for b in reporting["to"]]))
    for c in reporting["cautions"]:
        out.print(say("answer.caution", text=c["text"]))
    for s in a["plan"]:
        after = say("answer.after", steps=s["after"]) if s["after"] else ""
        out.print(f"  {s['number']}. {s['text']} → {listed(s['who'])}{after}")
    _beside(a)
    for n in a["needs"]:
        _need(n)
    for p in a["possibleNeeds"]:
        out.print(say("answer.possible_need", need=p["name"], facts=_labels(p["missingFacts"])))


def sheet(a: dict[str, Any]) -> None:
    """The sheet of an answer, as one page."""
    if a["understood"]:
        _heard(a["understood"], "counts")
    out.print(a["sheet"]["text"], markup=False, highlight=False)
    if FOLDED in a["sheet"]["text"]:
        out.print(say("answer.open_folds"))


def _call(c: dict[str, Any]) -> str:
    return _item(f"{c['number'] or ''} {c['text']}", listed(o["name"] for o in c["offices"]) or c["body"]["name"])


def _need(n: dict[str, Any]) -> None:
    title = _item(f"{n['need']['code']} {n['need']['name']}", listed(n["need"]["because"]))
    tabled(heads("service", "eligibility", "counter", "points", "left_out"), map(_offer, n["offers"]), title)
    for g in n["gaps"]:
        out.print(say("answer.gap", text=g["text"], points=[u["name"] for u in g["upwards"]]))


def _reasons(reasons: list[dict[str, Any]]) -> list[str]:
    """The reasons for a point; that the rules name its kind is not repeated unless it is in doubt."""
    first, *rest = reasons
    return [r["text"] for r in ([] if first["good"] else [first]) + rest]


def _offer(o: dict[str, Any]) -> tuple[str, ...]:
    e = o["eligibility"]
    places = [_joined(x["point"]["name"], listed(_reasons(x["reasons"]))) for x in o["options"]]
    counters = [listed(b["name"] for b in c["accept"]) or c["note"] or c["whereLabel"] for c in o["counters"]]
    refused = [_joined(x["name"], x["reasonLabel"]) for x in o["leftOut"][:3]]
    service = f"{e['service']['code']} {e['service']['name']}"
    return service, e["sentence"], "\n".join(counters), "\n".join(places), "\n".join(refused)


def eligibility(a: dict[str, Any]) -> None:
    """Each day's conclusion with its requirements."""
    for r in a["results"]:
        out.print(f"[bold]{r['on']}[/bold] {r['sentence']}")
        tabled(
            heads("requirement", "conclusion", "ground"),
            (
                (q["text"], " · ".join([q["verdictLabel"], *q["verify"]]), quoted(q["citations"][:1]))
                for q in r["requirements"]
            ),
        )
        for question in r["questions"]:
            outcomes = " | ".join(f"{_values(x)}→{x['fitLabel']}" for x in question["outcomes"])
            out.print(say("answer.missing", fact=question["fact"]["label"], outcomes=outcomes))
    for c in a["changes"]:
        out.print(f"[magenta]{c}[/magenta]")


def permission(a: dict[str, Any]) -> None:
    """Print a permission: the answer, the reading of the question, each norm, and texts on other bodies."""
    if a["advice"]:
        out.print(f"[red]{a['advice']}[/red]")
    out.print(f"[bold]{a['sentence']}[/bold] · {a['askedLabel']}")
    for f in a["heard"]:
        out.print(say("answer.fact_counts", label=f["label"], value=f["value"]["label"], words=f["words"]))
    if a["missingFacts"]:
        out.print(say("answer.facts_missing", facts=_labels(a["missingFacts"])))
    rows = [(_item("", n["modalityLabel"]), n) for n in a["norms"]]
    rows += [(_item(listed(k["name"] for k in n["bodyKinds"]), n["modalityLabel"]), n) for n in a["others"]]
    tabled(heads("body", "act", "ground"), ((who, n["text"], quoted(n["citations"][:1])) for who, n in rows))


def facts(rows: list[tuple[str, str, str, str]]) -> None:
    """Each fact by code and label, what to write, and how to ask a caller."""
    tabled(heads("fact", "meaning", "written", "question"), rows)


def understood(u: dict[str, Any]) -> None:
    """Print the meaning of a text: the call for help first, then matters, facts and places."""
    _heard(u, "plain")
    for m in u["matters"]:
        out.print(say("answer.may_mean", code=m["matter"]["code"], name=m["matter"]["name"], share=f"{m['share']:.0%}"))
    for p in u["places"]:
        code = p["place"]["code"] if p["place"] else ""
        out.print(say("answer.place_named", words=p["words"], kind=p["kindLabel"], code=code))
    if u["unused"]:
        out.print(say("answer.unused", words=u["unused"]))


def _heard(u: dict[str, Any], counting: str) -> None:
    """The sentence to show first, then each fact: counted, or only probable."""
    if u["advice"]:
        out.print(f"[red]{u['advice']}[/red]")
    for f in u["facts"]:
        code = "answer.fact_counts" if f[counting] else "answer.fact_probable"
        out.print(say(code, label=f["label"], value=f["value"]["label"], words=f["words"]))


ANSWERS: dict[str, Callable[[dict[str, Any]], None]] = {
    "understand": understood,
    "responsibility": answer,
    "referralOptions": referral,
    "eligibility": eligibility,
    "permitted": permission,
}
"""Printer of each field's answer."""
