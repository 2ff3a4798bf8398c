"""A page speaks the language that was chosen, otherwise the one that the browser asks for, otherwise Chinese."""

import re
from pathlib import Path

import httpx
import pytest

from graph_model.graph import Graph
from tests.french import french
from tests.web.conftest import Site
from tests.web.plain import desk
from web.parts.words import catalogue, languages, other_languages, preferred, say, speaking
from web.signin.page import attach_signin

FIELD = re.compile(r"(?<!\{)\{(\w+)")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh"),
        ("*", "zh"),
        ("fr", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("zh;q=0.2, en;q=0.7", "en"),
        ("en;q=0", "zh"),
        ("en;q=x", "zh"),
        (",;,", "zh"),
    ],
)
def test_the_best_language_that_there_is(accepted: str, language: str):
    assert preferred(accepted) == language


def test_another_language_is_spoken_only_within():
    with speaking("en"):
        assert (say("signin.title"), other_languages()) == ("Sign in", [("zh", "中文")])
    assert (say("signin.title"), other_languages()) == ("登录", [("en", "English")])


def test_each_language_has_the_same_values_to_insert():
    ours = catalogue("zh")
    for language in languages():
        other = catalogue(language)
        assert not other.keys() - ours.keys(), language
        for key, text in other.items():
            assert set(FIELD.findall(text)) == set(FIELD.findall(ours[key])), (language, key)


async def test_a_third_language_says_what_it_has_and_the_rest_in_chinese(graph: Graph, home: Path, tmp_path: Path):
    async with desk(graph, home, attach_signin) as client:
        with french(tmp_path):
            page = (await client.get("/signin", headers={"accept-language": "fr"})).text
    assert '<html lang="fr">' in page
    assert "<h1>Se connecter</h1>" in page
    assert catalogue()["signin.code"] in page
    assert re.findall(r'name="to" value="(\w+)" lang="\w+">([^<]+)<', page) == [("zh", "中文"), ("en", "English")]


def test_a_choice_beats_the_browser_and_stays(site: Site):
    with httpx.Client(base_url=site.url, headers={"accept-language": "en"}) as client:
        assert '<html lang="en">' in client.get("/signin").text
        back = client.post("/language", data={"to": "zh"}, headers={"referer": f"{site.url}/signin?code=refused"})
        assert (back.status_code, back.headers["location"]) == (303, "/signin?code=refused")
        page = client.get("/signin")
        assert page.headers["content-language"] == "zh-CN"
        assert '<html lang="zh-CN">' in page.text


@pytest.mark.parametrize("came", ["", "http://evil.example/x"])
def test_a_form_of_another_site_chooses_nothing(site: Site, came: str):
    with httpx.Client(base_url=site.url) as client:
        back = client.post("/language", data={"to": "en"}, headers={"referer": came})
        assert back.is_error
        assert "set-cookie" not in back.headers


@pytest.mark.parametrize("came", ["{site}//evil.example", "{site}/\\evil.example", "{site}"])
def test_choosing_never_leads_away(site: Site, came: str):
    with httpx.Client(base_url=site.url) as client:
        back = client.post("/language", data={"to": "xx"}, headers={"referer": came.format(site=site.url)})
        assert back.headers["location"] == "/"
        assert "set-cookie" not in back.headers
