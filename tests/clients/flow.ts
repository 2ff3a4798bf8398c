// Ask who is responsible, answer what is missing, page through offices, wait for long work.
import { Client, fetchExchange, type TypedDocumentNode } from "@urql/core";
import { JobDocument, OfficesDocument, SitesDocument, WhoDocument } from "./generated.js";
import type { OfficesQuery, SituationInput, SubjectInput } from "./generated.js";

const headers = { Authorization: `Bearer ${process.env.TONGXIN_TOKEN}`, "Accept-Language": "en" };
const client = new Client({ url: process.env.TONGXIN_URL!, exchanges: [fetchExchange], fetchOptions: { headers } });

async function ask<D, V extends Record<string, unknown>>(document: TypedDocumentNode<D, V>, variables: V): Promise<D> {
  const { data, error } = await client.query(document, variables, { requestPolicy: "network-only" }).toPromise();
  if (error || !data) throw error ?? new Error("no answer");
  return data;
}

let subject: SubjectInput = { text: "被性侵" };
const facts: Record<string, unknown> = {};
const who = async () => (await ask(WhoDocument, { subject, facts: facts as SituationInput })).responsibility!;
let answer = await who().catch((e) => { // several matters fit the words: the person chooses
  subject = { matter: e.graphQLErrors[0].extensions.candidates[0].code };
  return who();
});
while (answer.missingFacts.length) { // the most telling first; a person answers the question
  const form = answer.missingFacts[0].fact;
  console.log("?", form.question);
  facts[form.fact!] = { BOOLEAN: true, DATE: "2013-05-01" }[form.type as string] ?? form.values[0].code;
  answer = await who();
}
console.log(answer.matter.name, answer.summary);

const offices: { name: string }[] = [];
for (let after: string | null | undefined = null, more = true; more;) {
  const page: NonNullable<OfficesQuery["bodies"]> = (await ask(OfficesDocument, { after })).bodies!;
  offices.push(...page.nodes);
  ({ hasNextPage: more, endCursor: after } = page.pageInfo);
}
console.log(offices.length, "offices");

let found: unknown = (await ask(SitesDocument, {})).nextPoints;
while ((found as { __typename?: string }).__typename === "Job") { // what takes over a second is a job
  await new Promise((later) => setTimeout(later, 1000));
  const job = (await ask(JobDocument, { id: (found as { id: string }).id })).job!;
  if (job.status !== "RUNNING") found = job.result ?? job.problem;
}
console.log(JSON.stringify(found));
