"""Questions from the shell: which documents answer them, with which variables (提问)."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import date, datetime, time
from importlib import import_module
from typing import Any

from api import answering, examples
from api.edge.schema import EdgeSchema
from api.errors import error_data
from api.request.context import Context, today
from api.responsibility.query import PlaceInput, placed
from cli.ask import show
from cli.ask.facts import facts
from graph_model.directory.part import PartQuery, begun, part
from graph_model.directory.snapshot import read as read_network
from graph_model.graph import Graph
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput, DomainError
from knowledge.messages.message import message
from knowledge.roles import ActorRole
from knowledge.rulebook.load import rulebook
from knowledge.understanding.place_words import place_words
from network.addresses.houses import written_with_number
from network.entities import ANONYMOUS, Actor
from network.snapshot import Network

__all__ = ["ask", "facts", "may_they", "only_district", "query_for"]

Answer = dict[str, Any]
ISO_DAY = 10
"""Letters of a day, with which a moment begins."""
ANSWERED: Mapping[str, str] = {
    "responsibility": examples.RESPONSIBILITY,
    "understand": examples.UNDERSTAND,
    "referralOptions": examples.REFERRAL,
    "eligibility": examples.ELIGIBILITY,
    "permitted": examples.PERMITTED,
}
"""The document of a question about a child; its one field is the answer."""
SHEETS: Mapping[str, str] = {
    "responsibility": examples.SHEET_OF_MATTER,
    "referralOptions": examples.SHEET_OF_CHILD,
}
"""The document of its sheet."""
COUNTED: Mapping[str, tuple[str, ...]] = {
    "coverage": (examples.COVERAGE,),
    "network": (examples.FINDINGS, examples.WEAK, examples.UNCOVERED),
}
"""The documents of a planner's question about an area; their fields together are the answer."""


def query_for(
    question: str, at: dict[str, str], situation: Answer, on: date | None, need: str | None, text: str = ""
) -> tuple[str, Answer]:
    """Return the topic for a question from the shell, and its variables; `text` describes the child.

    Raises:
        BadInput: a value that a planner's question needs, or cannot take.
    """
    if written_with_number(at.get("name", "")):
        at = {"address": at["name"]}
    if question in COUNTED:
        return question, _counted(question, at, situation, on, need)
    if need is not None:
        raise BadInput("need", "shell.need_only_for_coverage")
    day = {"on": on.isoformat()} if on else {}
    if question == "understand":
        return "understand", {"text": text, **day}
    if question == "referral":
        moment = {"atTime": datetime.combine(on, time(10), SHANGHAI).isoformat()} if on else {}
        return "referralOptions", {"at": at, "situation": situation, **moment, **({"text": text} if text else {})}
    if question in rulebook().services:
        return "eligibility", {"service": question, "situation": situation, **({"on": [on.isoformat()]} if on else {})}
    if question == "responsibility":
        return "responsibility", {"subject": {"text": text}, "at": at, "situation": situation, **day}
    subject = {"matter": question} if question in rulebook().matters else {"text": question}
    return "responsibility", {"subject": subject, "at": at, "situation": situation, **day}


def may_they(question: str, by: str, situation: Answer, on: date | None) -> tuple[str, Answer]:
    """The topic and variables of a question whether a kind of body may do something, by code or in free words."""
    act = {"code": question} if question in rulebook().acts else {"text": question}
    day = {"on": on.isoformat()} if on else {}
    return "permitted", {"act": act, "bodyKind": by, "situation": situation, **day}


def _counted(question: str, at: dict[str, str], situation: Answer, on: date | None, need: str | None) -> Answer:
    if situation:
        raise BadInput("fact", "shell.no_fact_here")
    if question == "network":
        if need is not None:
            raise BadInput("need", "shell.need_only_for_coverage")
        return {"at": at, "on": on.isoformat() if on else None}
    if need is None:
        raise BadInput("need", "shell.need_missing")
    if on is not None:
        raise BadInput("on", "shell.no_day_here")
    return {"at": at, "code": need}


async def only_district(graph: Graph, option: str = "--at") -> str:
    """The code of the loaded district, for a question that names no place.

    Raises:
        BadInput: Several are loaded, or none.
    """
    loaded = await graph.read(ANONYMOUS, begun)
    if not loaded:
        raise BadInput("data", "shell.nothing_loaded")
    if len(loaded) > 1:
        raise BadInput(option, "shell.which_district", allowed=tuple(f"{d.code} {d.name}" for d in loaded))
    return loaded[0].code


