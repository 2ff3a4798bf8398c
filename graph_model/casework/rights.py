"""What an order changes beside items: who is on a team, and whose record is used for a child (办理带来的权限、并档)."""

from datetime import date, timedelta

from graph_model.access.teams import Joining, assign_in
from graph_model.graph import Tx
from graph_model.persons.seal import Vault
from graph_model.rows import KeyRow, statements
from knowledge.access.assignment import Approval, Part
from knowledge.casework.order import Decided
from knowledge.errors import NotFound
from knowledge.messages.message import DEFAULT, message

DISMISS, MERGE = statements(__file__, "dismiss", "merge")


async def settle(tx: Tx, decided: Decided, on: date, vault: Vault) -> None:
    """Write the rights and the joined records of an order; the case is locked with its root.

    Raises:
        BadInput: The account that is invited, or the approval, does not do.
        NotFound: No such account, or the child is not in the actor's areas.
    """
    if (admitted := decided.admitted) is not None:
        reason = message("casework.conference", item=admitted.item).text(DEFAULT)
        approval = Approval(tx.actor.id, reason, on, admitted.until + timedelta(days=1))
        await assign_in(tx, Joining(admitted.case, admitted.account, Part.MEMBER, approval), on, vault, own=True)
    if decided.dismissed is not None:
        case, accounts = decided.dismissed
        reason = message("casework.conference", item=decided.item.id).text(DEFAULT)
        await tx.rows(DISMISS, KeyRow, case=case, accounts=list(accounts), reason=reason, on=on)
    if decided.merged is not None:
        minor, same_as = decided.merged
        if not await tx.rows(MERGE, KeyRow, minor=minor, same_as=same_as):
            raise NotFound("child", minor)
