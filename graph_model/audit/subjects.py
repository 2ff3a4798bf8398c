"""The child that a code is about: the key by which the audit knows the records of a case or an item (审计的对象)."""

from graph_model.graph import Tx
from graph_model.rows import KeyRow, statements

OF_CASE, OF_ITEM = statements(__file__, "of_case", "of_item")


async def of_code(tx: Tx, code: str) -> list[str]:
    """The keys of the children that a code of a case or an item is about; nothing for any other code."""
    rows = [*await tx.rows(OF_CASE, KeyRow, code=code), *await tx.rows(OF_ITEM, KeyRow, code=code)]
    return list(dict.fromkeys(row.key for row in rows))
