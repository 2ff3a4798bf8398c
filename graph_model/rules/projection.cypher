// The rulebook as it is projected into the graph: for questions across rules, network and cases, and for pictures.
// The TOML files are the master; the hash is set last, so that half a projection is never taken for one.

// name: clear_rules
// A batch of what is projected; asked again until nothing is left.
MATCH (:Rulebook {id: 'current'})-[:HOLDS]->(x)
WITH x LIMIT 2000
DETACH DELETE x
RETURN count(x) AS gone

// name: put_rulebook
// Without a hash the projection is not complete: /readyz says so, the next load begins anew.
MERGE (r:Rulebook {id: 'current'})
SET r.hash = $hash

// name: put_kinds
// Kinds stay: concrete bodies hang on them.
UNWIND $records AS r
MERGE (k:BodyKind {code: r.code})
SET k += r

// name: put_documents
MATCH (book:Rulebook {id: 'current'})
UNWIND $records AS r
MERGE (d:Document {id: r.document})
SET d.title = r.title, d.force = r.force, d.territory = r.territory
MERGE (v:DocumentVersion {id: r.id})
SET v += r
MERGE (v)-[:VERSION_OF]->(d)
MERGE (book)-[:HOLDS]->(d)
MERGE (book)-[:HOLDS]->(v)

// name: put_provisions
MATCH (book:Rulebook {id: 'current'})
UNWIND $records AS r
MATCH (v:DocumentVersion {id: r.version})
MERGE (p:Provision {id: r.id})
SET p += r
MERGE (p)-[:OF]->(v)
MERGE (book)-[:HOLDS]->(p)

// name: put_matters
MATCH (book:Rulebook {id: 'current'})
UNWIND $records AS r
MERGE (m:Matter {code: r.code})
SET m += r
MERGE (book)-[:HOLDS]->(m)

// name: put_atoms
// What conditions are made of: a fact and the values that meet it.
MATCH (book:Rulebook {id: 'current'})
UNWIND $records AS r
MERGE (a:Atom {key: r.key})
SET a.fact = r.fact, a.values = r.values
MERGE (book)-[:HOLDS]->(a)

// name: put_duties
// One node a duty and period, with its conditions and citations.
MATCH (book:Rulebook {id: 'current'})
UNWIND $records AS r
MATCH (m:Matter {code: r.matter})
MATCH (k:BodyKind {code: r.body})
MERGE (d:Duty {id: r.id})
SET d.role = r.role, d.act = r.act, d.named = r.named, d.confidence = r.confidence, d.since = r.since, d.until = r.until,
    d.territory = r.territory
MERGE (d)-[:FOR]->(m)
MERGE (d)-[:BORNE_BY]->(k)
MERGE (book)-[:HOLDS]->(d)
FOREACH (key IN r.atoms | MERGE (a:Atom {key: key}) MERGE (d)-[:WHEN]->(a))
WITH d, r
UNWIND r.cites AS c
MATCH (p:Provision {id: c.provision})
MERGE (d)-[e:CITES {n: c.n}]->(p)
SET e.quote = c.quote

// name: put_norms
MATCH (book:Rulebook {id: 'current'})
UNWIND $records AS r
MERGE (a:Act {code: r.act})
SET a.name = r.act_name
MERGE (book)-[:HOLDS]->(a)
MERGE (n:Norm {id: r.id})
SET n.modality = r.modality, n.text = r.text
MERGE (n)-[:ON]->(a)
MERGE (book)-[:HOLDS]->(n)
WITH n, r
UNWIND r.by AS code
MATCH (k:BodyKind {code: code})
MERGE (n)-[:ADDRESSED_TO]->(k)
