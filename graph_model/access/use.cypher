// What a database is for: the demo, production, or neither.

// name: held
// The mark of the demo stands from its first record on; an older program wrote its mark last, but its accounts earlier.
OPTIONAL MATCH (v:NetworkVersion {id: 'network'})
OPTIONAL MATCH (a:Account {id: 'demo-centre'})
OPTIONAL MATCH (f:Feed {id: 'feed'})
RETURN v.demo IS NOT NULL OR a IS NOT NULL AS demo, coalesce(v.production, false) AS production,
       v IS NOT NULL OR f IS NOT NULL AS used, coalesce(f.schema, 0) AS schema, coalesce(f.terms, '') AS terms,
       coalesce(properties(f)['begun'], '') AS begun

// name: mark_schema
MERGE (f:Feed {id: 'feed'})
SET f.schema = $schema

// name: mark_terms
MERGE (f:Feed {id: 'feed'})
SET f.terms = $terms

// name: mark_begun
MERGE (f:Feed {id: 'feed'})
SET f.begun = $begun

// name: mark_production
MERGE (v:NetworkVersion {id: 'network'})
SET v.production = true

// name: free_items
// Open items of a release before version 10 for which nobody is responsible, as lists find them now.
MATCH (n:Item) WHERE n.id >= '' AND n.next IS NOT NULL AND n.holder IS NULL
SET n.free = n.area
