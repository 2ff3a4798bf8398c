"""Domain refusals, as members of GraphQL unions and outside of them, each saying what to do."""

from collections.abc import Mapping
from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from typing import Any

import strawberry

from api.common import Label
from api.edge import Code, Expected, Registry, told_exception
from graph_model.errors import GraphUnavailable
from knowledge import errors


@strawberry.interface(description="可预期的拒绝 / an expected refusal a client can act on")
class Failure:
    """What went wrong and what to do."""

    code: str
    message: str


@strawberry.type(description="没有这个对象，或不在权限范围内 / no such thing, or outside your scope")
class NotFound(Failure):
    """Nothing by that key."""

    kind: str
    key: str


@strawberry.type(description="当日没有收录的文本规定此事 / no shipped text in force that day carries it")
class NoTextForThatDay(Failure):
    """Never a duty carried backwards."""

    subject: str
    on: Date
    missing: list[str] = strawberry.field(description="当日版本未收录的文件 / documents without a version of that day")


@strawberry.type(description="可能的选项 / one possible reading")
class Candidate:
    """One of several."""

    code: str
    name: str
    matched: list[str] = strawberry.field(description="匹配到的词 / the words that matched")


@strawberry.type(description="事项不唯一，请选择 / several matters fit: choose")
class AmbiguousMatter(Failure):
    """Several matters fit."""

    candidates: list[Candidate]


@strawberry.type(description="地点不唯一，请选择 / several places fit: choose")
class AmbiguousPlace(Failure):
    """Several places fit."""

    candidates: list[Candidate]


@strawberry.type(description="行为不唯一，请选择 / several acts fit: choose")
class AmbiguousAct(Failure):
    """Several acts fit."""

    candidates: list[Candidate]


@strawberry.type(description="输入不能使用 / an input that cannot be used")
class BadInput(Failure):
    """Which input, and what to do instead; the value is never repeated."""

    field: str


@strawberry.type(description="文件不能使用，没有写入 / a file that cannot be used; nothing was written")
class FileRefused(Failure):
    """What is wrong with the whole file, and what to do; no value of it is repeated."""

    reason: Label


def _candidates(e: errors.Ambiguous) -> list[Candidate]:
    return [Candidate(code=c.code, name=c.name, matched=list(c.matched)) for c in e.candidates]


class _NotFound(strawberry.ExceptionHandler[errors.NotFound, NotFound]):
    def handle(self, exception: errors.NotFound, **_: Any) -> NotFound:
        kind, key = exception.kind, exception.key
        said = f"没有 {kind} {key}，或不在权限范围内 / no {kind} {key}, or outside your scope"
        return NotFound(code="NOT_FOUND", message=said, kind=kind, key=key)


class _NoText(strawberry.ExceptionHandler[errors.NoTextForThatDay, NoTextForThatDay]):
    def handle(self, exception: errors.NoTextForThatDay, **_: Any) -> NoTextForThatDay:
        e = exception
        said = f"{e.on} 没有收录的文本规定 {e.subject} / no shipped text in force on {e.on} carries {e.subject}"
        return NoTextForThatDay(
            code="NO_TEXT_FOR_THAT_DAY", message=said, subject=e.subject, on=e.on, missing=list(e.missing)
        )


class _Matter(strawberry.ExceptionHandler[errors.AmbiguousMatter, AmbiguousMatter]):
    def handle(self, exception: errors.AmbiguousMatter, **_: Any) -> AmbiguousMatter:
        said = "可能是以下事项，请按代码选择 / several matters fit: ask again with a code"
        return AmbiguousMatter(code="AMBIGUOUS_MATTER", message=said, candidates=_candidates(exception))


class _Place(strawberry.ExceptionHandler[errors.AmbiguousPlace, AmbiguousPlace]):
    def handle(self, exception: errors.AmbiguousPlace, **_: Any) -> AmbiguousPlace:
        said = "可能是以下地点，请按代码选择 / several places fit: ask again with a code"
        return AmbiguousPlace(code="AMBIGUOUS_PLACE", message=said, candidates=_candidates(exception))


