"""Nobody else starts a session, and it ends in every tab; in every process: tests/graph_model/test_sessions.py."""

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.web.conftest import Site, opened, sign_in
from web.frame.origin import known, own

HOST = "service.example:8000"
OWN = f"http://{HOST}"
ODD = ("令牌", "\ud800", "a b", "a\nb", "a;b", "a\x00b", "\xff", "x" * 5000, " ", "🧒")


@pytest.mark.parametrize(
    ("origin", "site", "mine"),
    [
        (OWN, "same-origin", True),
        (OWN, None, True),
        (f"https://{HOST}", None, True),  # a proxy ends TLS
        (None, None, True),  # no browser
        (None, "same-origin", True),
        (None, "none", True),
        (None, "cross-site", False),
        (None, "same-site", False),
        ("null", None, False),
        ("null", "same-origin", False),
        ("http://service.example", None, False),
        ("http://service.example:8001", None, False),
        (f"http://evil.example/{HOST}", None, False),
        (f"http://{HOST}.evil.example", None, False),
        (f"http://{HOST}@evil.example", None, False),
        ("", None, False),
        (OWN, "cross-site", False),
    ],
)
def test_whose_request_it_is(origin: str | None, site: str | None, mine: bool):
    headers = {"host": HOST, "origin": origin, "sec-fetch-site": site}
    assert own({k: v for k, v in headers.items() if v is not None}) is mine


@pytest.mark.parametrize(
    ("referer", "mine"), [(f"{OWN}/report", True), ("http://evil.example/x", False), ("http://service.example/", False)]
)
def test_a_browser_that_names_only_the_page_before_is_asked_for_that(referer: str, mine: bool):
    assert own({"host": HOST, "referer": referer}) is mine
    assert own({"host": HOST, "referer": referer, "origin": OWN}), "the origin says more"


@pytest.mark.parametrize(
    ("host", "mine"),
    [
        *(("localhost:8000", True), ("127.0.0.1:8123", True), ("[::1]:8000", True), ("10.2.3.4", True)),
        *(("evil.example", False), ("localhost.evil.example", False), ("127.0.0.1.evil.example", False), ("", False)),
    ],
)
def test_a_name_that_is_not_the_services_own_takes_no_form(host: str, mine: bool):
    assert known(host, {"localhost"}) is mine
    assert known(host, None)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/report", "/item/x"])
def test_another_site_neither_signs_in_nor_takes_a_step(site: Site, path: str):
    with httpx.Client(base_url=site.url) as client:
        for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            reply = client.post(path, headers=headers)
            assert reply.status_code == 403, headers
            assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("token", ODD, ids=range(len(ODD)))
def test_what_is_no_token_is_refused_and_never_breaks_a_page(site: Site, token: str):
    with httpx.Client(base_url=site.url) as client:
        body = b"token=" + b"".join(b"%%%02X" % byte for byte in token.encode("utf-8", "surrogatepass"))
        form = {"content-type": "application/x-www-form-urlencoded", "origin": site.url}
        assert client.post("/sign-in", content=body, headers=form).status_code in {303, 400}
        cookie = {
            b"cookie": b"tongxin="
            + token.encode("utf-8", "surrogatepass").replace(b"\n", b"").replace(b"\0", b"").strip()
        }
        assert client.get("/rules", headers=cookie).status_code == 200


async def test_signing_out_blanks_every_tab_of_the_session(browser: Browser, site: Site):
    async with opened(browser, site, quiet=False) as first, opened(browser, site, quiet=False) as stranger:
        await sign_in(stranger, "规划")
        await sign_in(first, "区中心")
        second = await first.context.new_page()
        await second.goto("/sheet")
        await second.get_by_role("button", name="退出").wait_for()
        await first.get_by_role("button", name="退出").click()
        await expect(second).to_have_url(f"{site.url}/", timeout=10_000)
        await expect(second.get_by_role("button", name="退出")).to_have_count(0)
        await expect(stranger.get_by_role("button", name="退出")).to_be_visible()


def test_an_address_that_is_none_is_a_page_for_people_only(site: Site):
    with httpx.Client(base_url=site.url) as client:
        page = client.get("/nowhere", headers={"accept": "text/html"})
        assert (page.status_code, "没有这个页面" in page.text) == (404, True)
        assert client.get("/nowhere").json() == {"detail": "Not Found"}
        assert client.get("/static/desk.css").headers["x-content-type-options"] == "nosniff"
