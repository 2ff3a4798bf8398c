"""Who may read what and do what, written from the table of design by hand and not from `policy.toml`.

One token a class F1…F8: J own areas (then also as team or deputy), j own areas only, T team or deputy, t team only,
B also in an emergency, V of somebody else's emergency reading that she reviews, O own report, A what she recorded,
U of a report that nobody has taken, R what was sent to her body, Q on what she is asked to act,
D what two bodies ask her to decide, C counted only, M own areas: that it is on file, without its value, - nothing.
"""

READ = {
    "anonymous": "-  -  -  -  -  -  -  -",
    "director": "JRQ J  JR T  -  -  TAR A",
    "street": "JRQ J  JR T  T  -  TAUR A",
    "centre": "JRQ TBM TBR TB TB -  TAR TA",
    "planner":   "-  -  -  -  -  -  -  -",
    "auditor":   "-  -  -  -  -  -  -  -",
    "welfare": "JRQ J  JR J  T  -  TARV A",
    "lead": "JRQD J  JR TB TB -  TAURVD TA",
    "arbiter":   "jQD -  -  -  -  -  D  -",
    "police": "tRQ t  tR t  t  -  R  t",
    "justice": "tRQ t  tR t  t  -  R  -",
    "department": "tRQ t  tR -  -  -  R  -",
    "partner": "tRQ t  tR -  -  -  R  -",
    "school": "OtRQ -  R  -  -  -  R  -",
    "hospital": "OtRQ -  R  -  -  -  R  -",
    "duty_desk": "OjtRQ -  tR -  -  -  tAR A",
    "city": "OtRQ -  R  -  -  -  R  -",
    "inspector": "t  t  t  t  t  -  t  -",
    "integrator": "-  -  -  -  -  -  -  -",
    "security":  "-  -  -  -  -  -  -  -",
    "loader":    "-  -  -  -  -  -  -  -",
    "clock":     "C  C  -  C  C  -  -  -",
    "operator":  "-  -  -  -  -  -  -  -",
}  # fmt: skip
MEANS = {
    "J": {"area", "team", "deputy"},
    "j": {"area"},
    "T": {"team", "deputy"},
    "t": {"team"},
    "B": {"break_glass"},
    "O": {"own"},
    "C": {"count"},
    "A": {"author"},
    "U": {"untaken"},
    "V": {"reviewer"},
    "R": {"recipient"},
    "Q": {"asked"},
    "D": {"decider"},
    "M": set[str](),
    "-": set[str](),
}
STAFF = {"see_post_holders", "analyse_network", "find_by_name"}
DO = {
    "director": STAFF | {"file_records", "do_casework"},
    "street": STAFF | {"keep_roster", "file_records", "do_casework", "approve_access"},
    "centre": STAFF
    | {
        "keep_roster",
        "file_records",
        "do_casework",
        "see_confidential_points",
        "edit_drafts",
        "load_network",
        "load_children",
    },
    "lead": STAFF
    | {"keep_roster", "file_records", "do_casework", "see_confidential_points", "approve_access", "erase_records"},
    "welfare": STAFF | {"do_casework", "approve_access", "erase_records"},
    "arbiter": {"analyse_network", "do_casework"},
    "planner": {"analyse_network", "edit_drafts", "count_cases"},
    "auditor": {"analyse_network", "read_audit"},
    "operator": {"analyse_network"},
    "security": {"manage_accounts"},
    "police": {"do_casework"},
    "duty_desk": {"keep_roster", "do_casework"},
    "school": {"do_casework"},
    "hospital": {"do_casework"},
    "justice": {"do_casework"},
    "department": {"do_casework"},
    "partner": {"do_casework"},
    "inspector": {"inspect_cases"},
    "city": {"do_casework"},
    "loader": {"keep_roster", "file_records", "load_network", "load_children"},
}


def may(
    roles: tuple[str, ...], action: str, field_class: str | None, relations: frozenset[str], purpose: str | None
) -> bool:
    """Whether somebody with these roles may."""
    return any(_one(role, action, field_class, relations, purpose) for role in roles)


def _one(role: str, action: str, field_class: str | None, relations: frozenset[str], purpose: str | None) -> bool:
    if action not in ("read_cases", "see_masked", "publish_counts"):
        return action in DO.get(role, set())
    if field_class in (None, "F0"):
        return False
    token = READ[role].split()[int(str(field_class)[1]) - 1]
    if action == "see_masked":
        return "M" in token and purpose == "care" and "area" in relations
    if ("C" in token) is not (action == "publish_counts"):
        return False
    wanted = "planning" if "C" in token else "inspection" if role == "inspector" else "care"
    return purpose == wanted and bool(set().union(*(MEANS[letter] for letter in token)) & relations)
