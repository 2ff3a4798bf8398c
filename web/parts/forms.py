"""A form without files, read within a bound: nothing larger comes into memory, and nothing to the disk (表单)."""

from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request

from web.parts.uploads import TooLarge, is_multipart

LARGEST = 2**20
"""Most bytes of a form (configured value): the service takes less in one request."""
MOST_FIELDS = 1000
FORM = "application/x-www-form-urlencoded"
FormValues = ImmutableMultiDict[str, str]
"""Fields of a form without files; a name can have several values."""


async def read_form(request: Request) -> FormValues:
    """The fields that were sent, in their order; none of a request without a form. Read once, given again.

    Raises:
        TooLarge: It is larger than any form of the pages, or sent as one with files where none is taken.
    """
    known: FormValues | None = getattr(request.state, "form", None)
    if known is None:
        request.state.form = known = FormValues(_fields(await _body(request)))
    return known


async def _body(request: Request) -> bytes:
    if is_multipart(request):
        raise TooLarge
    if not request.headers.get("content-type", "").startswith(FORM):
        return b""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise TooLarge
    return bytes(body)


def _fields(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise TooLarge from None
