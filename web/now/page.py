"""此刻：the emergency page: plain HTML from the rules in memory, without database, script or session (第一屏)."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from starlette.responses import Response

from web.frame.pages import PUBLIC, Visit
from web.frame.session import COOKIE
from web.parts.asking import Asker, Refused, Row, address_of
from web.parts.forms import read_form
from web.parts.uploads import TooLarge
from web.parts.words import say

QUESTIONS = (
    ("safe", "now.safe", "now.safe_yes", "now.safe_no", True),
    ("hurt", "now.hurt", "now.no", "now.yes", False),
    ("cared", "now.cared", "now.yes", "now.no", True),
)
"""Each question: its argument, the question, the good answer, the dangerous answer, the value of the good answer."""
ANSWERS = ("good", "bad", "unknown")
"""Values of the form; any other value counts as not known."""


def answers(form: Mapping[str, str]) -> dict[str, bool]:
    """The arguments of the operation; an answer that is unknown or not given is left out."""
    chosen = {name: form.get(name) for name, *_ in QUESTIONS}
    return {name: (chosen[name] == "good") is good for name, *_, good in QUESTIONS if chosen[name] in ANSWERS[:2]}


def attach_now(app: FastAPI, *, demo: bool = False) -> None:
    """Serve the page at `/`; it answers for as long as the process lives. The answers come in a form's body only."""

    async def now(request: Request) -> Response:
        form = await _form(request)
        asker = Asker(app, None, address_of(request))
        try:
            advice: Row | None = await asker.ask("Emergency", **answers(form))
        except Refused:  # the numbers stand in the page itself
            advice = None
        v = Visit(asker, PUBLIC, "now", demo, 0)
        returning = COOKIE in request.cookies  # nobody is looked up: the links lead to pages that ask who it is
        return v.page("now/page.html", {**_content(form, advice), "returning": returning})

    app.add_route("/", now, methods=["GET", "POST"], include_in_schema=False)


async def _form(request: Request) -> dict[str, str]:
    """The answers that were sent; whatever was sent instead, the numbers are shown."""
    try:
        return dict(await read_form(request)) if request.method == "POST" else {}
    except TooLarge:
        return {}


def _content(form: Mapping[str, str], advice: Row | None) -> dict[str, object]:
    questions: list[Row] = [
        {
            "name": name,
            "label": say(label),
            "choices": [
                (value, say(word)) for value, word in zip(ANSWERS, (good, bad, "situation.unknown"), strict=True)
            ],
            "chosen": form.get(name) if form.get(name) in ANSWERS else ANSWERS[-1],
        }
        for name, label, good, bad, _ in QUESTIONS
    ]
    answered = all(q["chosen"] in ANSWERS[:2] for q in questions)
    asked = [f"{q['label']}{word}" for q in questions for x, word in q["choices"] if form and x == q["chosen"]]
    others = [c for c in advice["calls"] if not c["number"]] if advice else []
    return {"questions": questions, "a": advice, "answered": answered, "asked": asked, "others": others}
