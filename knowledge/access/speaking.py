"""As which kind of reporter a signed-in person asks; rows in `speaking.toml` (以谁的身份提问)."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from knowledge.reasons import reason
from knowledge.roles import ActorRole
from knowledge.situation.facts import FACTS


@cache
def reporters() -> Mapping[ActorRole, str]:
    """The kind of reporter that each role is."""
    rows = tomllib.loads((Path(__file__).parent / "speaking.toml").read_text("utf-8"))
    if unknown := sorted(set(rows) - set(FACTS["reporter"].options)):
        raise ValueError(reason("policy.reporter", code=unknown[0]))
    return {ActorRole(role): kind for kind, roles in rows.items() for role in roles}


def speaks_as(roles: Iterable[ActorRole]) -> str | None:
    """Return the kind of reporter that an account with these roles is; None if the roles give none, or several."""
    kinds = {reporters()[r] for r in roles if r in reporters()}
    return kinds.pop() if len(kinds) == 1 else None
