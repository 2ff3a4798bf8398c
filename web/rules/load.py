"""载入文件：choose topic and file, preview, map unknown headings, load (载入)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from nicegui.events import GenericEventArguments

from web.frame.frame import LiveVisit
from web.parts import fields, pieces
from web.parts.asking import Refused, Row
from web.parts.fields import Choice
from web.parts.watching import watched
from web.parts.words import say
from web.rules.pieces import Given

LARGEST = 4 * 2**20
"""The largest file in bytes; the API checks again."""
PART = 150_000
"""Bytes that the browser sends at once: a multiple of three, below the socket's limit for one message."""
READ = f"""async (e) => {{
  const file = e.target.files[0];
  if (!file) return;
  const key = String(Date.now()), name = file.name;
  if (file.size > {LARGEST}) {{ emit({{key, name, n: 0, of: 0, part: ''}}); return; }}
  const read = await file.arrayBuffer().catch(() => null);
  if (read === null) {{ emit({{key, name, n: 0, of: -1, part: ''}}); return; }}
  const bytes = new Uint8Array(read), of = Math.max(1, Math.ceil(bytes.length / {PART}));
  for (let n = 0; n < of; n++) {{
    const part = bytes.subarray(n * {PART}, (n + 1) * {PART});
    let text = '';
    for (let i = 0; i < part.length; i += 8192) text += String.fromCharCode(...part.subarray(i, i + 8192));
    emit({{key, name, n, of, part: btoa(text)}});
  }}
}}"""
"""Reads the chosen file in the browser and sends it through the page's socket."""
REFUSED = frozenset({"FILE_REFUSED", "BAD_USER_INPUT"})
"""Error codes of a refused file."""
Again = Callable[[], Awaitable[None]]
ANEW = "(e) => { e.target.value = ''; }"
"""Clears the field on a click, so that a corrected file of the same name can be chosen again."""


@dataclass
class Work:
    """The chosen file; it is only in this page and is dropped after loading."""

    topic: str = ""
    name: str = ""
    key: str = ""
    parts: dict[int, str] = field(default_factory=dict)
    whole: bool = False
    columns: dict[str, str] = field(default_factory=dict)

    def variables(self, *, preview: bool) -> Row:
        """The variables of the operation."""
        content = "".join(self.parts[n] for n in sorted(self.parts))
        columns = [{"heading": h, "column": c or None} for h, c in self.columns.items()]
        file = {"name": self.name, "content": content}
        return {"input": {"topic": self.topic, "file": file, "columns": columns or None, "preview": preview}}


async def load(v: LiveVisit, _given: Given) -> None:
    """For those who may load some topic; the API checks again."""
    if not v.may_load():
        pieces.notice(say("errors.forbidden"), "warn")
        return
    pieces.text("p", say("rules.load_lead"))

    async def form() -> None:
        _form(v, {t["code"]: t for t in await v.asker.ask("LoadTopics")})

    pieces.later(form)


def _form(v: LiveVisit, topics: dict[str, Row]) -> None:
    work = Work()

    async def look() -> None:
        if work.topic and work.whole:
            await pieces.shown(box, lambda: _preview(v, work, topics[work.topic], look))

    async def chosen(code: str) -> None:
        work.topic = code if code in topics else ""
        work.columns.clear()
        about.clear()
        box.clear()
        if work.topic:
            with about:
                _about(topics[code])
        pieces.set_to(file, disabled=None if work.topic else True)
        await look()

    async def arrived(e: GenericEventArguments) -> None:
        whole = _receive(work, e.args)
        status.clear()
        with status:
            if e.args["of"] < 1:
                box.clear()
                pieces.notice(say("rules.unreadable" if e.args["of"] else "rules.too_large"), "bad")
            elif not whole:
                pieces.text("p", say("rules.arriving", done=len(work.parts), of=e.args["of"]), "busy")
        if whole:
            await look()

    choices = [Choice(t["code"], t["name"], t["row"]) for t in topics.values()]
    fields.choose(say("rules.topic"), choices, chosen, unset=say("rules.topic_unset"))
    about = pieces.tag("div", aria_live="polite")
    with pieces.tag("div", "field"):
        pieces.text("label", say("rules.file"), for_="load-file")
        pieces.text("small", say("rules.file_hint"), id="load-file-hint")
        file = pieces.tag(
            "input",
            type="file",
            id="load-file",
            accept=".csv,.xlsx,.toml,.gz",
            aria_describedby="load-file-hint",
            disabled=True,
        )
    file.on("click", js_handler=ANEW)
    file.on("change", arrived, js_handler=READ)
    status = pieces.tag("div", role="status")
    box = pieces.tag("div", aria_live="polite")


