"""Closed sets as GraphQL enums, and a label field beside each field of such a type (枚举)."""

from collections.abc import Mapping
from inspect import get_annotations
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import strawberry

from knowledge import vocabulary as words
from knowledge.access.assignment import Part
from knowledge.access.policy import Action
from knowledge.eligibility.entitlement import Gap
from knowledge.messages.message import catalogue
from knowledge.permissions.decision import Asked, Permission
from knowledge.referral.safety import MustReport
from knowledge.roles import ActorRole
from knowledge.understanding.place_words import PlaceWordKind
from knowledge.vocabulary import Labelled
from knowledge.words.meaning import Danger
from network.referral.plan import StepKind
from network.referral.points import Out
from network.responsibility.offices import OfficeStatus
from network.sheet.model import Absence, FoldKind, When

T = TypeVar("T")

NAMES: Mapping[type[Labelled], str] = {
    ActorRole: "ActorRole",
    Part: "CasePartKind",
    words.AreaLevel: "AreaLevel",
    words.Basis: "Basis",
    words.CautionKind: "CautionKind",
    words.ClauseClass: "ClauseKind",
    words.Confidence: "Confidence",
    words.DeadlineKind: "DeadlineKind",
    words.FieldClass: "FieldClass",
    words.Fit: "Fit",
    words.Force: "Force",
    words.Level: "BodyLevel",
    words.Mark: "SourceMark",
    words.Modality: "Modality",
    words.PostKind: "PostKind",
    words.Protection: "Protection",
    words.Provenance: "Provenance",
    words.RecordStatus: "RecordStatus",
    words.Relation: "ServiceRelationKind",
    words.Role: "DutyRole",
    words.Severity: "FindingSeverity",
    words.Tier: "Tier",
    words.Trust: "TextTrust",
    words.Unit: "TimeUnit",
    words.Verdict: "Verdict",
    words.ApplicationArea: "ApplicationPlace",
    Asked: "PermissionQuestion",
    Danger: "DangerLevel",
    PlaceWordKind: "PlaceWordKind",
    Gap: "EntitlementGapKind",
    MustReport: "ReportDuty",
    OfficeStatus: "OfficeStatus",
    Out: "LeftOutReason",
    Permission: "Permission",
    StepKind: "PlanStepKind",
    Absence: "Absence",
    FoldKind: "FoldKind",
    When: "StepTime",
}
"""Closed sets of answers about a child, and their names in the schema.

Those of facts are in `knowledge/situation/facts.toml`, those of planners and of casework beside their types: a
command that answers about a child does not import them.
"""


def both(value: Labelled) -> str:
    """The label in Chinese and English, for the descriptions of the schema."""
    return f"{value.zh} / {catalogue('en').get(value.label_code, value.name.lower().replace('_', ' '))}"


def as_enums(names: Mapping[type[Labelled], str]) -> None:
    """Make enums of the schema of closed sets."""
    for kind, name in names.items():
        for value in strawberry.enum(kind, name=name).__strawberry_definition__.values:  # type: ignore[attr-defined]  # strawberry's decorator adds it
            value.description = both(kind[value.name])


as_enums(NAMES)
strawberry.enum(Action)


def labelled(kind: type[T]) -> type[T]:
    """Add a label beside each field of a closed set, in the language of the request: `severity`, `severityLabel`.

    A list gets a list (`marks`, `markLabels`), null stays null. Use below `@strawberry.type`.
    """
    ordered: dict[str, Any] = {}
    for name, annotation in get_annotations(kind).items():
        ordered[name] = annotation
        if (made := _label(name, annotation)) is not None:
            label_name, returns, field = made
            setattr(kind, label_name, field)
            ordered[label_name] = returns
    kind.__annotations__ = ordered
    return kind


def _label(name: str, annotation: Any) -> tuple[str, Any, Any] | None:
    members = get_args(annotation)
    optional = get_origin(annotation) in (Union, UnionType) and type(None) in members
    several = get_origin(annotation) is list
    (kind,) = members[:1] if optional or several else (annotation,)
    if not (isinstance(kind, type) and issubclass(kind, Labelled)):
        return None

    def one(root: Any) -> str:
        return str(getattr(root, name).label)

    def perhaps(root: Any) -> str | None:
        value = getattr(root, name)
        return None if value is None else str(value.label)

    def each(root: Any) -> list[str]:
        return [str(value.label) for value in getattr(root, name)]

    if several:
        return f"{name.removesuffix('s')}_labels", list[str], strawberry.field(resolver=each)
    returns, resolver = (str | None, perhaps) if optional else (str, one)
    return f"{name}_label", returns, strawberry.field(resolver=resolver)
