// Whom a code is about, for whoever reads the audit: keys only, and only within the areas of the service.

// name: of_case
MATCH (c:Case {id: $code})-[:ABOUT]->(m:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN m.id AS key

// name: of_item
MATCH (i:Item {id: $code})
MATCH (home:Area {code: i.area})
WHERE i.minor IS NOT NULL AND EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN i.minor AS key