def _receive(work: Work, part: Any) -> bool:
    """Add a part of a file; True if the file is complete."""
    if part["key"] != work.key:
        work.key, work.name, work.parts, work.whole = part["key"], part["name"], {}, False
        work.columns.clear()
    work.parts[part["n"]] = part["part"]
    work.whole = 0 < part["of"] == len(work.parts)
    return work.whole


def _about(topic: Row) -> None:
    with pieces.card():
        pieces.text("p", say("rules.one_row", row=topic["row"]))
        if topic["secret"]:
            pieces.notice(say("rules.children"), "warn")
        must = [c["name"] for c in topic["columns"] if c["required"]]
        may = [c["name"] for c in topic["columns"] if not c["required"]]
        several = len(topic["templates"]) > 1
        pieces.text("p", say("rules.must_of" if several else "rules.must", columns=say("frame.comma").join(must)))
        with pieces.folded(say("rules.may", count=len(may))):
            pieces.text("p", say("frame.comma").join(may))
        for t in topic["templates"]:
            with pieces.tag("p"):
                link = pieces.link(say("rules.template", name=t["name"]), f"data:text/csv;base64,{t['content']}")
                pieces.set_to(link, download=t["name"])


async def _preview(v: LiveVisit, work: Work, topic: Row, again: Again) -> None:
    """The preview: headings, counts, sample and rejected rows."""
    r = await _report(v, work, preview=True, again=again)
    if r is None:
        return
    pieces.heading(2, say("rules.preview"))
    _mapping(work, topic, r, again)
    if r["missing"]:
        names = say("frame.comma").join(c["name"] for c in r["missing"])
        pieces.notice(say("rules.missing", columns=names), "warn")
        return
    _counts(r)
    _sample(r, _names(topic))
    _rejects(r, _names(topic))
    box = pieces.tag("div", "act", aria_live="polite")
    with box:

        async def loaded() -> None:
            await pieces.shown(box, lambda: _loaded(v, work, topic, loaded))

        if r["written"]:
            pieces.button(say("rules.load", count=r["written"]), loaded)
            pieces.text("small", say("rules.load_hint"))
        else:
            pieces.notice(say("rules.nothing_new"))
    pieces.behind(v.asker)


async def _report(v: LiveVisit, work: Work, *, preview: bool, again: Again) -> Row | None:
    """The report of a load, with progress if it takes long; None after an error or a stop, which is shown."""
    r: Row | None = await v.asker.ask("LoadFile", **work.variables(preview=preview))
    r = r.get("result", r) if r else r  # or an error
    if r is not None and "status" in r:
        job = r["id"]
        stop = say("rules.halt" if preview else "rules.halt_load")
        leaving = say("rules.leaving" if preview else "rules.leaving_load")
        try:
            state = await watched(v.asker, r, lambda: v.asker.ask("LoadJob", id=job), stop_label=stop, leaving=leaving)
        except Refused as e:
            if e.code not in REFUSED:
                raise
            r = {"message": str(e)}
        else:
            r = state and state["result"]
            if state is not None and r is None:
                pieces.notice(say("rules.halted"), "warn")
                pieces.button(say("rules.once_more"), again)
    if r is not None and "message" in r:
        pieces.notice(r["message"], "bad")
        pieces.text("p", say("rules.unwritten"))
        return None
    return r


