"""The closed sets of values that facts take, as types (取值)."""
# Generated from facts.toml by `make facts`: edit facts.toml, not this file.

from typing import Literal

Sex = Literal["female", "male"]
Hukou = Literal["local", "city", "province", "other_province", "none", "hmt", "foreign"]
Reporter = Literal[
    "public",
    "guardian",
    "minor",
    "school",
    "kindergarten",
    "medical",
    "hotel",
    "platform",
    "community_committee",
    "social_worker",
    "state_organ",
    "welfare_institution",
    "close_contact_unit",
    "venue",
    "entertainment",
    "net_cafe",
    "transport_operator",
]
PlaceKind = Literal[
    "home",
    "school",
    "kindergarten",
    "training",
    "childcare",
    "hotel",
    "net_cafe",
    "entertainment",
    "bar",
    "shop",
    "campus_surroundings",
    "public_venue",
    "transport",
    "workplace",
    "online",
    "street",
    "institution",
    "community",
]
SchoolKind = Literal[
    "kindergarten",
    "primary",
    "junior",
    "senior",
    "vocational",
    "technical",
    "special",
    "specialised",
    "university",
    "postgraduate",
]
Schooling = Literal["ordinary", "supported", "special", "home"]
Severity = Literal["minor", "ordinary", "serious"]
Offender = Literal["guardian", "family", "school_staff", "student", "acquaintance", "stranger", "online_contact"]
GuardianState = Literal[
    "able",
    "absent_temporarily",
    "unable",
    "refuses",
    "harming",
    "missing",
    "detained",
    "dead",
    "disputed",
    "none",
    "revoked",
]
Divorce = Literal["registration", "court"]
Conduct = Literal["none", "bad", "seriously_bad", "crime_not_punished", "crime_punished"]
ProceduralRole = Literal["victim", "suspect", "witness", "party_child", "no_role"]
CaseOrgan = Literal["police", "procuratorate", "court"]
CaseKind = Literal["criminal", "civil_family", "administrative"]
UnitKind = Literal[
    "school",
    "kindergarten",
    "technical_school",
    "training",
    "childcare",
    "medical",
    "welfare",
    "household_service",
    "hotel",
    "net_cafe",
    "entertainment",
    "bar",
    "shop",
    "venue",
    "platform",
    "media",
    "state_organ",
    "other",
]
Product = Literal["tobacco", "alcohol", "lottery", "e_cigarette"]
Lottery = Literal["welfare", "sports"]
VenueKind = Literal[
    "patriotic_base",
    "library",
    "youth_palace",
    "children_centre",
    "childrens_home",
    "museum",
    "memorial",
    "science_museum",
    "exhibition",
    "art_gallery",
    "cultural_centre",
    "community_internet",
    "theatre",
    "cinema",
    "stadium",
    "zoo",
    "botanical_garden",
    "park",
    "mall",
    "amusement",
    "station",
    "scenic_spot",
    "other",
]
Facility = Literal["road", "building", "transport", "information", "public_service"]
NetHarm = Literal["bullying", "personal_information", "harmful_content", "addiction", "fraud", "sexual", "no_net_harm"]
OffenceRecord = Literal["sexual", "abuse", "trafficking", "violence", "other", "none"]
HireStage = Literal["hiring", "employed"]
Nationality = Literal["china", "foreign", "stateless"]
ResidencePermit = Literal["child", "parent", "nobody"]
SchoolTerm = Literal["term", "vacation"]
DisabilityKind = Literal["sight", "hearing", "speech", "limb", "intellectual", "mental", "multiple", "autism"]
Grade = Literal["one", "two", "three", "four", "not_graded"]
ParentState = Literal[
    "able",
    "dead",
    "missing_by_court",
    "unknown_parent",
    "lost_contact",
    "imprisoned",
    "drug_detention",
    "restricted",
    "severely_disabled",
    "seriously_ill",
    "revoked",
    "deported",
    "working_away",
    "unable",
    "refuses",
]
Caregiver = Literal["parents", "one_parent", "grandparents", "relative", "foster", "institution", "other", "nobody"]
HouseholdAid = Literal["dibao", "marginal", "rigid_spending", "tekun", "no_aid"]
Supporter = Literal["no_supporter", "supporter_unable", "supporter_able"]
Custody = Literal["both", "father", "mother", "other_person", "in_dispute", "state"]
ConsentBy = Literal["guardian_consent", "child_consent", "both_consent", "no_consent", "statute"]
