"""GraphQL: draft networks (草案)."""

from api.enums import as_enums
from network.drafts.changes import ChangeKind

as_enums({ChangeKind: "NetworkChangeKind"})
