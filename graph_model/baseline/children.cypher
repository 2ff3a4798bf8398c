// Children of a benchmark, taken away again: a part of them each time.

// name: removed_children
MATCH (m:Minor)-[:LIVES_IN]->(home:Area) WHERE m.id STARTS WITH $prefix
  AND EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
WITH m LIMIT 500
OPTIONAL MATCH (m)<-[:ABOUT]-(c:Case)
OPTIONAL MATCH (m)<-[:GUARDIAN_OF]-(g:Guardian)
OPTIONAL MATCH (m)-[:IN_HOUSEHOLD]->(h:Household)
WITH m, collect(DISTINCT c) AS cases, collect(DISTINCT g) AS kin, collect(DISTINCT h) AS houses
FOREACH (n IN cases | DETACH DELETE n)
FOREACH (n IN kin | DETACH DELETE n)
FOREACH (n IN houses | DETACH DELETE n)
DETACH DELETE m
RETURN 'gone' AS key
