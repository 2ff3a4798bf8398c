// The console: read, run, show. The token lives in the input's memory only; nothing is stored.

import { attachEditor, fill, insert } from "./editor.js";
import { INTROSPECTION, SchemaBrowser } from "./schema.js";

const $ = (id) => document.getElementById(id);
const query = $("query");
const variables = $("variables");
let endpoint = "graphql";
let running = null;

const HINTS = {
  GRAPHQL_PARSE_FAILED: "请检查括号和拼写。 Check brackets and spelling.",
  GRAPHQL_VALIDATION_FAILED: "请对照左侧模式修改查询。 Compare the query with the schema.",
  BAD_USER_INPUT: "请按提示修改参数或变量。 Correct the argument or variable as said.",
  UNAUTHENTICATED: "请在右上角填入有效令牌（可用 tongxin token 取得）。 Enter a valid token above (tongxin token gives one).",
  FORBIDDEN: "此令牌的角色无此权限，请换用有权限的角色。 This role may not do this: use another role's token.",
  NOT_FOUND: "请核对代码，或换用有权限的角色。 Check the code, or use a role that may see it.",
  AMBIGUOUS: "请从 candidates 中选一个代码再问。 Choose a code from candidates and ask again.",
  NO_TEXT_FOR_THAT_DAY: "请换一个日期。 Ask about another day.",
  NO_TEXT_FOR_THAT_PLACE: "此文本不在该地施行，请换一个地点。 This text is not in force there: ask about another place.",
  FILE_REFUSED: "请按提示改好文件再载入。 Correct the file as said and load it again.",
  UNAVAILABLE: "服务暂时不可用，请稍后再试。 Not available now: try again later.",
  TOO_MANY_REQUESTS: "请求太多，请稍后再试。 Too many requests: try again later.",
  TIMEOUT: "没有在时限内完成。 Not finished in time.",
  CONFLICT: "数据已变，请重新查询后再试。 The data changed: query again, then retry.",
  INTERNAL_SERVER_ERROR: "请记下编号并告知管理员。 Note the id and tell the operator.",
};

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
    complain(`变量不是 JSON 对象，请改正后再运行。 The variables are not a JSON object: correct them and run again. (${error.message})`);
    say("未发送 / not sent");
    variables.focus();
    return;
  }
  if (!query.value.trim()) {
    complain("查询为空：请写一个查询，或点左侧示例。 The query is empty: write one or choose an example.");
    return;
  }
  say("运行中… / running…");
  try {
    const chosen = $("operation-label").hidden ? undefined : $("operation").value;
    const answer = await send({ query: query.value, variables: given, operationName: chosen }, mine.signal);
    if (running === mine) show(answer);
  } catch (error) {
    if (error.name === "AbortError") return;
    say("没有答复 / no answer");
    complain(trouble(error));
  }
}

function trouble(error) {
  return error.message === "token"
    ? "令牌含有空格或非 ASCII 字符，请重新粘贴。 The token has spaces or characters outside ASCII: paste it again."
    : "连不上服务：请确认服务正在运行（tongxin status），然后再试。 The service cannot be reached: check that it runs (tongxin status), then try again.";
}

function show({ status, body, milliseconds }) {
  const text = typeof body === "string" ? body : JSON.stringify(body, null, 2);
  $("answer").textContent = text;
  say(`HTTP ${status} · ${milliseconds} ms · ${new Blob([text]).size} B`);
  const errors = Array.isArray(body?.errors) ? body.errors : [];
  const lines = errors.slice(0, 10).map((error) => {
    const at = error.locations?.[0] ? `（第 ${error.locations[0].line} 行 / line ${error.locations[0].line}）` : "";
    return `${error.message}${at} — ${HINTS[error.extensions?.code] ?? ""}`;
  });
  if (typeof body === "string") lines.push(`答复不是 JSON（HTTP ${status}），请稍后再试。 The answer is not JSON: try again later.`);
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
    $("examples").textContent = "示例读取失败，请刷新。 The examples could not be read: reload the page.";
  }
}

async function loadSchema() {
  $("schema-status").textContent = "正在读取模式… / reading the schema…";
  try {
    const { body } = await send({ query: INTROSPECTION });
    const browser = new SchemaBrowser(body.data.__schema, $("schema"), $("schema-status"), ({ text, whole }) => {
      if (whole && !query.value.trim()) fill(query, whole); else insert(query, text);
    });
    $("search").addEventListener("input", (event) => browser.show(event.target.value));
  } catch {
    $("schema-status").textContent = "模式读取失败：请检查令牌或服务，然后刷新。 The schema could not be read: check the token or the service, then reload.";
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
