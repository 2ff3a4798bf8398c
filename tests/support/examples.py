"""On how many examples a property is tried: a few in `make check`, all in `make check-long`."""

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

ALL = os.environ.get("TONGXIN_EXAMPLES") == "all"
"""Set by `make check-long`."""
FEW = 20
USUAL = 100


def examples(most: int, **options: Any) -> settings:
    """The settings of a property: `most` random examples, or a few where not all are asked for.

    The few are the same in every run: a failure of `make check` is the fault of the change before it, not of chance.
    """
    return settings(max_examples=most if ALL else min(most, FEW), derandomize=not ALL, **options)


def register() -> None:
    """For properties without a number; nothing is timed, because a busy machine is no fault of the code.

    Hypothesis draws one value in twenty from the constants of every module that the process has loaded by then. Which
    these are depends on which tests a worker ran before, so the few examples of `make check` are drawn without them.
    """
    if not ALL:
        providers._get_local_constants = Constants  # noqa: SLF001  # Hypothesis has no setting for it
    settings.register_profile("suite", examples(USUAL, deadline=None, suppress_health_check=[HealthCheck.too_slow]))
    settings.load_profile("suite")
