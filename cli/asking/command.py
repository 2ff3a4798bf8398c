"""The command `tongxin ask`, and the program with this command alone, which starts sooner (提问的命令)."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Annotated, Any

import typer

from cli.ask import show
from cli.language import LANGUAGE, example, worded
from cli.session import DatabaseServer, asking, reported_errors, run, settings
from knowledge.messages.message import listed, speaking

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
"""The form of a code or a topic; all else is words, for which the model of sentences is opened."""


def speak(context: typer.Context) -> None:
    """Set the language for the whole command, and refuse settings that cannot be used before anything else."""
    context.with_resource(speaking(LANGUAGE))
    with reported_errors():
        settings()


def _at(text: str) -> dict[str, str]:
    return {} if not text else {"code": text} if text.isdigit() else {"name": text}


def _shown_by(topic: str) -> Callable[[dict[str, Any]], None]:
    """The printer of a topic; a planner's has a module of its own."""
    return show.ANSWERS.get(topic) or import_module("cli.ask.network").ANSWERS[topic]


def _without_given(answer: dict[str, Any], situation: dict[str, Any]) -> dict[str, Any]:
    """The answer without probable facts from the words that an option gave: nobody need write them again."""
    if not answer.get("understood"):
        return answer
    heard = [f for f in answer["understood"]["facts"] if f["counts"] or f["fact"] not in situation]
    return {**answer, "understood": {**answer["understood"], "facts": heard}}


def ask(  # noqa: PLR0913, PLR0917  # each is an option of the command
    question: Annotated[
        str,
        typer.Argument(help=worded("help.ask_question")),
    ],
    words: Annotated[str, typer.Argument(help=worded("help.ask_words"))] = "",
    at: Annotated[str, typer.Option(help=worded("help.ask_at"))] = "",
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=worded("help.ask_on"))] = None,
    fact: Annotated[list[str] | None, typer.Option(help=worded("help.ask_fact"))] = None,
    need: Annotated[str | None, typer.Option(help=worded("help.ask_need"))] = None,
    by: Annotated[str | None, typer.Option(help=worded("help.ask_by"))] = None,
    sheet: Annotated[bool, typer.Option("--sheet", help=worded("help.ask_sheet"))] = False,
    opened: Annotated[bool, typer.Option("--open", help=worded("help.ask_open"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=worded("help.ask_json"))] = False,
) -> None:
    """Answer a question: who is responsible, may they, where to refer, what a child can get, what is covered."""
    is_told = bool(words) or not CODE.fullmatch(question)
    model = import_module("cli.sentences").opening() if is_told else None
    with reported_errors():
        situation, day = asking().facts(fact or []), on.date() if on else None
        if by is None:
            topic, variables = asking().query_for(question, _at(at), situation, day, need, words)
        else:
            topic, variables = asking().may_they(question, by, situation, day)
        if opened:
            sheet, variables = True, {**variables, "opened": True}
        answer = run(DatabaseServer(settings()), lambda g: asking().ask(g, topic, variables, sheet=sheet, model=model))
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    elif "code" not in answer:
        (show.sheet if sheet else _shown_by(topic))(_without_given(answer, situation))
    else:
        if answer.get("advice"):
            show.err.print(f"[bold red]{answer['advice']}[/bold red]", soft_wrap=True)
        field = f"{answer['field']}: " if answer.get("field") else ""
        show.err.print(f"{answer['code']}: {field}{answer['message']}", soft_wrap=True)
        for c in answer.get("candidates", ()):
            show.err.print(f"  {c['code']} {c['name']} {listed(c.get('matched', ()))}")
        raise typer.Exit(1)


def add_ask(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command(
        help=worded("help.ask"),
        epilog=example(
            'ask "13岁女孩怀孕" --at 某某社区 --fact age=13',
            "ask referral --sheet --at 某某社区 --fact age=9 --fact unattended=yes",
            "ask understand 女儿12岁，爸爸喝酒就打她",
            "ask B05 --fact sudden_hardship=yes",
            "ask 不制止学生欺凌可以吗 --by 学校",
            "ask coverage --at 某某区 --need N16",
            "ask network",
        ),
    )(ask)


app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", help=worded("help.tongxin"))
app.callback()(speak)
add_ask(app)
