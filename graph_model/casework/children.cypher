// Households of children of the actor's areas.

// name: household
MATCH (m:Minor {id: $minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (m)-[:IN_HOUSEHOLD]->(h:Household)
RETURN h.id AS key

// name: siblings
// The other children of a household, each with its open case and the visit that is planned.
MATCH (m:Minor {id: $minor})-[:IN_HOUSEHOLD]->(:Household)<-[:IN_HOUSEHOLD]-(s:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
OPTIONAL MATCH (c:Item {minor: s.id}) WHERE c.item = 'case' AND NOT c.ended
OPTIONAL MATCH (v:Item {root: c.id}) WHERE v.item = 'visit' AND NOT v.ended
RETURN s.id AS minor, s.pseudonym AS pseudonym, c.id AS case, v.id AS visit
ORDER BY minor
