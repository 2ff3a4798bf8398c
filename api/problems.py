"""An error inside an answer: one row of a batch, or a failed job (拒绝)."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.errors import told


@strawberry.type
class Problem:
    """An error with the same code, message and parameters as an error of the whole request."""

    code: str
    reason: str | None
    message: str
    params: JSON | None

    @classmethod
    def of(cls, e: Exception) -> "Problem":
        """From a domain error."""
        return cls.kept(told(e))

    @classmethod
    def kept(cls, raw: Mapping[str, Any]) -> "Problem":
        """From what `api.errors.told` gave."""
        known = raw["extensions"]
        return cls(code=known["code"], reason=known.get("reason"), message=raw["message"], params=known.get("params"))
