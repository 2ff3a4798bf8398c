"""Do several steps in one request, follow what happens as it happens, and catch up after an absence."""

import asyncio
import os
from typing import Any

from gql import Client, GraphQLRequest
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

url = os.environ["TONGXIN_URL"]
headers = {"Authorization": f"Bearer {os.environ['TONGXIN_TOKEN']}", "Accept-Language": "en"}
http = HTTPXAsyncTransport(url, headers=headers, timeout=60)
socket = WebsocketsTransport(
    url.replace("http", "ws", 1),
    init_payload=headers,
    subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
)

SINCE = """query ($after: String) { changesSince(after: $after) {
  cursor more changes { code item { stateLabel } } } }"""
FOLLOW = """subscription ($after: String) { workChanged(after: $after, mine: false) {
  cursor code item { stateLabel due steps { mutation label } } } }"""
BATCH = """mutation ($steps: [CaseworkStepInput!]!) { caseworkBatch(input: {steps: $steps}) { rows {
  number problem { code message } result { ... on WorkItem { code } ... on RefusedAction { why } } } } }"""


async def main() -> None:
    async with Client(transport=http) as asking, Client(transport=socket) as following:

        async def ask(document: str, **variables: Any) -> dict[str, Any]:
            return dict(await asking.execute(GraphQLRequest(document, variable_values=variables)))

        cursor = (await ask(SINCE))["changesSince"]["cursor"]  # first the cursor, then the lists: nothing is missed
        form = {"area": "440104001007", "channel": "PHONE", "said": "A neighbour hears a child cry at night."}
        steps = [{"reportRegister": {"key": f"clients-{n}", **form}} for n in range(2)]
        steps.append({"reportRegister": {"key": "clients-2", **form, "area": "110101001001"}})  # not of her areas
        for row in (await ask(BATCH, steps=steps))["caseworkBatch"]["rows"]:  # each is judged alone
            print(row["number"], (row["problem"] or row["result"]).get("code", "refused")[:2])

        seen = 0
        async for event in following.subscribe(GraphQLRequest(FOLLOW, variable_values={"after": cursor})):
            change = event["workChanged"]
            print(change["item"]["stateLabel"], change["item"]["steps"][0]["mutation"])
            seen += 1
            if seen == 2:  # a program goes on; after an absence it catches up with its last cursor
                break

        more = True
        while more:
            page = (await ask(SINCE, after=cursor))["changesSince"]
            print(len(page["changes"]), "items have changed")
            cursor, more = page["cursor"], page["more"]


asyncio.run(main())
