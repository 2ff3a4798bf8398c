"""The console is served whole from here, under a strict policy, readable, and asks only what the limits allow."""

import json
import re
from html import unescape
from importlib.resources import files
from itertools import product
from pathlib import Path

import httpx
import pytest

from api.edge.console import SCRIPT
from api.edge.errors import Code
from knowledge.messages.message import complete, message
from tests.french import french

FOLDER = files("api.edge") / "console"
NAMES = ["index.html", "console.css", "console.js", "editor.js", "schema.js", "words.js"]
TEXT = {name: (FOLDER / name).read_text("utf-8") for name in NAMES}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/console", "text/html"),
        ("/console/console.css", "text/css"),
        ("/console/console.js", "text/javascript"),
        ("/console/editor.js", "text/javascript"),
        ("/console/schema.js", "text/javascript"),
        ("/console/words.js", "text/javascript"),
        ("/console/examples.json", "application/json"),
    ],
)
async def test_every_file_is_served_under_the_policy(client: httpx.AsyncClient, path: str, kind: str) -> None:
    response = await client.get(path)
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, kind)
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_what_the_page_names_is_served(client: httpx.AsyncClient) -> None:
    named = re.findall(r'(?:src|href)="(console/[^"]+)"', TEXT["index.html"])
    named += [f"console/{name}" for name in re.findall(r'from "\./([^"]+)"', TEXT["console.js"])]
    assert len(named) == 5
    for path in named:
        assert (await client.get(f"/{path}")).status_code == 200


async def test_the_examples_are_those_of_the_application(client: httpx.AsyncClient) -> None:
    for language in ("zh", "en"):
        reply = await client.get("/console/examples.json", headers={"accept-language": language})
        title, note = (message(f"example.{code}").text(language) for code in ("clause", "clause_note"))
        assert reply.headers["content-language"] == language
        assert reply.headers["vary"] == "Accept-Language"
        assert reply.json()["endpoint"] == "graphql"
        assert reply.json()["examples"] == [{"title": title, "query": "{ echo }", "variables": {"a": 1}, "note": note}]


async def test_a_third_language_says_what_it_has_and_the_rest_in_chinese(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    with french(tmp_path):
        reply = await client.get("/console", headers={"accept-language": "fr-CA,en;q=0.5"})
        examples = await client.get("/console/examples.json", headers={"accept-language": "fr"})
    assert (reply.status_code, reply.headers["content-language"], examples.status_code) == (200, "fr", 200)
    assert '<html lang="fr">' in reply.text
    assert "<title>Requêtes</title>" in reply.text
    assert message("console.token").text("zh") in reply.text
    (carried,) = re.findall(r"data-words='([^']+)'", reply.text)
    words = json.loads(unescape(carried))
    assert words.keys() == {code.removeprefix(SCRIPT) for code in complete("zh", SCRIPT)}
    assert words["hint_not_found"] == "Vérifiez le code."


async def test_other_files_are_not_served(client: httpx.AsyncClient) -> None:
    for path in ("/console/index.html", "/console/../errors.py", "/console/..%2ferrors.py", "/console/"):
        assert (await client.get(path, follow_redirects=False)).status_code in {404, 307}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_comes_from_elsewhere_and_nothing_is_stored(name: str) -> None:
    assert not re.search(
        r"https?:|//[a-z]+\.|@import|localStorage|sessionStorage|indexedDB|document\.cookie", TEXT[name]
    )


def test_the_page_has_no_inline_code_and_the_scripts_write_no_html() -> None:
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", TEXT["index.html"])
    for name in ("console.js", "editor.js", "schema.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", TEXT[name]
        )


def test_every_control_has_a_label() -> None:
    labelled = set(re.findall(r'<label for="(\w+)"', TEXT["index.html"])) | {"operation"}  # wrapped by its label
    controls = set(re.findall(r'<(?:input|textarea|select) id="(\w+)"', TEXT["index.html"]))
    assert controls == labelled


async def test_the_schema_browser_asks_within_the_limits(client: httpx.AsyncClient) -> None:
    query = re.search(r"INTROSPECTION = `(.+?)`", TEXT["schema.js"], re.DOTALL)
    assert query
    response = await client.post("/graphql", json={"query": query[1]})
    assert "errors" not in response.json()
    assert response.json()["data"]["__schema"]["queryType"] == {"name": "Query"}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_page_and_its_scripts_speak_one_language(client: httpx.AsyncClient, language: str) -> None:
    reply = await client.get("/console", headers={"accept-language": language})
    assert reply.headers["content-language"] == language
    assert "{{" not in reply.text
    assert bool(re.search("[\u4e00-\u9fff]", reply.text)) is (language == "zh")
    words = json.loads(unescape(re.findall(r"data-words='([^']+)'", reply.text)[0]))
    for name in ("console.js", "schema.js"):
        assert not re.search("[\u4e00-\u9fff]", TEXT[name])
        named = {n for call in re.findall(r"said\((.*?)[,)]", TEXT[name]) for n in re.findall(r'"(\w+)"', call)}
        assert named - {"token"} <= words.keys()
    assert {f"hint_{code.value.lower()}" for code in Code} <= words.keys()


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_reach_aa_contrast(scheme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", TEXT["console.css"], re.DOTALL)[scheme]
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for ink, ground in product(("ink", "soft", "accent"), ("ground", "panel")):
        assert contrast(colour[ink], colour[ground]) >= 4.5
    assert contrast(colour["on-accent"], colour["accent"]) >= 4.5
    assert contrast(colour["bad"], colour["bad-ground"]) >= 4.5
    assert contrast(colour["line"], colour["ground"]) >= 3


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
