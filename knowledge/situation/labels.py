"""Every fact with the values it can take and their Chinese names (事实与取值)."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from knowledge.situation.situation import RAW, Situation


def _options(annotation: Any) -> tuple[Any, ...]:
    for part in get_args(annotation) or (annotation,):
        if get_origin(part) is Literal:
            return get_args(part)
        if part is bool:
            return (True, False)
        if isinstance(part, type) and issubclass(part, StrEnum):
            return tuple(part)
    return ()


OPTIONS: Mapping[str, tuple[Any, ...]] = {
    name: _options(info.annotation) for name, info in Situation.model_fields.items() if name not in RAW
}
"""Every fact that a condition may name, with the values it can take."""


LABELS: Mapping[str, str] = {name: info.title or name for name, info in Situation.model_fields.items()}


_VALUES: Mapping[str, Mapping[str, str]] = tomllib.loads((Path(__file__).parent / "labels.toml").read_text("utf-8"))


def value_label(fact: str, value: Any) -> str:
    """The Chinese name of a fact's value; yes and no for booleans."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return _VALUES.get(fact, {}).get(value) or _VALUES["any"].get(value) or str(value)
