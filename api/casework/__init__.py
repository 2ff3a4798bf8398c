"""GraphQL: worklists, items with what can be done, and one mutation for each step (办理)."""

from api.enums import as_enums
from knowledge.casework.order import RefusalCode
from knowledge.casework.rows import Awaited, FieldType

as_enums({RefusalCode: "RefusalReason", Awaited: "AwaitedParty", FieldType: "FormFieldType"})