async def _loaded(v: LiveVisit, work: Work, topic: Row, again: Again) -> None:
    r = await _report(v, work, preview=False, again=again)
    if r is None:
        return
    work.parts, work.whole = {}, False
    with pieces.card("good"):
        pieces.heading(2, say("rules.loaded"))
        _counts(r)
        pieces.text("p", say("rules.again"))
    _rejects(r, _names(topic))
    pieces.behind(v.asker)


def _names(topic: Row) -> dict[str, str]:
    """Headings of the columns by key."""
    return {c["code"]: c["name"] for c in topic["columns"]}


def _counts(r: Row) -> None:
    written = "rules.would" if r["preview"] else "rules.written"
    counts_text = [say("rules.read", count=r["read"]), say(written, count=r["written"])]
    counts_text += [say("rules.unchanged", count=r["unchanged"])] if r["unchanged"] else []
    counts_text += [say("rules.repeated", count=r["repeated"])] if r["repeated"] else []
    counts_text += [say("rules.rejected", count=r["rejected"])] if r["rejected"] else []
    pieces.text("p", say("frame.stop").join(counts_text), "summary")


def _mapping(work: Work, topic: Row, r: Row, again: Again) -> None:
    """A select for each unknown heading; the known ones are collapsed and can be corrected."""
    choices = [
        Choice(c["code"], say("rules.column_must", name=c["name"]) if c["required"] else c["name"])
        for c in topic["columns"]
    ]
    open_ = [h for h in r["columns"] if h["column"] is None and h["heading"] not in work.columns]
    known = [h for h in r["columns"] if h not in open_]
    column_of = {h["heading"]: h["column"] or h["suggested"] or "" for h in r["columns"]}

    def field_of(h: Row) -> None:
        label = say("rules.which", heading=h["heading"])
        fields.choose(
            label,
            choices,
            partial(column_of.__setitem__, h["heading"]),
            value=column_of[h["heading"]],
            unset=say("rules.unused"),
        )
        if h["suggested"]:
            pieces.text("small", say("rules.suggested"))

    async def map_() -> None:
        used = [c for c in column_of.values() if c]
        twice.clear()
        if len(set(used)) < len(used):
            with twice:
                pieces.notice(say("rules.twice"), "bad")
            return
        work.columns = dict(column_of)
        await again()

    twice = pieces.tag("div", role="status")

    if open_:
        pieces.heading(3, say("rules.map"))
        _fields(open_, field_of)
        pieces.button(say("rules.remap"), map_)
    if known:
        with pieces.folded(say("rules.mapped", count=len(known))):
            _fields(known, field_of)
            pieces.button(say("rules.remap"), map_, kind="quiet")


def _fields(headings: list[Row], field_of: Callable[[Row], None]) -> None:
    with pieces.tag("div", "form"):
        for h in headings:
            with pieces.tag("div"):
                field_of(h)


def _sample(r: Row, names: dict[str, str]) -> None:
    if not r["sample"]:
        return
    headings = [say("rules.row"), *(names[h["column"]] for h in r["columns"] if h["column"])]
    rows = [[str(s["row"]), *s["cells"]] for s in r["sample"]]
    pieces.table(headings, rows, say("rules.sample", count=len(rows))).classes("rows")


def _rejects(r: Row, names: dict[str, str]) -> None:
    if not r["rejects"]:
        return
    pieces.heading(3, say("rules.rejects"))
    headings = [say(k) for k in ("rules.row", "rules.column", "rules.problem")]
    rows = [[str(x["row"]), names.get(x["column"], ""), x["message"]] for x in r["rejects"]]
    pieces.table(headings, rows, say("rules.count", shown=len(rows), total=r["rejected"])).classes("rows")
