"""An error inside an answer: one row of a batch, or a failed job (拒绝)."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.errors import error_data


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
        return cls.stored(error_data(e))

    @classmethod
    def stored(cls, raw: Mapping[str, Any]) -> "Problem":
        """From the value of `api.errors.error_data`."""
        known = raw["extensions"]
        return cls(code=known["code"], reason=known.get("reason"), message=raw["message"], params=known.get("params"))
