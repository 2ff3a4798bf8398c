"""Domain errors as GraphQL errors, with code, reason and parameters in the extensions (可预期的拒绝)."""

from collections.abc import Mapping
from typing import Any

from api.edge.errors import RETRY_AFTER, RETRY_SECONDS, Code, Expected, Registry, client_error_of
from graph_model.errors import GraphUnavailable
from graph_model.jobs.errors import NoPlace, TooMuchOfOwn
from knowledge import errors
from knowledge.messages.message import Message
from knowledge.permissions.spoken import AdvisedAct, UnheardAct


def _message(e: errors.DomainError) -> Message:
    return e.message


def _input(e: errors.BadInput) -> Mapping[str, Any]:
    """The wrong input field, and the allowed values if they are a closed set."""
    allowed = e.params.get("allowed")
    return {"field": e.field} | ({"allowed": [str(v) for v in allowed]} if allowed is not None else {})


def _file(e: errors.BadFile) -> Mapping[str, Any]:
    return {**_input(e), "problem": e.why.value}


def _candidates(e: errors.Ambiguous) -> Mapping[str, Any]:
    """The candidates to choose from, each with the words that matched, an act also with how the question is put."""
    return {"candidates": [_candidate(c) for c in e.candidates]}


def _advised(e: AdvisedAct) -> Mapping[str, Any]:
    """The candidates, and the sentence on danger in the words."""
    return {"advice": e.advice, **_candidates(e)}


def _unheard(e: UnheardAct) -> Mapping[str, Any]:
    """The sentence on danger in the words, if any."""
    return {"advice": e.advice} if e.advice else {}


def _candidate(c: errors.Candidate) -> Mapping[str, Any]:
    row = {"code": c.code, "name": c.name, "matched": list(c.matched)}
    return row | ({"asked": c.asked} if c.asked else {})


def _passing(e: GraphUnavailable) -> Mapping[str, Any]:
    """Return the time to retry after, if the cause passes by itself."""
    return {RETRY_AFTER: RETRY_SECONDS} if e.passing else {}


def _soon(_: NoPlace) -> Mapping[str, Any]:
    """Return when to ask again: a place becomes free later."""
    return {RETRY_AFTER: RETRY_SECONDS}


REGISTRY: Registry = {
    errors.BadInput: Expected(Code.BAD_USER_INPUT, _message, _input),
    errors.BadFile: Expected(Code.FILE_REFUSED, _message, _file),
    errors.NotFound: Expected(Code.NOT_FOUND, _message),
    UnheardAct: Expected(Code.NOT_FOUND, _message, _unheard),
    AdvisedAct: Expected(Code.AMBIGUOUS, _message, _advised),
    errors.NoTextForThatDay: Expected(Code.NO_TEXT_FOR_THAT_DAY, _message),
    errors.NoTextForThatPlace: Expected(Code.NO_TEXT_FOR_THAT_PLACE, _message),
    errors.Ambiguous: Expected(Code.AMBIGUOUS, _message, _candidates),
    errors.Unauthenticated: Expected(Code.UNAUTHENTICATED, _message),
    errors.AuditUnwritable: Expected(Code.UNAVAILABLE, _message),
    errors.DiskLow: Expected(Code.UNAVAILABLE, _message),
    NoPlace: Expected(Code.UNAVAILABLE, _message, _soon),
    TooMuchOfOwn: Expected(Code.TOO_MANY, _message, _soon),
    errors.Erased: Expected(Code.CONFLICT, _message),
    errors.Sealed: Expected(Code.UNAVAILABLE, _message),
    errors.Conflict: Expected(Code.CONFLICT, _message),
    errors.Forbidden: Expected(Code.FORBIDDEN, _message),
    GraphUnavailable: Expected(Code.UNAVAILABLE, _message, _passing),
}
"""The errors that clients see; all others are masked."""


def error_data(e: Exception) -> dict[str, Any]:
    """Message and extensions of a failure after the request has ended (a job); same wording as a direct error."""
    error = client_error_of(e, REGISTRY)
    return {"message": error.message, "extensions": error.extensions or {}}
