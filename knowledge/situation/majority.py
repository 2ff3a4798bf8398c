"""Minors and adults are parted before anything else (成年与未成年)."""

from collections.abc import Mapping
from typing import Any

from knowledge.messages.message import message
from knowledge.situation.conditions import Atom
from knowledge.vocabulary import Verdict

ADULT = 18
"""Full years (未成年人保护法2); on the eighteenth birthday somebody is no longer a minor."""
MINOR = Atom("age", frozenset(range(ADULT)), message("condition.minor", years=ADULT))


def is_adult(facts: Mapping[str, Any]) -> bool:
    """True for somebody known to be 18 or older; an unknown age is taken as a minor's."""
    return MINOR.holds(facts) is Verdict.NO
