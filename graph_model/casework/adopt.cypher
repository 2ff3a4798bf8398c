// Cases that came by file.

// name: unadopted
// Cases of the actor's areas that casework does not carry yet; from here on it does. A child has one open case: one that
// was opened here goes on.
UNWIND $cases AS id
MATCH (c:Case {id: id})-[:ABOUT]->(m:Minor)-[:LIVES_IN]->(home:Area)
WHERE NOT c:Item AND EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  AND NOT EXISTS { (open:Item {minor: m.id}) WHERE open.item = 'case' AND NOT open.ended }
SET c:Item
RETURN c.id AS case, m.id AS minor, home.code AS area
