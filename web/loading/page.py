"""Page 载入: choose a topic, send a file, check the preview, load; long work continues at its address (载入)."""

import base64
from functools import partial

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import Pages, Visit
from web.frame.tray import Tray
from web.loading.sent import sent
from web.loading.uploads import ROOM, WaitingFile
from web.loading.views import Topics, file_page
from web.loading.workspace import workspace
from web.parts.asking import Refused
from web.parts.forms import read_form
from web.parts.uploads import TooLarge
from web.parts.words import say

Files = Tray[WaitingFile]


def attach_loading(pages: Pages) -> None:
    """Serve choosing, the templates, and the files that were sent."""
    uploads = pages.web.trays("files", ROOM)
    pages.add("/load", "rules", partial(_choose, uploads), ("GET", "POST"))
    pages.add("/load/template", "rules", _template)
    pages.add("/load/district", "rules", workspace)
    pages.add("/load/{key}", "rules", partial(_file, uploads), ("GET", "POST"))


async def _topics(v: Visit) -> Topics:
    rows = await v.asker.ask("LoadTopics") if v.may_load else []
    return {t["code"]: t for t in rows}


async def _choose(uploads: Files, v: Visit, request: Request) -> Response:
    """The topics; with a topic its columns, templates and the form; a file that is sent is previewed."""
    if not v.may_load:
        return _refused(v)
    topics = await _topics(v)
    if request.method == "POST":
        return await _sent(uploads, v, request, topics)
    return _form(uploads, v, topics, request.query_params.get("topic", ""))


def _refused(v: Visit) -> Response:
    """Refuse the page; planners, who look for the source of the network's data here, read who loads it."""
    if not v.signed_in:
        return RedirectResponse("/signin", 303)
    why = say("loading.planner" if v.may("EDIT_DRAFTS") else "loading.forbidden")
    return v.page("loading/forbidden.html", {"why": why}, 403)


def _form(uploads: Files, v: Visit, topics: Topics, code: str, why: str = "", status: int = 200) -> Response:
    content = {
        "topics": list(topics.values()),
        "topic": topics.get(code),
        "files": [(u, topics[u.topic]["name"]) for u in uploads.of(v.subject) if u.topic in topics],
        "why": why,
    }
    return v.page("loading/choose.html", content, status)


async def _sent(uploads: Files, v: Visit, request: Request, topics: Topics) -> Response:
    try:
        given = await sent(request)
    except TooLarge:
        return _form(uploads, v, topics, request.query_params.get("topic", ""), say("loading.too_large"), 413)
    if given.topic not in topics or not given.name:
        return _form(uploads, v, topics, given.topic, say("loading.no_file"), 422)
    upload = WaitingFile(v.subject, given.topic, given.name, given.content)
    await _run(uploads, v, upload)
    return RedirectResponse(f"/load/{upload.key}", 303)


async def _run(uploads: Files, v: Visit, upload: WaitingFile) -> None:
    """Preview or load; what is refused, or the database that is away, stays on the page of the file."""
    upload.begun()
    uploads.put(upload)
    try:
        answer = await v.asker.ask("LoadFile", input=upload.variables())
        upload.ended(answer.get("result", answer))
    except Refused as e:
        upload.ended({"message": str(e)})
    uploads.put(upload)


async def _template(v: Visit, request: Request) -> Response:
    """A file to fill in."""
    topic = (await _topics(v)).get(request.query_params.get("topic", ""))
    templates = {t["name"]: t["content"] for t in topic["templates"]} if topic else {}
    name = request.query_params.get("name", "")
    if name not in templates:
        return _refused(v) if not v.may_load else RedirectResponse("/load", 303)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(base64.b64decode(templates[name]), media_type="text/csv; charset=utf-8", headers=headers)


async def _file(uploads: Files, v: Visit, request: Request) -> Response:
    """A file that was sent: its preview, its progress, its report."""
    if not v.may_load:
        return _refused(v)
    topics = await _topics(v)
    upload = uploads.get(request.path_params["key"], v.subject)
    if upload is None or upload.topic not in topics:
        return _form(uploads, v, topics, "", say("loading.gone"), 404)
    if request.method == "POST":
        return await _act(uploads, v, upload, dict(await read_form(request)))
    if upload.job is not None:
        upload.seen(await v.asker.ask("LoadJob", id=upload.job))
        uploads.put(upload)
    return file_page(v, upload, topics[upload.topic])


async def _act(uploads: Files, v: Visit, upload: WaitingFile, form: dict[str, str]) -> Response:
    """Do the action of a button of the page; a form sent twice does it once."""
    do = form.get("do", "")
    if do == "drop" and not upload.running:
        uploads.drop(upload.key)
        return RedirectResponse(f"/load?topic={upload.topic}", 303)
    if do == "stop" and upload.job is not None:
        await v.asker.ask("StopLoad", input={"id": upload.job})
        upload.stopping = True
        uploads.put(upload)
    elif not upload.running and not upload.loaded:
        if do == "columns":
            upload.columns = {form[f"h{n}"]: form.get(f"c{n}", "") for n in range(200) if f"h{n}" in form}
        if do in ("columns", "load", "again"):
            upload.loading = do == "load" or (do == "again" and upload.loading)
            await _run(uploads, v, upload)
    return RedirectResponse(f"/load/{upload.key}", 303)
