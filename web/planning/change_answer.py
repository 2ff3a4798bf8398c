"""The comparison before and after the changes (推演的答案)."""

from web.parts import files, pieces
from web.parts.asking import Asker, Row
from web.parts.words import say
from web.planning import parts
from web.planning.parts import PlanningState


class ComparisonScope:
    """The scope of the comparison: codes, hours and standard, all optional."""

    def __init__(self, plan: PlanningState) -> None:
        self.hours: list[str] = []
        self.standard: Row | None = None
        self.codes = parts.Several(say("planning.codes"), parts.coded(plan), say("planning.codes_all_hint"))
        with pieces.tag("div"):
            parts.hours(say("planning.only_hours"), self._timed, unset=say("planning.all_hours"))
        with pieces.tag("div"):
            parts.standard(self._far)

    def _timed(self, rows: list[str]) -> None:
        self.hours = rows

    def _far(self, standard: Row | None) -> None:
        self.standard = standard


async def compared(plan: PlanningState, asker: Asker, scope: ComparisonScope) -> None:
    """Compare, and show gains and losses."""
    if not plan.changes:
        pieces.notice(say("planning.change_first"), "warn")
        return
    d = await asker.ask(
        "WhatIf",
        changes=[c["input"] for c in plan.changes],
        area=plan.within,
        codes=list(scope.codes.chosen) or None,
        standard=scope.standard,
        hours=scope.hours or None,
        draft=plan.network or None,
    )
    pieces.heading(2, say("planning.change_result"))
    won = d["before"] - d["after"]
    key = "planning.better" if won > 0 else "planning.worse" if won < 0 else "planning.same"
    pieces.notice(say(key, count=f"{abs(won):,}"), "good" if won > 0 else "warn" if won < 0 else "")
    headings = [say("planning.measure_of"), say("planning.before"), say("planning.after")]
    pieces.table(headings, _summary(d), say("planning.compared"))
    for name, rows in ((say("planning.lost"), d["newlyUncovered"]), (say("planning.won"), d["newlyCovered"])):
        if rows:
            _uncovered(plan, name, rows)
    for name, findings in (
        (say("planning.new_findings"), d["newFindings"]),
        (say("planning.mended"), d["resolvedFindings"]),
    ):
        if findings:
            pieces.heading(3, name)
            _findings(name, findings)
    pieces.behind(asker)


def _summary(d: Row) -> list[list[str]]:
    def way(value: float | None) -> str:
        return say("planning.not_known") if value is None else say("planning.km", value=f"{value:.2f}")

    return [
        [say("planning.uncovered"), f"{d['before']:,}", f"{d['after']:,}"],
        [say("planning.minors_lost"), say("planning.none"), f"{d['minorsLost']:,}"],
        [say("planning.minors_won"), say("planning.none"), f"{d['minorsGained']:,}"],
        [say("planning.way"), way(d["travelBefore"]), way(d["travelAfter"])],
        [say("planning.free"), f"{d['freeBefore']:,}", f"{d['freeAfter']:,}"],
        [
            say("planning.findings"),
            say("planning.none"),
            say("planning.findings_said", new=len(d["newFindings"]), mended=len(d["resolvedFindings"])),
        ],
    ]


def _uncovered(plan: PlanningState, name: str, rows: list[Row]) -> None:
    headings = [
        say("planning.need"),
        say("planning.area"),
        say("planning.ages"),
        say("planning.when"),
        say("planning.tuples"),
    ]
    shown = [
        [
            plan.named(u["subject"]["code"]),
            u["area"]["name"],
            say("planning.ages_said", low=u["ageFrom"], under=u["ageUnder"]),
            say("frame.semicolon").join(h["text"] for h in u["hours"]),
            f"{u['count']:,}",
        ]
        for u in rows
    ]
    parts.table(name, headings, shown)


def _worded(f: Row) -> str:
    return say("planning.finding", name=f["check"]["name"], object=f["object"], text=f["text"], mend=f["remedy"])


def _findings(name: str, findings: list[Row]) -> None:
    with pieces.tag("ul"):
        for f in findings[: parts.SHOWN]:
            with pieces.tag("li"):
                pieces.chip(f["severityLabel"], f["severity"])
                pieces.text("span", _worded(f))
                pieces.quotes(f["citations"])
    if len(findings) > parts.SHOWN:
        pieces.text("small", say("planning.more_findings", count=len(findings) - parts.SHOWN))
    headings = [say("planning.grave"), say("planning.finding_of"), say("planning.finding_is"), say("planning.mend")]
    rows = [
        [f["severityLabel"], f["object"], f"{f['check']['name']} {f['text']}".strip(), f["remedy"]] for f in findings
    ]
    files.offer(name, (headings, rows))
