"""转介往来 for who reads cases: a sentence with its decision, a drawing, and the same numbers in tables."""

import httpx
import pytest

from tests.api.test_referral_flows import sent
from tests.web.conftest import Site

__all__ = ["sent"]


@pytest.mark.usefixtures("sent")
async def test_flows_are_a_sentence_with_a_decision_a_drawing_and_tables(site: Site) -> None:
    async with httpx.AsyncClient(base_url=site.url, timeout=120) as street:
        await street.post("/sign-in", data={"role": "street"})
        page = (await street.get("/network?view=flow")).text
    assert "件等答复" in page
    assert "过了期限没答复" in page
    assert "请区里定一次" in page
    assert page.count('class="way') >= 2
    assert "逾期才答复</th>" in page
