"""Ask who is responsible, answer what is missing, page through offices, wait for long work."""

import os
import time
from typing import Any

from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport

headers = {"Authorization": f"Bearer {os.environ['TONGXIN_TOKEN']}", "Accept-Language": "en"}
client = Client(transport=HTTPXTransport(os.environ["TONGXIN_URL"], headers=headers), fetch_schema_from_transport=True)


def ask(document: str, **variables: Any) -> dict[str, Any]:
    return client.execute(GraphQLRequest(document, variable_values=variables))


WHO = """query ($subject: SubjectInput!, $facts: SituationInput) {
  responsibility(subject: $subject, at: {name: "三眼井社区"}, situation: $facts) {
    matter { code name } summary missingFacts { fact { fact type values { code } question } } } }"""
subject: dict[str, Any] = {"text": "被性侵"}
facts: dict[str, Any] = {}
try:
    answer = ask(WHO, subject=subject, facts=facts)["responsibility"]
except TransportQueryError as e:  # several matters fit the words: the person chooses
    refusal = (e.errors or [])[0]["extensions"]
    subject = {"matter": refusal["candidates"][0]["code"]}
    answer = ask(WHO, subject=subject, facts=facts)["responsibility"]
while answer["missingFacts"]:  # the most telling first; a person answers the question
    form = answer["missingFacts"][0]["fact"]
    print("?", form["question"])
    facts[form["fact"]] = {"BOOLEAN": True, "DATE": "2013-05-01"}.get(form["type"]) or form["values"][0]["code"]
    answer = ask(WHO, subject=subject, facts=facts)["responsibility"]
print(answer["matter"]["name"], answer["summary"])

OFFICES = """query ($after: String) { bodies(first: 100, after: $after) {
  nodes { name area { name } } pageInfo { hasNextPage endCursor } } }"""
after, more, offices = None, True, []
while more:
    page = ask(OFFICES, after=after)["bodies"]
    offices += page["nodes"]
    more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
print(len(offices), "offices")

SITES = """query { nextPoints(question: {objective: COVER_ALL, codes: ["N18"], seconds: 20}) {
  __typename ... on Job { id } ... on NextPoints { value proofLabel } } }"""
JOB = """query ($id: ID!) { job(id: $id) {
  status problem { message } result { ... on NextPoints { value proofLabel } } } }"""
found = ask(SITES)["nextPoints"]
while found.get("__typename") == "Job":  # what takes over a second is a job
    time.sleep(1)
    job = ask(JOB, id=found["id"])["job"]
    found = found if job["status"] == "RUNNING" else job["result"] or job["problem"]
print(found)
