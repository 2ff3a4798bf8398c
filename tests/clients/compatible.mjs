// What common clients do with the schema, with their default settings. The folder of schema.json, schema.graphql, flow.graphql is given.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescript from "@graphql-codegen/typescript";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import * as graphql16 from "graphql";
import graphql14 from "graphql14";
import graphql15 from "graphql15";
import relay from "relay-compiler";

const folder = process.argv[2];
const introspected = (version) => JSON.parse(readFileSync(join(folder, `introspected-${version}.json`), "utf8")).data;

if (process.argv[3] === "queries") { // what each version asks a server
  for (const [version, graphql] of Object.entries({ 14: graphql14, 15: graphql15, 16: graphql16 })) {
    writeFileSync(join(folder, `introspection-${version}.graphql`), graphql.getIntrospectionQuery());
  }
} else {
  for (const [version, graphql] of Object.entries({ 14: graphql14, 15: graphql15, 16: graphql16 })) {
    const schema = graphql.buildClientSchema(introspected(version));
    const problems = graphql.validate(schema, graphql.parse(readFileSync(join(folder, "flow.graphql"), "utf8")));
    if (problems.length) throw new Error(`graphql-js ${version}: ${problems}`);
    console.log(`graphql-js ${version}`);
  }
  const documents = [{ location: "flow.graphql", document: graphql16.parse(readFileSync(join(folder, "flow.graphql"), "utf8")) }];
  const schema = graphql16.parse(readFileSync(join(folder, "schema.graphql"), "utf8"));
  const plugins = [{ typescript: { enumsAsTypes: true } }, { typescriptOperations: {} }, { typedDocumentNode: {} }];
  const pluginMap = { typescript, typescriptOperations, typedDocumentNode };
  const generated = await codegen({ documents, config: { useTypeImports: true }, filename: "generated.ts", schema, plugins, pluginMap });
  writeFileSync(join(folder, "generated.ts"), generated.replaceAll("'@graphql-typed-document-node/core'", "'@urql/core'"));
  console.log("codegen");
  mkdirSync(join(folder, "relay/src"), { recursive: true });
  copyFileSync(join(folder, "schema.graphql"), join(folder, "relay/schema.graphql"));
  const query = "query OfficesQuery($after: String) { bodies(first: 10, after: $after) { edges { node { id name area { id } } } } }";
  writeFileSync(join(folder, "relay/src/Offices.ts"), `import { graphql } from "relay-runtime";\ngraphql\`${query}\`;\n`);
  writeFileSync(join(folder, "relay/relay.config.json"), '{"src": "./src", "schema": "./schema.graphql", "language": "typescript"}');
  execFileSync(relay, [], { cwd: join(folder, "relay"), stdio: "pipe" });
  console.log("relay");
}
