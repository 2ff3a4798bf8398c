"""The commands `tongxin work` and `tongxin do`: casework from the shell, by the same door as every program (办理)."""

import base64
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from cli.ask import show
from cli.language import LANGUAGE, worded
from cli.session import DatabaseServer, reported_errors, run, settings
from knowledge.errors import BadInput
from knowledge.messages.message import message

if TYPE_CHECKING:
    from graph_model.graph import Graph

Answer = dict[str, Any]
SCOPES = ("mine", "area", "untaken", "awaited")
DUE = ("overdue", "today", "week", "any")
NEW = "new"
"""Value in place of an item, for a new item that exists alone."""
WAITS = 600.0
"""Seconds that the shell waits for an answer before it would become a job."""
REFUSED = 2
"""The exit code of a step that was refused."""
FORM = "mutation label begins why form { name label fieldType required values { code label } }"
WORK = """query($scope: WorkScope!, $due: WorkDue!) { work(scope: $scope, due: $due) { totalCount nodes {
  code itemKindLabel stateLabel headline child due overdue steps { mutation label } } } }"""
STEPS = f"query($code: String!) {{ item(code: $code) {{ code itemKindLabel stateLabel actions {{ {FORM} }} }} }}"
BEGINNINGS = f"{{ newItems {{ {FORM} }} }}"
TAKE = """mutation($input: %sInput!) { %s(input: $input) { __typename
  ... on WorkItem { code itemKindLabel stateLabel due clocks { label due } }
  ... on RefusedAction { why allowed } } }"""
As = Annotated[str, typer.Option("--as", help=worded("help.desk_as"))]


def work(
    scope: Annotated[str, typer.Option(help="|".join(SCOPES))] = "mine",
    due: Annotated[str, typer.Option(help="|".join(DUE))] = "any",
    role: As = "",
    as_json: Annotated[bool, typer.Option("--json", help=worded("help.ask_json"))] = False,
) -> None:
    """List open items, the earliest due first."""
    for given, allowed, name in ((scope, SCOPES, "--scope"), (due, DUE, "--due")):
        if given not in allowed:
            show.fail(f"{name}: {message('settings.not_one_of', allowed=allowed)}")
    with reported_errors():
        worklist = asked(role, WORK, {"scope": scope.upper(), "due": due.upper()})["work"]
    if as_json:
        typer.echo(json.dumps(worklist, ensure_ascii=False, indent=2))
        return
    rows = [_row(n) for n in worklist["nodes"]]
    show.tabled(show.heads("desk_code", "desk_what", "desk_state", "desk_child", "desk_due", "desk_step"), rows)
    show.out.print(str(message("casework.listed", shown=len(rows), count=worklist["totalCount"])))


def do(
    item: Annotated[str, typer.Argument(help=worded("help.desk_item"))],
    action: Annotated[str, typer.Argument(help=worded("help.desk_action"))] = "",
    form: Annotated[list[str] | None, typer.Option("--set", help=worded("help.desk_set"))] = None,
    key: Annotated[str, typer.Option(help=worded("help.desk_key"))] = "",
    role: As = "",
) -> None:
    """Take a step on an item; without a step, list what can be done."""
    with reported_errors():
        steps = _steps(role, item)
        if not action:
            _listed(steps)
            return
        step = _step(steps, action)
        given = {"key": key or uuid4().hex, **_values(step, form or [])}
        if item != NEW:
            given["under" if step["begins"] else "code"] = item
        name = step["mutation"]
        made = asked(role, TAKE % (name[0].upper() + name[1:], name), {"input": given})[name]
    if made["__typename"] == "RefusedAction":
        show.err.print(made["why"], highlight=False)
        show.err.print(" · ".join(made["allowed"]), highlight=False)
        raise typer.Exit(REFUSED)
    clocks = " · ".join(f"{c['label']} {_moment(c['due'])}" for c in made["clocks"])
    show.out.print(f"{made['code']} {made['itemKindLabel']} {made['stateLabel']} {clocks}", highlight=False)


def _row(n: Answer) -> list[str]:
    first = " · ".join(f"{s['label']} ({s['mutation']})" for s in n["steps"][:1])
    what = f"{n['itemKindLabel']} {n['headline'] or ''}"
    return [n["code"], what, n["stateLabel"], n["child"] or "", _moment(n["due"]), first]


