"""A refusal beside answers: one row of a batch, or a job that failed (拒绝)."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.errors import told


@strawberry.type(
    description="没有办成的原因，与 GraphQL 错误同样的内容 / why something failed, as a GraphQL error says it"
)
class Problem:
    """What an error of the request would have held."""

    code: str = strawberry.field(description="错误代码，同 extensions.code / as extensions.code of an error")
    reason: str | None = strawberry.field(description="句子的代码 / the code of the sentence")
    message: str = strawberry.field(description="哪里不对、怎么办 / what is wrong and what to do")
    params: JSON | None = strawberry.field(description="句子的参数 / the parameters of the sentence")

    @classmethod
    def of(cls, e: Exception) -> "Problem":
        """From a domain error."""
        return cls.kept(told(e))

    @classmethod
    def kept(cls, raw: Mapping[str, Any]) -> "Problem":
        """From what `api.errors.told` gave."""
        known = raw["extensions"]
        return cls(code=known["code"], reason=known.get("reason"), message=raw["message"], params=known.get("params"))
