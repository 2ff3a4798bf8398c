"""The sentences about errors in rule files, for their editors: `reasons.toml` by code (改规则的提示)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def sentences() -> Mapping[str, str]:
    """All sentences by code: `[matter] gap = "…"` is `matter.gap`."""
    raw = tomllib.loads((Path(__file__).parent / "reasons.toml").read_text("utf-8"))
    return {f"{group}.{name}": text for group, texts in raw.items() for name, text in texts.items()}


def reason(code: str, /, **params: object) -> str:
    """Return the sentence with the error and its remedy.

    Raises:
        KeyError: Unknown code, or a missing parameter.
    """
    return sentences()[code].format(**params)


def shape(problem: Mapping[str, Any]) -> str:
    """The sentence for a pydantic error; pydantic's own message if there is none for its type."""
    code = f"shape.{problem['type']}"
    if code not in sentences():
        return str(problem["msg"]).removeprefix("Value error, ")
    return reason(code, **{k: str(v).replace(" or ", "、") for k, v in problem.get("ctx", {}).items()})
