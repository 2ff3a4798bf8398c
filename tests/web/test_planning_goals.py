"""规划，目标和待遇：goals down to their objects, counts for a planner, cases for the centre; files hold everything."""

import json
import re
from datetime import datetime
from io import BytesIO
from urllib.parse import parse_qs

from openpyxl import load_workbook

from api.common import global_id
from api.request.context import today
from graph_model.graph import Graph
from graph_model.jobs import jobs
from graph_model.jobs.jobs import Course, JobStatus, Stage
from knowledge.calendar.deadlines import SHANGHAI
from loaders.shipped.load import INVITED
from tests.web.conftest import Site
from tests.web.planning import DISTRICT, main_text, visitor
from web.parts import files


def test_goals_lead_down_to_the_things(site: Site):
    with visitor(site) as v:
        goals = v.get("/planning", params={"view": "goals", "area": DISTRICT})
        while "data-look" in goals.text:  # a busy machine makes it a job
            goals = v.get(str(goals.url))
        assert goals.text.count('<details class="goal"') == 11
        assert "数据质量" in main_text(goals), "duties without any record are not loaded, and no failing"
        duties = re.findall(r'href="([^"]+)" aria-label=.看每个对象：家长学校的宣传培训', goals.text)
        duty = v.get(duties[0].replace("&amp;", "&"))
        assert "谁负责" in main_text(duty)
        unloaded = next(a for a in re.findall(r'href="([^"]*standing=UNKNOWN[^"]*)"', duty.text))
        assert "standing=NEVER" not in duty.text
        listed = v.get(unloaded.replace("&amp;", "&"))
        assert "三眼井社区" in main_text(listed)
        further = v.post("/planning", data=dict(re.findall(r'name="(\w+)" value=.([^"\']*)', listed.text)))
        assert further.status_code == 200
        table = v.get(f"{unloaded.replace('&amp;', '&')}&file=csv").content.decode("utf-8-sig")
        assert len(table.splitlines()) > 222, "the file has all of them, not the page's first"


async def test_a_long_count_is_watched_stopped_and_asked_again(site: Site, graph: Graph):
    planner, course = next(a for a in INVITED if a.id == "demo-planner"), Course("count")
    course.at = (Stage.CHECKING, 3, 12)
    params = {"view": "goals", "area": DISTRICT, "job": global_id("Job", "count")}

    async def put(status: JobStatus, result: str | None) -> None:
        await graph.write(planner, jobs.put, "count", "goalsReport", status, result, datetime.now(SHANGHAI))

    with visitor(site) as v:
        await put(JobStatus.RUNNING, None)
        await graph.write(planner, jobs.tell, course, datetime.now(SHANGHAI))
        watched = v.get("/planning", params=params)
        assert "data-look" in watched.text
        assert "12 项义务已判断 3 项" in main_text(watched)
        stopped = v.post("/planning/cancel", data=params)
        assert parse_qs(stopped.url.query.decode()) == parse_qs(watched.url.query.decode()), "it has one address"
        assert (await graph.read(planner, jobs.get, "count")).cancel
        await put(JobStatus.CANCELLED, "{}")
        stopped = v.get("/planning", params=params)
        assert "已停下" in main_text(stopped)
        assert re.search(r"view=goals[^<]*>重新统计", stopped.text)
        raw = {"area": DISTRICT, "on": today().isoformat(), "rows": False, "areas": [DISTRICT], "duties": {}}
        await put(JobStatus.DONE, json.dumps(raw))
        done = v.get("/planning", params=params)
        assert done.text.count('<details class="goal"') == 11
        file = v.get("/planning", params={**params, "file": "csv"}).content.decode("utf-8-sig")
        assert len(file.splitlines()) == 12


def test_a_planner_sees_counts_with_the_hidden_rows_as_one_line(site: Site):
    with visitor(site) as v:
        reply = v.get("/planning", params={"view": "benefits", "area": DISTRICT})
        assert re.search(r"另有\d+行人数太少，隐去", main_text(reply))
        assert "case-" not in reply.text
        assert ">隐去<" not in reply.text
        assert "隐去" in v.get("/planning", params={"view": "benefits", "file": "csv"}).content.decode("utf-8-sig")


def test_the_centre_sees_cases_and_none_stands_in_an_address(site: Site):
    with visitor(site, "centre") as v:
        reply = v.get("/planning", params={"view": "benefits", "gap": "ASK"})
        first = re.findall(r"case-[\w-]+", reply.text)
        assert first
        form = reply.text.split("再看后面的")[0].rsplit("<form", 1)[1]
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        further = v.post("/planning", data=sent)
        assert str(further.url).endswith("/planning"), "a case never stands in an address"
        assert first[0] not in re.findall(r"case-[\w-]+", further.text)
        assert "case-" in further.text


def test_files_keep_codes_and_tell_formulas_as_text():
    table = (["代码", "名称"], [["440104001000", "=1+1"]])
    text = files.as_csv(table)
    assert text.startswith(b"\xef\xbb\xbf")
    assert "440104001000\t,'=1+1" in text.decode("utf-8-sig")
    sheet = load_workbook(BytesIO(files.as_xlsx(table))).worksheets[0]
    assert [c.value for c in sheet[2]] == ["440104001000", "'=1+1"]
