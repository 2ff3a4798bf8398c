"""Network that a draft describes, for questions about it (草案的网络)."""

from datetime import date

from analytics.coverage import whatif
from analytics.coverage.layout import Layout
from api.request.context import Context
from network.drafts.draft import Draft


def described(c: Context, draft: Draft, name: str, on: date | None = None) -> Layout:
    """A draft as a layout, with its changes made.

    Raises:
        BadInput: A part names an unknown area or point, or a change is not possible.
    """
    return whatif.drafted(draft, c.at(on) if draft.follows_live else c.network, c.book, name)
