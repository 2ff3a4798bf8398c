"""The offline console at `/console`: an editor, the schema and examples; all its files are served from here."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib.resources import files

from fastapi import APIRouter
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.edge.documents import Example
from knowledge.messages.message import complete, language, message, preferred, speaking, tag

SCRIPT = "console.script."
"""Prefix of the codes of texts in the scripts."""
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_FILES = {
    "console.css": "text/css; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "schema.js": "text/javascript; charset=utf-8",
    "editor.js": "text/javascript; charset=utf-8",
    "words.js": "text/javascript; charset=utf-8",
}


def console_routes(examples: Callable[[], Sequence[Example]], *, endpoint: str = "graphql") -> APIRouter:
    """Routes of the console.

    Args:
        examples: Gives the examples in the order in which they are offered.
        endpoint: Path of the GraphQL endpoint relative to `/console`, so that it also works behind a prefix.
    """
    router = APIRouter(include_in_schema=False)
    folder = files(__package__) / "console"
    page = Environment(autoescape=True).from_string((folder / "index.html").read_text("utf-8"))

    @router.get("/console")
    async def console(request: Request) -> Response:
        with speaking(preferred(request.headers.get("accept-language", ""))):
            shown = page.render(say=_say, words=_script_words(), tag=tag(language()))
            spoken = {"Content-Language": language(), "Vary": "Accept-Language"}
        return Response(shown, headers={**_HEADERS, **spoken, "Content-Type": "text/html; charset=utf-8"})

    @router.get("/console/examples.json")
    async def example_list(request: Request) -> Response:
        with speaking(preferred(request.headers.get("accept-language", ""))):
            listing = {"endpoint": endpoint, "examples": [example.shown() for example in examples()]}
            spoken = {"Content-Language": language(), "Vary": "Accept-Language"}
        return JSONResponse(listing, headers={**_HEADERS, **spoken})

    for name, kind in _FILES.items():
        router.add_api_route(f"/console/{name}", _sender((folder / name).read_bytes(), kind), methods=["GET"])
    return router


def _say(code: str) -> str:
    return str(message(code))


def _script_words() -> Mapping[str, str]:
    """The words of the scripts by name, with their values still to be inserted."""
    return {c.removeprefix(SCRIPT): text for c, text in complete(language(), SCRIPT).items()}


def _sender(content: bytes, kind: str) -> Callable[[], Awaitable[Response]]:
    async def send() -> Response:
        return Response(content, headers={**_HEADERS, "Content-Type": kind})

    return send
