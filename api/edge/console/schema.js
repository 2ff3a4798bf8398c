// The schema browser: types and fields from introspection, searched, clicked into the editor.

import { said } from "./words.js";

export const INTROSPECTION = `query ConsoleSchema {
  __schema {
    queryType { name } mutationType { name }
    types {
      kind name description
      fields(includeDeprecated: true) {
        name description isDeprecated deprecationReason
        args { name description defaultValue type { ...T } } type { ...T }
      }
      inputFields { name description defaultValue type { ...T } }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      possibleTypes { name }
    }
  }
}
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`;

const MAX_SHOWN = 60;

/** `[Body!]!` for a type reference. */
function written(type) {
  if (type.kind === "NON_NULL") return `${written(type.ofType)}!`;
  if (type.kind === "LIST") return `[${written(type.ofType)}]`;
  return type.name;
}

function named(type) {
  return type.ofType ? named(type.ofType) : type;
}

function required(argument) {
  return argument.type.kind === "NON_NULL" && argument.defaultValue === null;
}

function element(tag, text = "", name = "") {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  return made;
}

/** The browser over one introspection result. */
export class SchemaBrowser {
  constructor(schema, place, status, onInsert) {
    this.types = schema.types.filter((type) => !type.name.startsWith("__"));
    this.byName = new Map(this.types.map((type) => [type.name, type]));
    this.roots = [schema.queryType, schema.mutationType].filter(Boolean).map((root) => root.name);
    this.types.sort((a, b) => this.rank(a) - this.rank(b) || a.name.localeCompare(b.name));
    Object.assign(this, { place, status, onInsert });
    this.show("");
  }

  rank(type) {
    const at = this.roots.indexOf(type.name);
    return at < 0 ? this.roots.length : at;
  }

  /** Show what holds every word of the search, in names or descriptions. */
  show(search) {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (...texts) => {
      const text = texts.filter(Boolean).join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    };
    const found = [];
    for (const type of this.types) {
      const members = this.members(type).filter((member) => fits(type.name, member.name, member.description));
      if (fits(type.name, type.description)) found.push([type, this.members(type)]);
      else if (members.length) found.push([type, members]);
    }
    this.status.textContent = said(found.length > MAX_SHOWN ? "types_first" : "types", { count: found.length, shown: MAX_SHOWN });
    this.place.replaceChildren(...found.slice(0, MAX_SHOWN).map(([type, members]) => this.card(type, members, words.length > 0)));
  }

  members(type) {
    return type.fields ?? type.inputFields ?? type.enumValues ?? type.possibleTypes ?? [];
  }

  card(type, members, searched) {
    const card = element("details");
    card.open = (searched && members.length <= MAX_SHOWN) || type.name === this.roots[0];
    card.dataset.type = type.name;
    const summary = element("summary");
    summary.append(element("strong", type.name), ` ${type.kind.toLowerCase()}`);
    card.append(summary);
    if (type.description) card.append(element("p", type.description, "describe"));
    const fill = () => {
      if (card.open && !card.querySelector("ul")) {
        const list = element("ul");
        list.append(...members.map((member) => this.row(type, member)));
        card.append(list);
      }
    };
    card.addEventListener("toggle", fill); // rows are made when they are first looked at
    fill();
    return card;
  }

  row(type, member) {
    const row = element("li");
    if (type.fields) {
      const button = element("button", member.name, member.isDeprecated ? "field old" : "field");
      button.type = "button";
      button.title = said("insert");
      button.addEventListener("click", () => this.onInsert(this.snippet(type, member)));
      row.append(button);
    } else {
      row.append(element("code", member.name, member.isDeprecated ? "old" : ""));
    }
    if (member.args?.length) {
      const words = member.args.map((a) => `${a.name}: ${written(a.type)}${a.defaultValue === null ? "" : ` = ${a.defaultValue}`}`);
      row.append(" ", element("code", `(${words.join(", ")})`));
    }
    if (member.type) row.append(": ", this.link(member.type));
    if (member.description) row.append(element("p", member.description, "describe"));
    if (member.isDeprecated) row.append(element("p", said("deprecated", { reason: member.deprecationReason ?? "" }), "describe"));
    return row;
  }

  link(type) {
    const target = named(type).name;
    const button = element("button", written(type), "link");
    button.type = "button";
    button.addEventListener("click", () => this.open(target));
    return button;
  }

  open(name) {
    let card = this.place.querySelector(`details[data-type="${name}"]`);
    if (!card && this.byName.has(name)) {
      card = this.card(this.byName.get(name), this.members(this.byName.get(name)), false);
      this.place.prepend(card);
    }
    if (card) {
      card.open = true;
      card.querySelector("summary").focus();
      card.scrollIntoView({ block: "nearest" });
    }
  }

  /** Text for a field: required arguments to be filled in, and a first selection. */
  snippet(type, field) {
    const needed = (field.args ?? []).filter(required).map((a) => `${a.name}: ${this.placeholder(a.type)}`);
    const call = field.name + (needed.length ? `(${needed.join(", ")})` : "");
    const body = this.selection(named(field.type).name, "  ");
    const text = body ? `${call} {\n${body}\n}` : call;
    if (!this.roots.includes(type.name)) return { text, whole: false };
    const kind = type.name === this.roots[0] ? "query" : "mutation";
    return { text, whole: `${kind} {\n${text.replace(/^/gm, "  ")}\n}\n` };
  }

  selection(name, indent) {
    const type = this.byName.get(name);
    if (!type || !["OBJECT", "INTERFACE", "UNION"].includes(type.kind)) return "";
    const leaves = (type.fields ?? []).filter((field) => !field.args.some(required) && !field.isDeprecated
      && ["SCALAR", "ENUM"].includes(named(field.type).kind)).slice(0, 6).map((field) => field.name);
    return ["__typename", ...leaves].map((leaf) => indent + leaf).join("\n");
  }

  placeholder(type) {
    const inner = named(type);
    if (inner.kind === "ENUM") return this.byName.get(inner.name).enumValues[0].name;
    if (inner.kind === "INPUT_OBJECT") return "{ }";
    if (["Int", "Float"].includes(inner.name)) return "1";
    return inner.name === "Boolean" ? "true" : '""';
  }
}
