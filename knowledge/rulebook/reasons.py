"""What an editor of the rules reads when a rule is wrong: the sentences of `reasons.toml` by code (改规则的提示)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def sentences() -> Mapping[str, str]:
    """The sentences by code: `[matter] gap = "…"` is `matter.gap`."""
    raw = tomllib.loads((Path(__file__).parent / "reasons.toml").read_text("utf-8"))
    return {f"{group}.{name}": text for group, texts in raw.items() for name, text in texts.items()}


def reason(code: str, /, **params: object) -> str:
    """What is wrong and what to do.

    Raises:
        KeyError: no such sentence, or a parameter of it is missing.
    """
    return sentences()[code].format(**params)


def shape(problem: Mapping[str, Any]) -> str:
    """The sentence for an error of pydantic; its own words where the table has none for its type."""
    code = f"shape.{problem['type']}"
    if code not in sentences():
        return str(problem["msg"]).removeprefix("Value error, ")
    return reason(code, **{k: str(v).replace(" or ", "、") for k, v in problem.get("ctx", {}).items()})
