// The roster of duty: dated rows by area. What somebody may be asked for begins with her areas, as everything does.

// name: line
// Who is on duty at a moment for an area of the actor's: its own desk first, then those of the areas above.
MATCH (home:Area {code: $area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH way = (home)-[:PART_OF*0..4]->(desk:Area)<-[:IN]-(s:Shift)
WHERE s.since <= $now AND $now < s.until AND NOT s.absent
MATCH (a:Account {id: s.account})
WHERE NOT coalesce(a.suspended, false) AND (a.until IS NULL OR $on < a.until) AND any(role IN a.roles WHERE role IN $roles)
  AND EXISTS { (home)-[:PART_OF*0..4]->(covered:Area) WHERE covered.code IN a.areas }
RETURN s.id AS id, s.area AS area, s.rank AS rank, s.account AS account, s.since AS since, s.until AS until,
       s.phone AS phone, s.absent AS absent, s.source AS source
ORDER BY length(way), s.rank, s.id

// name: above
// Accounts in some roles whose areas hold an area of the actor's.
MATCH (home:Area {code: $area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (a:Account) WHERE a.id > '' AND any(role IN a.roles WHERE role IN $roles)
  AND NOT coalesce(a.suspended, false) AND (a.until IS NULL OR $on < a.until)
  AND EXISTS { (home)-[:PART_OF*0..4]->(covered:Area) WHERE covered.code IN a.areas }
RETURN a.id AS key ORDER BY key LIMIT $first

// name: between
// Shifts that run between two moments, of the actor's areas and of those above them.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code}) WHERE scope.code IN $actor.areas
CALL (scope) {
  MATCH (desk:Area)-[:PART_OF*0..4]->(scope) RETURN desk
  UNION
  MATCH (scope)-[:PART_OF*0..4]->(desk:Area) RETURN desk
}
WITH DISTINCT desk
MATCH (desk)<-[:IN]-(s:Shift) WHERE s.since < $end AND $start < s.until
RETURN s.id AS id, s.area AS area, s.rank AS rank, s.account AS account, s.since AS since, s.until AS until,
       s.phone AS phone, s.absent AS absent, s.source AS source
ORDER BY s.since, s.area, s.rank LIMIT $first

// name: among
// Which of these shifts there are, and all that run beside them in the same areas of the actor's.
UNWIND $areas AS code
MATCH (desk:Area {code: code})
WHERE EXISTS { (desk)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (desk)<-[:IN]-(s:Shift) WHERE s.since < $end AND $start < s.until
RETURN s.id AS id, s.area AS area, s.rank AS rank, s.account AS account, s.since AS since, s.until AS until,
       s.phone AS phone, s.absent AS absent, s.source AS source
ORDER BY id

// name: put
// Rows of the roster by key, in the actor's areas.
UNWIND $shifts AS row
MATCH (desk:Area {code: row.area})
WHERE EXISTS { (desk)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (s:Shift {id: row.id})
SET s += row
WITH DISTINCT s, desk
CALL (s, desk) {
  WITH s, desk WHERE NOT EXISTS { (s)-[:IN]->(desk) }
  CREATE (s)-[:IN]->(desk)
}
RETURN s.id AS key