def _moment(text: str | None) -> str:
    return text[:16].replace("T", " ") if text else ""


def _steps(role: str, item: str) -> list[Answer]:
    if item == NEW:
        return list(asked(role, BEGINNINGS, {})["newItems"])
    return list(asked(role, STEPS, {"code": item})["item"]["actions"])


def _step(steps: Sequence[Answer], named: str) -> Answer:
    """The step with a name or label.

    Raises:
        BadInput: There is none, or several have the label.
    """
    fitting = [s for s in steps if named in (s["mutation"], s["label"])]
    if len(fitting) != 1:
        raise BadInput("action", "settings.not_one_of", allowed=tuple(s["mutation"] for s in steps))
    return fitting[0]


def _listed(steps: Sequence[Answer]) -> None:
    for s in steps:
        fields = " ".join(f["name"] + ("" if f["required"] else "?") for f in s["form"])
        show.out.print(f"{s['mutation']} {s['label']} [{fields}] {s['why'] or ''}", markup=False, highlight=False)


def _values(step: Answer, given: Sequence[str]) -> Answer:
    """The form from `name=value`, each value as the type of its field.

    Raises:
        BadInput: No such field, or a value that it cannot have.
    """
    fields = {name: f for f in step["form"] for name in (f["name"], f["label"])}
    values: Answer = {}
    for pair in given:
        name, _, text = pair.partition("=")
        if name not in fields:
            raise BadInput("--set", "settings.not_one_of", allowed=tuple(f["name"] for f in step["form"]))
        values[fields[name]["name"]] = _value(fields[name], text)
    return values


def _value(field: Answer, text: str) -> Any:
    from knowledge.situation.truth import truth  # noqa: PLC0415  # slow to import

    if field["fieldType"] == "INT" and text.isascii() and text.isdigit():
        return int(text)
    if field["fieldType"] == "BOOL" and (known := truth(text)) is not None:
        return known
    if field["fieldType"] == "CHOICE":
        return next((v["code"] for v in field["values"] if text in (v["label"], v["code"], v["code"].lower())), text)
    if field["fieldType"] == "FILE":
        return file_sent(Path(text), "--set")[1]
    return text


def file_sent(path: Path, option: str) -> tuple[int, str]:
    """Return the size of a file in bytes, and its content in base64.

    Raises:
        BadInput: It cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise BadInput(option, "file.unreadable") from None
    return len(content), base64.b64encode(content).decode()


def asked(role: str, document: str, variables: Mapping[str, Any], *, public: bool = False) -> Answer:
    """Return the service's answer with the token of `role`, if `public` also without one; run in this process.

    Raises:
        BadInput: There is no token, or the service refuses.
    """
    from cli.demo import ROLES, token  # noqa: PLC0415  # slow to import

    config = settings()
    given = token(config, role) if role in ROLES else config.token.get_secret_value() if config.token else ""
    if (not given and not public) or (role and role not in ROLES):
        raise BadInput("--as", "shell.no_token", allowed=ROLES)
    reply = run(DatabaseServer(config), partial(_posted, config, given, {"query": document, "variables": variables}))
    for error in reply.get("errors", ()):
        more = error["extensions"]
        raise BadInput(more.get("field") or more["code"], "shell.refused", why=error["message"])
    return dict(reply["data"])


async def _posted(config: Any, token: str, body: Answer, graph: "Graph") -> Answer:
    import httpx  # noqa: PLC0415  # slow to import

    from api.access.tokens import verifier  # noqa: PLC0415  # as above
    from api.app import create_app  # noqa: PLC0415  # as above
    from api.jobs import runner  # noqa: PLC0415  # as above
    from loaders.loading.load import Uploads  # noqa: PLC0415  # as above

    runner.PATIENCE = WAITS  # a job would end with this process
    app = create_app(graph, verifier(config), keys=config.key_folder, audit=config.audit_folder, loader=Uploads())
    headers = {"accept-language": LANGUAGE, **({"authorization": f"Bearer {token}"} if token else {})}
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
            reply = await client.post("/graphql", json=body, headers=headers)
    finally:
        app.state.service.close()
    return dict(reply.json())