class _Act(strawberry.ExceptionHandler[errors.AmbiguousAct, AmbiguousAct]):
    def handle(self, exception: errors.AmbiguousAct, **_: Any) -> AmbiguousAct:
        said = "可能是以下行为，请按代码选择 / several acts fit: ask again with a code"
        return AmbiguousAct(code="AMBIGUOUS_ACT", message=said, candidates=_candidates(exception))


class _BadInput(strawberry.ExceptionHandler[errors.BadInput, BadInput]):
    def handle(self, exception: errors.BadInput, **_: Any) -> BadInput:
        e = exception
        return BadInput(code="BAD_USER_INPUT", message=f"{e.field}: {e.problem}；{e.do}", field=e.field)


class _BadFile(strawberry.ExceptionHandler[errors.BadFile, FileRefused]):
    def handle(self, exception: errors.BadFile, **_: Any) -> FileRefused:
        e = exception
        return FileRefused(code="FILE_REFUSED", message=f"{e.problem}；{e.do}", reason=Label.of(e.why))


_BY_KIND: Mapping[type[errors.DomainError], Any] = {
    errors.NotFound: _NotFound(),
    errors.NoTextForThatDay: _NoText(),
    errors.AmbiguousMatter: _Matter(),
    errors.AmbiguousPlace: _Place(),
    errors.AmbiguousAct: _Act(),
    errors.BadFile: _BadFile(),
    errors.BadInput: _BadInput(),
}
HANDLERS = tuple(_BY_KIND.values())


def failure(e: errors.DomainError) -> Failure | None:
    """The refusal as the unions have it, for who asks beside them; None for what no union tells."""
    handler = _BY_KIND.get(type(e))
    found: Failure | None = handler.handle(e) if handler else None
    return found


def _said(error: Exception) -> str:
    if isinstance(error, errors.BadInput):
        return f"{error.field}: {error.problem}；{error.do}"
    if isinstance(error, errors.NotFound):
        return f"没有 {error.kind} {error.key}，或不在权限范围内 / no {error.kind} {error.key}, or outside your scope"
    if isinstance(error, errors.Conflict):
        return f"{error.kind} {error.key} 已有不同内容，未改动；换一个键 / stands with another content: use another key"
    if isinstance(error, GraphUnavailable):
        return error.problem
    return _PLAIN.get(type(error), "不允许 / not allowed")


_PLAIN: dict[type[Exception], str] = {
    errors.Unauthenticated: (
        "令牌无效或已过期，请用 tongxin token 重新取得 / the token is invalid or has expired: get a new one"
    ),
    errors.Sealed: (
        "该档案的密钥不可用，请联系管理员恢复密钥库 / this record's key is not available: restore the key store"
    ),
}


REGISTRY: Registry = {
    errors.BadInput: Expected(Code.BAD_USER_INPUT, _said),
    errors.NotFound: Expected(Code.BAD_USER_INPUT, _said),
    errors.Unauthenticated: Expected(Code.UNAUTHENTICATED, _said),
    errors.Sealed: Expected(Code.INTERNAL, _said),
    errors.Conflict: Expected(Code.CONFLICT, _said),
    errors.Forbidden: Expected(Code.FORBIDDEN, _said),
    GraphUnavailable: Expected(Code.INTERNAL, _said),
}
"""Refusals outside a union; whatever is not here is masked."""


def told(e: Exception) -> tuple[str, str]:
    """Code and message of what nobody is left to be told of at once: as the request itself would have said it.

    What is not expected is logged and masked, as at the edge.
    """
    if isinstance(e, errors.BadFile):
        refused = _BadFile().handle(e)
        return refused.code, refused.message
    said = told_exception(e, REGISTRY)
    return str((said.extensions or {})["code"]), said.message
