"""Every fact of a child's situation as a typed field; absent is unknown (情形的字段)."""
# Generated from facts.toml by `make facts`: edit facts.toml, not this file.

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from knowledge.situation.values import (
    Caregiver,
    CaseKind,
    CaseOrgan,
    Conduct,
    ConsentBy,
    Custody,
    DisabilityKind,
    Divorce,
    Facility,
    Grade,
    GuardianState,
    HireStage,
    HouseholdAid,
    Hukou,
    Lottery,
    Nationality,
    NetHarm,
    OffenceRecord,
    Offender,
    ParentState,
    PlaceKind,
    ProceduralRole,
    Product,
    Reporter,
    ResidencePermit,
    Schooling,
    SchoolKind,
    SchoolTerm,
    Severity,
    Sex,
    Supporter,
    UnitKind,
    VenueKind,
)

AreaCode = Annotated[str, Field(pattern=r"^[1-9][0-9]{11}$")]
ServiceCode = Annotated[str, Field(pattern=r"^B[0-9]{2}$")]
NeedCode = Annotated[str, Field(pattern=r"^N[0-9]{2}$")]


class Fields(BaseModel):
    """One field a fact; `Situation` adds what they mean together."""

    birth_date: date | None = None
    age: Annotated[int | None, Field(ge=0, le=30)] = None
    sex: Sex | None = None
    hukou: Hukou | None = None
    reporter: Reporter | None = None
    place: PlaceKind | None = None
    school_kind: SchoolKind | None = None
    licensed: bool | None = None
    schooling: Schooling | None = None
    severity: Severity | None = None
    serious_consequence: bool | None = None
    urgent: bool | None = None
    life_danger: bool | None = None
    injury: bool | None = None
    crime_suspected: bool | None = None
    crime_under_way: bool | None = None
    sexual_harm: bool | None = None
    pregnant: bool | None = None
    conceived_under_14: bool | None = None
    domestic_violence: bool | None = None
    protection_order_breached: bool | None = None
    abused_or_abandoned: bool | None = None
    self_harm: bool | None = None
    danger_to_others: bool | None = None
    begging: bool | None = None
    missing: bool | None = None
    identity_known: bool | None = None
    parents_searched: bool | None = None
    unattended: bool | None = None
    lives_alone: bool | None = None
    night_out: bool | None = None
    guardian_contactable: bool | None = None
    offender: Offender | None = None
    guardian_state: GuardianState | None = None
    missing_two_years: bool | None = None
    other_guardian: bool | None = None
    guardian_incites: bool | None = None
    divorce: Divorce | None = None
    conduct: Conduct | None = None
    procedural_role: ProceduralRole | None = None
    case_organ: CaseOrgan | None = None
    case_kind: CaseKind | None = None
    in_custody_of_law: bool | None = None
    economic_hardship: bool | None = None
    disability: bool | None = None
    major_illness: bool | None = None
    mental_disorder_suspected: bool | None = None
    enrolled: bool | None = None
    dropped_out: bool | None = None
    migrant: bool | None = None
    refuses_to_correct: bool | None = None
    repeated: bool | None = None
    unit_kind: UnitKind | None = None
    product: Product | None = None
    lottery: Lottery | None = None
    venue_kind: VenueKind | None = None
    facility: Facility | None = None
    net_harm: NetHarm | None = None
    offence_record: OffenceRecord | None = None
    hire_stage: HireStage | None = None
    guardian_consents: bool | None = None
    child_consents: bool | None = None
    law_allows: bool | None = None
    in_childs_interest: bool | None = None
    special_care: bool | None = None
    nationality: Nationality | None = None
    hukou_area: AreaCode | None = None
    residence_area: AreaCode | None = None
    residence_since: date | None = None
    residence_permit: ResidencePermit | None = None
    permit_since: date | None = None
    emergency_area: AreaCode | None = None
    school_area: AreaCode | None = None
    full_time: bool | None = None
    school_term: SchoolTerm | None = None
    disability_kind: DisabilityKind | None = None
    disability_grade: Grade | None = None
    disability_certificate: bool | None = None
    bullied: bool | None = None
    psych_distress: bool | None = None
    abandoned: bool | None = None
    trafficked: bool | None = None
    malnourished: bool | None = None
    father_state: ParentState | None = None
    father_since: date | None = None
    father_term_six_months: bool | None = None
    father_supports: bool | None = None
    father_disability_kind: DisabilityKind | None = None
    father_disability_grade: Grade | None = None
    mother_state: ParentState | None = None
    mother_since: date | None = None
    mother_term_six_months: bool | None = None
    mother_supports: bool | None = None
    mother_disability_kind: DisabilityKind | None = None
    mother_disability_grade: Grade | None = None
    caregiver: Caregiver | None = None
    entrusted: bool | None = None
    household_aid: HouseholdAid | None = None
    income_per_head: Annotated[int | None, Field(ge=0)] = None
    income_below_standard: bool | None = None
    income_below_marginal: bool | None = None
    income_below_average: bool | None = None
    assets_within_limit: bool | None = None
    rigid_spending: bool | None = None
    sudden_hardship: bool | None = None
    no_means: bool | None = None
    unable_to_work: bool | None = None
    supporter: Supporter | None = None
    government_aid_used: bool | None = None
    specialised_assessed: bool | None = None
    community_correction: bool | None = None
    compensated: bool | None = None
    has_defender: bool | None = None
    sentence_within_five_years: bool | None = None
    sealed_record: bool | None = None
    custody: Custody | None = None
    child_hidden: bool | None = None
    self_supporting: bool | None = None
    fits_capacity: bool | None = None
    consent_by: ConsentBy | None = None
    seeking_school: bool | None = None
    seeking_work: bool | None = None
    accessible_needed: bool | None = None
    receiving: tuple[ServiceCode, ...] | None = None
    needs: tuple[NeedCode, ...] | None = None
