// The console: read, run, show. The token lives in the input's memory only; nothing is stored.

import { attachEditor, fill, insert } from "./editor.js";
import { INTROSPECTION, SchemaBrowser } from "./schema.js";
import { said, WORDS } from "./words.js";

const $ = (id) => document.getElementById(id);
const query = $("query");
const variables = $("variables");
let endpoint = "graphql";
let running = null;

function say(text) { $("status").textContent = text; }

function complain(...lines) {
  $("problems").replaceChildren(...lines.map((line) => {
    const p = document.createElement("p");
    p.textContent = line;
    return p;
  }));
}

/** Send one request. Gives {status, body, milliseconds}; throws where no answer came. */
async function send(body, signal) {
  const headers = { "Content-Type": "application/json", Accept: "application/graphql-response+json" };
  const token = $("token").value.trim();
  if (token && !/^[\x21-\x7e]+$/.test(token)) throw new TypeError("token");
  if (token) headers.Authorization = `Bearer ${token}`;
  const started = performance.now();
  const response = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(body), signal, credentials: "omit" });
  const text = await response.text();
  const milliseconds = Math.round(performance.now() - started);
  try {
    return { status: response.status, body: JSON.parse(text), milliseconds };
  } catch {
    return { status: response.status, body: text, milliseconds };
  }
}

function readVariables() {
  const text = variables.value.trim();
  if (!text) return {};
  const value = JSON.parse(text);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new SyntaxError("object");
  return value;
}

async function run() {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  complain();
  let given;
  try {
    given = readVariables();
  } catch (error) {
    complain(said("not_json", { reason: error.message }));
    say(said("not_sent"));
    variables.focus();
    return;
  }
  if (!query.value.trim()) {
    complain(said("empty"));
    return;
  }
  say(said("running"));
  try {
    const chosen = $("operation-label").hidden ? undefined : $("operation").value;
    const answer = await send({ query: query.value, variables: given, operationName: chosen }, mine.signal);
    if (running === mine) show(answer);
  } catch (error) {
    if (error.name === "AbortError") return;
    say(said("no_answer"));
    complain(trouble(error));
  }
}

function trouble(error) {
  return said(error.message === "token" ? "bad_token" : "unreachable");
}

function show({ status, body, milliseconds }) {
  const text = typeof body === "string" ? body : JSON.stringify(body, null, 2);
  $("answer").textContent = text;
  say(`HTTP ${status} · ${milliseconds} ms · ${new Blob([text]).size} B`);
  const errors = Array.isArray(body?.errors) ? body.errors : [];
  const lines = errors.slice(0, 10).map((error) => {
    const line = error.locations?.[0]?.line;
    const told = line ? said("line", { message: error.message, line }) : error.message;
    const hint = WORDS[`hint_${String(error.extensions?.code).toLowerCase()}`];
    return hint ? `${told} — ${hint}` : told;
  });
  if (typeof body === "string") lines.push(said("answer_not_json", { status }));
  complain(...lines);
  $("status").scrollIntoView({ block: "nearest" }); // on a narrow screen the result stands below the editor
}

/** Offer a choice where the document has several named operations. */
function listOperations() {
  const bare = query.value.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*/g, "");
  const names = [...bare.matchAll(/(?:^|\})\s*(?:query|mutation)\s+([_A-Za-z]\w*)/g)].map((match) => match[1]);
  const kept = $("operation").value;
  $("operation").replaceChildren(...names.map((name) => new Option(name, name, false, name === kept)));
  $("operation-label").hidden = names.length < 2;
}

function listExamples(examples) {
  $("examples").replaceChildren(...examples.map((example) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = example.title;
    button.addEventListener("click", () => {
      fill(query, example.query);
      fill(variables, JSON.stringify(example.variables, null, 2));
      query.focus();
    });
    item.append(button);
    if (example.note) {
      const note = document.createElement("p");
      note.className = "describe";
      note.textContent = example.note;
      item.append(note);
    }
    return item;
  }));
}

async function loadExamples() {
  try {
    const listing = await (await fetch("console/examples.json")).json();
    endpoint = listing.endpoint;
    listExamples(listing.examples);
    if (!query.value && listing.examples.length) {
      fill(query, listing.examples[0].query);
      fill(variables, JSON.stringify(listing.examples[0].variables, null, 2));
    }
  } catch {
    $("examples").textContent = said("no_examples");
  }
}

async function loadSchema() {
  $("schema-status").textContent = said("reading_schema");
  try {
    const { body } = await send({ query: INTROSPECTION });
    const browser = new SchemaBrowser(body.data.__schema, $("schema"), $("schema-status"), ({ text, whole }) => {
      if (whole && !query.value.trim()) fill(query, whole); else insert(query, text);
    });
    $("search").addEventListener("input", (event) => browser.show(event.target.value));
  } catch {
    $("schema-status").textContent = said("no_schema");
  }
}

attachEditor(query, run);
attachEditor(variables, run);
query.addEventListener("input", listOperations);
$("run").addEventListener("click", run);
$("token").addEventListener("keydown", (event) => { if (event.key === "Enter") run(); });
$("forget").addEventListener("click", () => { $("token").value = ""; $("token").focus(); });
await loadExamples();
await loadSchema();