async def _network(graph: Graph, topic: str, variables: Answer) -> Network:
    """Read the network for the answer: all if places of an area are counted or a house is sought; else a part."""
    at = variables.get("at", {})
    if topic in COUNTED or "address" in at:
        return await read_network(graph)
    place = at.get("code") or at.get("name")
    if place is None:
        loaded = await graph.read(ANONYMOUS, begun)
        place = loaded[0].code if len(loaded) == 1 else None
    on = variables.get("on") or variables.get("atTime", "")[:ISO_DAY]
    day = date.fromisoformat(on) if isinstance(on, str) and on else today()
    text = variables.get("text") or variables.get("subject", {}).get("text") or ""
    return await part(graph, PartQuery(place, day, tuple(p.words for p in place_words(text))))


async def _meanwhile(variables: Answer, model: Future[bool] | None) -> None:
    """Have the model of sentences open if the question has words: beside the reading of the network, not before it."""
    if model is not None:
        await asyncio.wrap_future(model)
        return
    asked: Answer = variables.get("subject") or variables.get("act") or {}
    if "text" in variables or "text" in asked:
        await asyncio.to_thread(import_module("cli.sentences").open_model)


async def ask(
    graph: Graph, topic: str, variables: Answer, *, sheet: bool = False, model: Future[bool] | None = None
) -> Answer:
    """The answer of a topic on a graph, or only its sheet, or a refusal as `code` and `message`.

    Args:
        graph: The graph.
        topic: The topic.
        variables: The variables of its document.
        sheet: True for the sheet alone.
        model: The opening of the model of sentences, if it has begun.

    Raises:
        BadInput: the graph is empty, or the topic has no sheet.
    """
    if sheet and topic not in SHEETS:
        raise BadInput("sheet", "shell.no_sheet")
    if variables.get("at") == {}:
        variables = {**variables, "at": {"code": await only_district(graph)}}
    network, _ = await asyncio.gather(_network(graph, topic, variables), _meanwhile(variables, model))
    if not network.areas:
        raise BadInput("data", "shell.nothing_loaded")
    if topic in ANSWERED:
        document = (SHEETS if sheet else ANSWERED)[topic]
        reply = await _run(answering.schema(topic), Context(ANONYMOUS, graph, network, rulebook()), document, variables)
        answer: Answer = reply.get(topic, reply)
        return answer
    public = Context(ANONYMOUS, graph, network, rulebook())
    try:
        place = await placed(public, PlaceInput(**variables.pop("at")))
    except DomainError as e:
        return _refusal(error_data(e))
    c = Context(Actor("shell", ActorRole.OPERATOR, (place.code,)), graph, network, rulebook())
    return {"area": {"code": place.code, "name": place.name}, **await _all(c, topic, {**variables, "area": place.code})}


def _whole() -> EdgeSchema:
    """The schema that also counts; it takes a second longer to make than the part that answers about a child."""
    schema: EdgeSchema = import_module("api.schema").schema
    return schema


async def _all(c: Context, topic: str, variables: Answer) -> Answer:
    """Run the queries as the operator, whose database password covers the network; no child is involved."""
    answers: Answer = {}
    with show.Bars() as bars:
        tick = bars.task(message("progress.working_out"), len(COUNTED[topic]))
        for document in COUNTED[topic]:
            answers |= await _run(_whole(), c, document, variables)
            tick(1)
            if "code" in answers:
                return answers
    if topic == "coverage":
        await _further(c, variables, answers)
    return answers


async def _further(c: Context, variables: Answer, result: Answer) -> None:
    """Add the communities of the further pages to those of the first."""
    rows = result["coverage"]["rows"]
    at = rows["pageInfo"]
    while at["hasNextPage"]:
        more = await _run(_whole(), c, examples.COVERAGE, {**variables, "after": at["endCursor"]})
        rows["nodes"] += more["coverage"]["rows"]["nodes"]
        at = more["coverage"]["rows"]["pageInfo"]


async def _run(schema: EdgeSchema, c: Context, document: str, variables: Answer) -> Answer:
    result = await schema.execute(document, variable_values=variables, context_value=c)
    if result.errors:
        first = result.errors[0]
        return _refusal({"message": first.message, "extensions": first.extensions or {}})
    return result.data or {}


def _refusal(raw: Mapping[str, Any]) -> Answer:
    """A refusal as the shell prints it: code, message and what to choose from."""
    return {**raw["extensions"], "message": raw["message"]}
