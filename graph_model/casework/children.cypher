// Households of children of the actor's areas.

// name: household
MATCH (m:Minor {id: $minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (m)-[:IN_HOUSEHOLD]->(h:Household)
RETURN h.id AS key

// name: record
// What is on file of a child of the actor's areas; what is sealed stays closed here.
MATCH (m:Minor {id: $minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN m.id AS minor, m.open AS open, m.f2 AS f2, m.f3 AS f3, m.f4 AS f4, m.f5 AS f5,
       [(m)<-[:GUARDIAN_OF]-(g:Guardian) | {id: g.id, f4: g.f4}] AS guardians

// name: siblings
// The other children of a household, each with its open case and the visit that is planned.
MATCH (m:Minor {id: $minor})-[:IN_HOUSEHOLD]->(:Household)<-[:IN_HOUSEHOLD]-(s:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
OPTIONAL MATCH (c:Item {minor: s.id}) WHERE c.item = 'case' AND NOT c.ended
OPTIONAL MATCH (v:Item {root: c.id}) WHERE v.item = 'visit' AND NOT v.ended
RETURN s.id AS minor, s.pseudonym AS pseudonym, c.id AS case, v.id AS visit
ORDER BY minor

// name: born
// When children of the actor's areas were born: sealed, opened by the program, which keeps the month alone.
UNWIND $minors AS id
MATCH (m:Minor {id: id})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN m.id AS key, m.f2 AS f2
