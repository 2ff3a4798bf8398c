"""docs/exchange.md maps every state of a referral and every reason of a refusal, and nothing else."""

import re
from pathlib import Path

from knowledge.casework.load import table

PAGE = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text("utf-8").partition("## Referrals in the words")[2]
ROWS = [line.strip("|").split("|")[0].strip() for line in PAGE.splitlines() if re.match(r"\| [a-z]", line)]


def test_every_state_and_reason_of_a_referral_has_its_name_elsewhere():
    kinds = table().kinds
    states = {f"{k} {s.code}" for k in ("attempt", "referral") for s in kinds[k].state}
    reasons = kinds["attempt"].field_of("why_refused")
    assert reasons is not None
    assert {r for r in ROWS if r.split()[0] not in {"here", "reason"}} == states | {v.code for v in reasons.values}
